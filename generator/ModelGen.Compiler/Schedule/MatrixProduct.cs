using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Schedule;

/// <summary>A nest that is a matrix product and what is computed from each of its elements.</summary>
/// <param name="Nest">The nest.</param>
/// <param name="Vector">The axis of its vectors, the result's columns: they lie side by side.</param>
/// <param name="Row">The axis of its rows.</param>
/// <param name="Summed">The axis that is summed over.</param>
internal sealed record MatrixProduct(Nest Nest, Axis Vector, Axis Row, Axis Summed)
{
    /// <summary>The product that a nest is; null where it is none of known columns and known length of its sums.</summary>
    /// <param name="nest">The nest.</param>
    /// <param name="vector">The axis of its vectors.</param>
    /// <param name="row">The axis of its rows, which together with the vectors' must be its whole domain.</param>
    public static MatrixProduct? Of(Nest nest, Axis? vector, Axis? row)
    {
        if (vector is not { Extent.IsConstant: true } || row is null || nest.Domain.Count != 2 || nest.Window is not null || nest.Outputs.Count > 1)
            return null;
        if (nest.Inner is not { Kind: ReductionKind.Sum, Axes: [{ Extent.IsConstant: true } summed] })
            return null;
        return nest.Outputs[0].Offset.CoefficientOf(vector).IsOne ? new MatrixProduct(nest, vector, row, summed) : null;
    }
}
