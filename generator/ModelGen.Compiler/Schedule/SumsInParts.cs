using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Takes sums over the samples of a batch, a weight's gradient above all, in parts of the batch, and then adds the parts. Each thread then reads the samples that it wrote itself, which
/// lie in its own caches, and nobody has to take back memory that another thread has read; and parts of a batch are of equal length where filters differ in how much there is to visit.
/// </summary>
public static class SumsInParts
{
    private const long FewestBytesRead = 256 * 1024;

    // What the parts are worth in memory traffic: written, read again.
    private const long TrafficOfParts = 2;

    // More parts than the first would cost more than their threads save; where they are large, fewer cost less.
    private static readonly long[] counts = [8, 4, 2];

    /// <summary>Divides the sums that gain by it.</summary>
    /// <param name="kernels">The kernels of a program in their order.</param>
    /// <param name="uniqueName">Makes the name of a buffer unique in the program.</param>
    public static IReadOnlyList<KernelDefinition> Run(IReadOnlyList<KernelDefinition> kernels, Func<string, string> uniqueName) =>
        kernels.SelectMany(kernel => Summed(kernel) is { } samples && Parts(kernel, samples) is { } parts ? Divide(kernel, samples, parts, uniqueName) : [kernel]).ToArray();

    // The samples that are summed over, where the kernel is nothing but sums over the same.
    private static Axis? Summed(KernelDefinition kernel)
    {
        Reduction[] sums = kernel.Outputs.Select(output => output.Value).OfType<Reduction>().Where(reduction => reduction.Kind == ReductionKind.Sum).ToArray();
        return sums.Length == kernel.Outputs.Count && sums.All(sum => sum.Axes.Equals(sums[0].Axes)) && kernel.Domain.All(axis => axis.Extent.IsConstant) && kernel.Additions is null
            ? sums[0].Axes.Where(axis => !axis.Extent.IsConstant).ToArray() is [{ Extent.Factor: 1 } only] && only.Extent.SymbolNames.Count() == 1 ? only : null
            : null;
    }

    // The most parts whose way to and from memory is short beside what is read; null where there are none.
    private static SumParts? Parts(KernelDefinition kernel, Axis samples)
    {
        long read = kernel.Reads.Select(buffer => buffer.Base).Distinct().Where(buffer => !buffer.Bytes.IsConstant).Sum(buffer => Nest.Typical(buffer.Bytes));
        return counts.Where(_ => read >= FewestBytesRead)
            .Select(most => new SumParts(samples.Extent.Symbols, most))
            .FirstOrDefault(parts => TrafficOfParts * kernel.Writes.Sum(buffer => Nest.Typical(buffer.Bytes * parts.Count)) <= read / 2);
    }

    private static IEnumerable<KernelDefinition> Divide(KernelDefinition kernel, Axis samples, SumParts divided, Func<string, string> uniqueName)
    {
        Size count = divided.Count, elements = kernel.Outputs[0].Buffer.Shape.Elements;
        Loops.Buffer[] parts = kernel.Writes.Select(whole => new Loops.Buffer(
            uniqueName(whole.Name + "Parts"),
            BufferPlace.Arena,
            whole.Type,
            new Shape([count, .. whole.Shape.Sizes]),
            new([elements, .. whole.Strides]),
            -1)
        {
            Sum = whole.Place == BufferPlace.Gradient ? whole : null,
        }).ToArray();

        var part = new Axis("part", count);
        var inPart = new Axis(samples.Name, samples.Extent) { Part = part };
        Index? Place(Axis axis) => axis == samples ? (Index)inPart : null;
        Reduction Partial(Reduction sum) =>
            new(ReductionKind.Sum, sum.Axes.Select(axis => axis == samples ? inPart : axis).ToEquatableArray(), sum.Body.Substitute(Place));
        yield return kernel with
        {
            Identity = kernel.Identity + " in parts",
            Name = kernel.Name + "Parts",
            Summary = $"{KernelNames.Of(kernel.Reads.Except(kernel.Writes), parts)}, in parts of the {samples.Extent.Symbols}",
            Domain = [part, .. kernel.Domain],
            Outputs = kernel.Outputs.Zip(parts, (whole, buffer) => new OutputDefinition(buffer, whole.Offset + Index.Of(part, elements), Partial((Reduction)whole.Value))).ToArray(),
        };

        var element = new Axis("element", elements);
        var number = new Axis("part", count);
        Reduction Added(Loops.Buffer buffer) => new(ReductionKind.Sum, new([number]), new Load(buffer, Index.Of(number, elements) + element));
        yield return kernel with
        {
            Identity = kernel.Identity + " of parts",
            Summary = KernelNames.Of(parts, kernel.Writes),
            Domain = [element],
            Outputs = kernel.Writes.Zip(parts, (whole, buffer) => new OutputDefinition(whole, element, Added(buffer))).ToArray(),
            Work = [elements * count * parts.Length],
            Contracts = false,
        };
    }
}
