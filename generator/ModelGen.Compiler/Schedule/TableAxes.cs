using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// What the axes of a kernel are to a table: a value that has, for each item, rows and columns, as an attention's scores have queries and keys for each sample and head.
/// </summary>
/// <param name="Items">The axes of the items, in the table's order; those of one position are left out.</param>
/// <param name="Row">The axis of the rows.</param>
/// <param name="Column">The axis of the columns; null where only a value for each row is read or written.</param>
internal sealed record TableAxes(IReadOnlyList<Axis> Items, Axis Row, Axis? Column)
{
    /// <summary>What axes are to a table that is read or written at an offset; null where that is not one element of it for each position of such axes.</summary>
    /// <param name="axes">The kernel's axes.</param>
    /// <param name="buffer">The table, or with a value for each row what is made of it.</param>
    /// <param name="offset">The element.</param>
    /// <param name="hasColumns">Whether it has columns.</param>
    public static TableAxes? Of(IReadOnlyList<Axis> axes, Loops.Buffer buffer, Index offset, bool hasColumns)
    {
        int rank = buffer.Shape.Rank, items = rank - (hasColumns ? 2 : 1);
        if (items < 1)
            return null;
        var found = new List<Axis>();
        Index expected = Index.Zero;
        for (int dimension = 0; dimension < rank; dimension++)
        {
            if (buffer.Shape[dimension].IsOne && dimension < items)
                continue;
            Axis? axis = axes.FirstOrDefault(axis => axis.Extent == buffer.Shape[dimension] && offset.CoefficientOf(axis) == buffer.Strides[dimension]);
            if (axis is null)
                return null;
            found.Add(axis);
            expected += Index.Of(axis, buffer.Strides[dimension]);
        }

        if (!offset.Equals(expected))
            return null;
        Axis? column = hasColumns ? found[found.Count - 1] : null;
        Axis row = found[found.Count - (hasColumns ? 2 : 1)];
        return new TableAxes(found.Take(found.Count - (hasColumns ? 2 : 1)).ToArray(), row, column);
    }

    /// <summary>Whether it has the same axes as another, as far as both have them.</summary>
    public bool Fits(TableAxes other) => Items.SequenceEqual(other.Items) && Row == other.Row && (Column is null || other.Column is null || Column == other.Column);
}
