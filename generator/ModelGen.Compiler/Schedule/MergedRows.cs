using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>A kernel whose leading axes are counted as one, so that its rows are those of the last of them: batch, head and query of an attention's scores.</summary>
public static class MergedRows
{
    /// <summary>The kernel with its first <paramref name="count"/> axes as one; null where it has fewer, or an index cannot be told from the one number.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="count">How many axes there are to a row.</param>
    /// <param name="name">What the one axis is called.</param>
    public static KernelDefinition? Of(KernelDefinition kernel, int count, string name)
    {
        if (kernel.Domain.Count < count)
            return null;
        KernelDefinition? merged = kernel;
        for (int merge = 1; merge < count && merged is not null; merge++)
            merged = MergeFirstTwo(merged, name);
        return merged;
    }

    private static KernelDefinition? MergeFirstTwo(KernelDefinition kernel, string name)
    {
        (Axis outer, Axis inner) = (kernel.Domain[0], kernel.Domain[1]);
        var row = new Axis(name, outer.Extent * inner.Extent);
        bool fits = true;
        Index Replace(Index index)
        {
            if (!index.DependsOn(outer) && !index.DependsOn(inner))
                return index;
            if (!index.HidesAxis(outer) && !index.HidesAxis(inner) && index.CoefficientOf(outer) == index.CoefficientOf(inner) * inner.Extent)
                return index.Substitute(axis => axis == outer ? Index.Zero : axis == inner ? (Index)row : null);
            if (inner.Extent.IsConstant)
            {
                long length = inner.Extent.Constant;
                return index.Substitute(axis => axis == outer ? Index.Divide(row, length) : axis == inner ? Index.Modulo(row, length) : null);
            }

            fits = false;
            return index;
        }

        Expression ReplaceIn(Expression expression) => expression.Map(ReplaceIn, Replace);
        OutputDefinition[] outputs = kernel.Outputs
            .Select(output => output with { Offset = Replace(output.Offset), Value = ReplaceIn(output.Value) })
            .ToArray();
        return fits ? kernel with { Domain = [row, .. kernel.Domain.Skip(2)], Outputs = outputs } : null;
    }
}
