using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>How the kernels of a loop share out their rows: all of them alike, so that a worker finds in each what it wrote itself, and waits for nobody from the first step to the last.</summary>
/// <param name="Portions">For each target, in the order of <see cref="Target.All"/>, what shares begin at multiples of.</param>
public sealed record RowShares(IReadOnlyList<int> Portions)
{
    /// <summary>What shares begin at multiples of.</summary>
    public int Portion(Target target) => Portions[Target.All.ToList().IndexOf(target)];

    /// <inheritdoc/>
    public override string ToString() => string.Join(" ", Portions);
}

/// <summary>
/// Finds loops whose kernels keep to rows: of all that the loop writes, in whatever step, a kernel reads only what belongs to the row at hand, as the samples of a recurrent layer's batch
/// know nothing of each other.
/// </summary>
public static class LoopRows
{
    /// <summary>The kernels of a loop with shares of their rows, where all of them keep to rows; else as they are.</summary>
    /// <param name="kernels">The kernels of a step, in their order.</param>
    public static IReadOnlyList<FusedKernel> Run(IReadOnlyList<FusedKernel> kernels)
    {
        KernelDefinition[] stages = kernels.SelectMany(kernel => kernel.Stages).ToArray();
        if (stages.Any(stage => stage.Draws || stage.Domain.Count == 0 || stage.Domain[0].Extent.IsConstant || stage.Domain[0].Extent != stages[0].Domain[0].Extent
            || stage.Domain.Skip(1).Any(axis => !axis.Extent.IsConstant)))
            return kernels;
        OutputDefinition[] written = stages.SelectMany(stage => stage.Outputs).ToArray();
        if (stages.Any(stage => !KeepsToRows(stage, written)))
            return kernels;
        IReadOnlyList<int>[] portions = kernels.Where(kernel => kernel.Contracts).Select(PortionsOfRows).OfType<IReadOnlyList<int>>().ToArray();
        if (portions.Length < kernels.Count(kernel => kernel.Contracts))
            return kernels;
        // Tiles of rows stay whole for the product with the highest ones.
        var shares = new RowShares(Target.All.Select((_, target) => portions.Select(ofKernel => ofKernel[target]).DefaultIfEmpty(1).Max()).ToArray());
        return kernels.Select(kernel => kernel with { Shares = shares }).ToArray();
    }

    private static bool KeepsToRows(KernelDefinition stage, OutputDefinition[] written)
    {
        Axis row = stage.Domain[0];
        bool IsWritten(Buffer buffer) => written.Any(output => output.Buffer.Base == buffer.Base);
        bool HasSameRows(Buffer buffer) => written.All(output => output.Buffer.Base != buffer.Base || output.Buffer.Strides[0] == buffer.Strides[0]);
        return stage.Outputs.All(output => IsInRow(output.Buffer, output.Offset, row) && HasSameRows(output.Buffer))
            && stage.Loads.All(load => (!IsWritten(load.Buffer) || (IsInRow(load.Buffer, load.Offset, row) && HasSameRows(load.Buffer)))
                && load.Offset.Elements.All(element => !IsWritten(element.Buffer)));
    }

    // Whether an element belongs to the row whose number is the axis.
    private static bool IsInRow(Buffer buffer, Index offset, Axis row)
    {
        if (buffer.Shape.Rank == 0 || buffer.Shape[0] != row.Extent || !buffer.Strides[0].IsConstant || offset.HidesAxis(row) || offset.CoefficientOf(row) != buffer.Strides[0])
            return false;
        Index inside = offset.Substitute(axis => axis == row ? Index.Zero : null);
        return inside.Bounds() is var (smallest, largest) && smallest >= 0 && largest < buffer.Strides[0].Constant;
    }

    // In which portions a product shares out its rows; null where it shares out something else.
    private static IReadOnlyList<int>? PortionsOfRows(FusedKernel kernel)
    {
        Kernel[] scheduled = Target.All.Select(target => Scheduler.Schedule(kernel, target)).ToArray();
        return scheduled.All(one => one.Items == kernel.Stages[0].Domain[0].Extent) ? scheduled.Select(one => one.Granularity).ToArray() : null;
    }
}
