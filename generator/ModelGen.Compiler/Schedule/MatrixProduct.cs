using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Schedule;

/// <summary>A nest that is a matrix product and what is computed from each of its elements, or several such products.</summary>
/// <param name="Nest">The nest.</param>
/// <param name="Vector">The axis of its vectors, the result's columns: they lie side by side.</param>
/// <param name="Row">The axis of its rows.</param>
/// <param name="Summed">The axis that is summed over.</param>
internal sealed record MatrixProduct(Nest Nest, Axis Vector, Axis Row, Axis Summed)
{
    /// <summary>The axes of the result beside its rows and columns: it holds a matrix for each of their positions.</summary>
    public IReadOnlyList<Axis> Outer { get; init; } = [];

    /// <summary>The axes whose products are added up: what is summed beside <see cref="Summed"/>.</summary>
    public IReadOnlyList<Axis> Turns { get; init; } = [];

    /// <summary>The product that a nest is; null where it is none of known columns and known length of its sums.</summary>
    /// <param name="nest">The nest.</param>
    /// <param name="vector">The axis of its vectors.</param>
    /// <param name="row">The axis of its rows, which together with the vectors' must be its whole domain.</param>
    public static MatrixProduct? Of(Nest nest, Axis? vector, Axis? row) =>
        nest.Domain.Count == 2 && nest.Inner is { Axes.Count: 1 } && Sum(nest, vector, row) is { Turns.Count: 0 } product ? product : null;

    /// <summary>
    /// The products that a nest adds up, as a recurrent layer's weight gradient over steps and samples; null where it is none of known rows and columns, or where no summed axis is of
    /// known length.
    /// </summary>
    public static MatrixProduct? InTurns(Nest nest, Axis? vector, Axis? row) =>
        row is { Extent.IsConstant: true } && Sum(nest, vector, row) is { Turns.Count: > 0 } product ? product : null;

    private static MatrixProduct? Sum(Nest nest, Axis? vector, Axis? row)
    {
        if (vector is not { Extent.IsConstant: true } || row is null || nest.Window is not null || nest.Outputs.Count > 1 || nest.AddsToResult || nest.Inner is not { Kind: ReductionKind.Sum } sum)
            return null;
        if (!nest.Outputs[0].Offset.CoefficientOf(vector).IsOne || sum.Axes.Where(axis => axis.Extent.IsConstant).OrderByDescending(axis => axis.Extent.Constant).FirstOrDefault() is not { } summed)
            return null;
        return new MatrixProduct(nest, vector, row, summed)
        {
            Outer = nest.StorageOrder().Where(axis => axis != vector && axis != row).ToArray(),
            Turns = sum.Axes.Where(axis => axis != summed).ToArray(),
        };
    }
}
