using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Finds out whether tables count only up to their diagonal, as those of an attention that sees no position behind its own: whether what is made of them stays the same when no column
/// behind the row's own is computed or read. What is known of an element there is followed from stage to stage.
/// </summary>
internal sealed class Triangle
{
    // What is far below every number that is not meant to stand for nothing.
    private const double FarBelow = -1e29;

    private readonly ItemTables _tables;
    private readonly Dictionary<Loops.Buffer, Beyond> _behind = [];

    private Triangle(ItemTables tables) => _tables = tables;

    // What is known of a value behind the diagonal.
    private enum Beyond
    {
        Unknown,
        Zero,
        FarBelow,
        One,
    }

    /// <summary>Whether all that is made of the tables is made of what stands up to the diagonal.</summary>
    public static bool IsLower(ItemTables tables) => new Triangle(tables).IsLower();

    private bool IsLower()
    {
        foreach ((KernelDefinition kernel, TableAxes axes) in _tables.Members)
        {
            if (axes.Column is not { } column)
                continue;
            if (column.Extent != axes.Row.Extent)
                return false;
            foreach (Reduction reduction in kernel.Outputs.Reductions.Where(reduction => reduction.Axes.Contains(column) || reduction.Axes.Contains(axes.Row)))
            {
                Beyond behind = Of(reduction.Body, axes);
                if (behind != (reduction.Kind == ReductionKind.Sum ? Beyond.Zero : Beyond.FarBelow))
                    return false;
            }

            bool makesTables = kernel.Outputs.All(output => _tables.Tables.Contains(output.Buffer));
            if (!makesTables && !ItemTables.SumsRows(kernel, axes) && kernel.Domain.Contains(column))
                return false;
            foreach (OutputDefinition output in kernel.Outputs.Where(_ => makesTables))
                _behind[output.Buffer] = Of(output.Value, axes);
        }

        return true;
    }

    private Beyond Of(Expression expression, TableAxes axes) => expression switch
    {
        Number { Value: 0 } => Beyond.Zero,
        Number { Value: 1 } => Beyond.One,
        Number { Value: <= FarBelow } => Beyond.FarBelow,
        IndexValue { Index: { IsConstant: true, Constant: 0 } } => Beyond.Zero,
        IndexValue { Index: { IsConstant: true, Constant: 1 } } => Beyond.One,
        Load load => _behind.TryGetValue(load.Buffer, out Beyond known) ? known : Beyond.Unknown,
        Unary unary => Of(unary.Function, Of(unary.Operand, axes)),
        Binary binary => Of(binary.Function, Of(binary.Left, axes), Of(binary.Right, axes)),
        Select select => IsGreater(select, axes) is { } greater ? Of(greater ? select.WhenTrue : select.WhenFalse, axes)
            : Of(select.WhenTrue, axes) is var whenTrue && whenTrue == Of(select.WhenFalse, axes) ? whenTrue : Beyond.Unknown,
        _ => Beyond.Unknown,
    };

    // How a comparison ends behind the diagonal; null where that is not known.
    private bool? IsGreater(Select select, TableAxes axes)
    {
        if (select.Comparison != Comparison.Greater)
            return null;
        if (select.Left is IndexValue { Index: var left } && select.Right is IndexValue { Index: var right })
        {
            if (left.Equals((Index)axes.Column!) && right.Equals((Index)axes.Row))
                return true;
            if (left.Equals((Index)axes.Row) && right.Equals((Index)axes.Column!))
                return false;
        }

        return (Of(select.Left, axes), Of(select.Right, axes)) switch
        {
            (Beyond.Zero, Beyond.Zero) or (Beyond.FarBelow, Beyond.Zero) or (Beyond.Zero, Beyond.One) => false,
            (Beyond.One, Beyond.Zero) => true,
            _ => null,
        };
    }

    private static Beyond Of(UnaryFunction function, Beyond operand) => (function, operand) switch
    {
        (UnaryFunction.Exp, Beyond.FarBelow) => Beyond.Zero,
        (UnaryFunction.Negate or UnaryFunction.Sqrt or UnaryFunction.Tanh or UnaryFunction.Erf, Beyond.Zero) => Beyond.Zero,
        _ => Beyond.Unknown,
    };

    private static Beyond Of(BinaryFunction function, Beyond left, Beyond right) => (function, left, right) switch
    {
        (BinaryFunction.Multiply, Beyond.Zero, _) or (BinaryFunction.Multiply, _, Beyond.Zero) or (BinaryFunction.Divide, Beyond.Zero, _) => Beyond.Zero,
        (BinaryFunction.Add or BinaryFunction.Subtract, Beyond.Zero, Beyond.Zero) => Beyond.Zero,
        (BinaryFunction.Add, Beyond.FarBelow, not Beyond.FarBelow) or (BinaryFunction.Subtract, Beyond.FarBelow, not Beyond.FarBelow) => Beyond.FarBelow,
        (BinaryFunction.Add, not Beyond.FarBelow, Beyond.FarBelow) => Beyond.FarBelow,
        _ => Beyond.Unknown,
    };
}
