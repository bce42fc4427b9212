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

    // The samples that are summed over, where the kernel is nothing but that sum.
    private static Axis? Summed(KernelDefinition kernel) =>
        kernel.Outputs is [{ Value: Reduction { Kind: ReductionKind.Sum } sum }] && kernel.Domain.All(axis => axis.Extent.IsConstant) && kernel.Additions is null
            ? sum.Axes.Where(axis => !axis.Extent.IsConstant).ToArray() is [{ Extent.Factor: 1 } only] && only.Extent.SymbolNames.Count() == 1 ? only : null
            : null;

    // The most parts whose way to and from memory is short beside what is read; null where there are none.
    private static SumParts? Parts(KernelDefinition kernel, Axis samples)
    {
        long read = kernel.Reads.Select(buffer => buffer.Base).Distinct().Where(buffer => !buffer.Bytes.IsConstant).Sum(buffer => Nest.Typical(buffer.Bytes));
        return counts.Where(_ => read >= FewestBytesRead)
            .Select(most => new SumParts(samples.Extent.Symbols, most))
            .FirstOrDefault(parts => TrafficOfParts * Nest.Typical(kernel.Outputs[0].Buffer.Bytes * parts.Count) <= read / 2);
    }

    private static IEnumerable<KernelDefinition> Divide(KernelDefinition kernel, Axis samples, SumParts divided, Func<string, string> uniqueName)
    {
        OutputDefinition whole = kernel.Outputs[0];
        var sum = (Reduction)whole.Value;
        Size count = divided.Count, elements = whole.Buffer.Shape.Elements;
        var parts = new Loops.Buffer(
            uniqueName(whole.Buffer.Name + "Parts"),
            BufferPlace.Arena,
            whole.Buffer.Type,
            new Shape([count, .. whole.Buffer.Shape.Sizes]),
            new([elements, .. whole.Buffer.Strides]),
            -1);

        var part = new Axis("part", count);
        var inPart = new Axis(samples.Name, samples.Extent) { Part = part };
        Index? Place(Axis axis) => axis == samples ? (Index)inPart : null;
        var partial = new Reduction(
            ReductionKind.Sum, sum.Axes.Select(axis => axis == samples ? inPart : axis).ToEquatableArray(), sum.Body.Substitute(Place));
        yield return kernel with
        {
            Identity = kernel.Identity + " in parts",
            Name = kernel.Name + "Parts",
            Summary = $"{kernel.Summary}, in parts of the {samples.Extent.Symbols}",
            Domain = [part, .. kernel.Domain],
            Outputs = [new OutputDefinition(parts, whole.Offset + Index.Of(part, elements), partial)],
        };

        var element = new Axis("element", elements);
        var number = new Axis("part", count);
        var added = new Reduction(ReductionKind.Sum, new([number]), new Load(parts, Index.Of(number, elements) + element));
        yield return kernel with
        {
            Identity = kernel.Identity + " of parts",
            Summary = $"{parts.Name} {parts.Shape} → {whole.Buffer.Name} {whole.Buffer.Shape}",
            Domain = [element],
            Outputs = [new OutputDefinition(whole.Buffer, element, added)],
            Work = [elements * count],
            Contracts = false,
        };
    }
}
