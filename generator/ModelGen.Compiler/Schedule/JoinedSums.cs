using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Takes sums over a batch that read the same in one pass, as the two of a batch normalisation's moments, and those of its weight's and its bias's gradient: there is more to
/// read than to compute.
/// </summary>
public static class JoinedSums
{
    // Their sums stay in registers, several vectors of each.
    private const int MostOutputs = 4;

    /// <summary>Joins the sums of a program where nothing stands between them.</summary>
    /// <param name="kernels">The kernels in their order.</param>
    public static IReadOnlyList<KernelDefinition> Run(IReadOnlyList<KernelDefinition> kernels)
    {
        List<KernelDefinition> joined = kernels.ToList();
        List<BatchSum?> sums = kernels.Select(BatchSum.Of).ToList();
        for (int first = 0; first < joined.Count; first++)
        {
            for (int second = first + 1; second < joined.Count && sums[first] is { } sum; second++)
            {
                if (sums[second] is not { } other || !AreAlike(joined[first], sum, joined[second], other) || !CanMoveUp(joined, second, first))
                    continue;
                joined[first] = Join(joined[first], sum.Axes, joined[second], other.Axes);
                sums[first] = BatchSum.Of(joined[first]);
                joined.RemoveAt(second);
                sums.RemoveAt(second--);
            }
        }

        return joined;
    }

    // What two kernels that are nothing but sums over a batch are compared by: the axes that they sum over, and what they read that varies with the batch.
    private sealed record BatchSum(IReadOnlyList<Axis> Axes, HashSet<Buffer> Varying)
    {
        public static BatchSum? Of(KernelDefinition kernel) =>
            AxesOf(kernel) is { } axes ? new BatchSum(axes, [.. kernel.Reads.Select(read => read.Base).Where(read => !read.Bytes.IsConstant)]) : null;

        private static IReadOnlyList<Axis>? AxesOf(KernelDefinition kernel)
        {
            if (kernel.Contracts || kernel.Additions is not null || kernel.Domain.Count == 0 || kernel.Domain.Any(axis => !axis.Extent.IsConstant))
                return null;
            Reduction[] sums = kernel.Outputs.Select(output => output.Value).OfType<Reduction>().Where(reduction => reduction.Kind == ReductionKind.Sum).ToArray();
            return sums.Length == kernel.Outputs.Count && sums.All(sum => sum.Axes.Equals(sums[0].Axes)) && sums[0].Axes.Any(axis => !axis.Extent.IsConstant) ? sums[0].Axes : null;
        }
    }

    private static bool AreAlike(KernelDefinition one, BatchSum sum, KernelDefinition other, BatchSum otherSum) => one.Outputs.Count + other.Outputs.Count <= MostOutputs
        && sum.Varying.Overlaps(otherSum.Varying)
        && WalkAlike(sum.Axes, otherSum.Axes)
        && WalkAlike(one.Domain, other.Domain);

    private static bool WalkAlike(IReadOnlyList<Axis> one, IReadOnlyList<Axis> other) =>
        one.Select(axis => (axis.Name, axis.Extent)).SequenceEqual(other.Select(axis => (axis.Name, axis.Extent)));

    // Whether a kernel may run in another's place: nothing from there on writes what it reads.
    private static bool CanMoveUp(IReadOnlyList<KernelDefinition> kernels, int from, int to)
    {
        HashSet<Buffer> read = [.. kernels[from].Reads.Select(buffer => buffer.Base)];
        return !kernels.Skip(to).Take(from - to).SelectMany(kernel => kernel.Writes).Any(written => read.Contains(written.Base));
    }

    private static KernelDefinition Join(KernelDefinition one, IReadOnlyList<Axis> summed, KernelDefinition other, IReadOnlyList<Axis> otherSummed)
    {
        // Axes are equal only to themselves: the other's become the one's.
        Dictionary<Axis, Axis> axes = other.Domain.Concat(otherSummed).Zip(one.Domain.Concat(summed), (from, to) => (from, to)).ToDictionary(pair => pair.from, pair => pair.to);
        Index? Place(Axis axis) => axes.TryGetValue(axis, out Axis? known) ? (Index)known : null;
        OutputDefinition Moved(OutputDefinition output) => output with
        {
            Offset = output.Offset.Substitute(Place),
            Value = new Reduction(ReductionKind.Sum, new(summed), ((Reduction)output.Value).Body.Substitute(Place)),
        };
        return one with
        {
            Identity = one.Identity + "\n" + other.Identity,
            Name = one.Name + "With" + other.Name,
            Summary = KernelNames.Of(one.Reads.Union(other.Reads), one.Writes.Concat(other.Writes)),
            Outputs = one.Outputs.Concat(other.Outputs.Select(Moved)).ToArray(),
            Work = [.. one.Work, .. other.Work],
            IsGradient = one.IsGradient && other.IsGradient,
        };
    }
}
