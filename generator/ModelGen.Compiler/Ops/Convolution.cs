using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of a convolution, with PyTorch's weight [filters, channels/groups, kernel, …]: a layer's own, or one that the call is given.</summary>
/// <param name="spatial">The axes that the kernel moves along: 2 for images, 1 for series.</param>
public abstract class ConvolutionCall(int spatial) : SurfaceOp
{
    private static readonly string[][] places = [["position"], ["row", "column"]];
    private static readonly string[][] kernels = [["kernelPosition"], ["kernelRow", "kernelColumn"]];

    /// <inheritdoc/>
    public override string StemOf(CallValue call) => IsLayer(call) ? "conv" : "convolution";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames => ["weight", "bias"];

    /// <inheritdoc/>
    public override bool IsLayer(CallValue call) => call.Operands.Count == 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParametersOf(CallValue call) => IsLayer(call) ? ParameterNames : [];

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node image = call.Image(0, spatial);
        bool isLayer = IsLayer(call.Spec);
        long filters = isLayer ? call.Positive("filters") : GivenWeight(call).Shape[0].Constant;
        KernelWalk walk = Walk(call);
        (long Before, long After)[] edges = Edges(call, image, walk);
        long channels = image.Shape[1].Constant, groups = ChannelGroups.Of(call, channels, filters);
        (Node weight, Node? bias) = isLayer ? Own(call, filters, channels / groups, groups, walk) : Given(call, filters, channels, groups);
        if (groups > 1 && !(groups == channels && groups == filters))
            return Grouped(call, image, edges, weight, bias, groups, walk);
        Node padded = call.Padded(image, edges, 0);
        Node convolved = call.Graph.Apply(groups == 1 ? Dense(padded, filters, channels, walk) : Depthwise(padded, channels, walk), padded, weight);
        return bias is null ? convolved : call.Graph.Apply(new Add(), convolved, call.Graph.BroadcastTo(bias, convolved.Shape, [1]));
    }

    // The layer's own parameters.
    private static (Node Weight, Node? Bias) Own(Call call, long filters, long channelsOfGroup, long groups, KernelWalk walk)
    {
        long receptive = walk.Kernel.Aggregate(channelsOfGroup, (product, length) => product * length);
        var shape = new Shape([filters, channelsOfGroup, .. walk.Kernel.Select(length => (Size)length)]);
        Node weight = call.Parameter("weight", shape, receptive, filters / groups * receptive / channelsOfGroup);
        return (weight, call.Flag("bias") ? call.Parameter("bias", new Shape(filters), receptive, filters) : null);
    }

    // The operands behind the image, where they fit it.
    private (Node Weight, Node? Bias) Given(Call call, long filters, long channels, long groups)
    {
        Node weight = GivenWeight(call);
        if (weight.Shape[1].Constant != channels / groups)
        {
            var fitting = new Shape([filters, channels / groups, .. weight.Shape.Sizes.Skip(2)]);
            throw call.OperandError(1, "MG0106", call.Display, "weight", $"{fitting}, for {channels} channel{(channels == 1 ? "" : "s")}{(groups == 1 ? "" : $" in {groups} groups")}", call.Named(1));
        }

        if (!call.HasOperand(2))
            return (weight, null);
        Node bias = call.Operand(2);
        return bias.Shape == new Shape(filters) ? (weight, bias) : throw call.OperandError(2, "MG0106", call.Display, "bias", $"[{filters}], a number for each filter", call.Named(2));
    }

    private Node GivenWeight(Call call)
    {
        Node weight = call.Operand(1);
        return weight.Shape.Rank == spatial + 2 && weight.Shape.Sizes.All(size => size.IsConstant)
            ? weight
            : throw call.OperandError(1, "MG0106", call.Display, "weight", spatial == 2 ? "[filters, channels, height, width]" : "[filters, channels, length]", call.Named(1));
    }

    // The zeros that the call asks for: so many at each edge, or as many as keep the size (divided by the stride, rounded up), an odd one behind.
    private (long Before, long After)[] Edges(Call call, Node image, KernelWalk walk)
    {
        long[] padding = call.PerAxis("padding", spatial, 0, 0);
        if (!call.Flag("samePadding"))
        {
            call.CheckWindow(image, walk.Kernel, padding, walk.Dilation);
            return padding.Select(edge => (edge, edge)).ToArray();
        }

        if (padding.Any(edge => edge != 0))
            throw call.ArgumentError("padding", "0 beside samePadding, which sets it", string.Join("×", padding.Distinct()));
        return image.Shape.Sizes.Skip(2).Select((size, axis) =>
        {
            long outputs = (size.Constant + walk.Stride[axis] - 1) / walk.Stride[axis];
            long missing = Math.Max(0, ((outputs - 1) * walk.Stride[axis]) + (walk.Dilation[axis] * (walk.Kernel[axis] - 1)) + 1 - size.Constant);
            return (missing / 2, missing - (missing / 2));
        }).ToArray();
    }

    // How the kernel goes over the image, along each axis.
    private KernelWalk Walk(Call call) => new(
        IsLayer(call.Spec) ? call.PerAxis("kernel", spatial, 1, 1) : GivenWeight(call).Shape.Sizes.Skip(2).Select(size => size.Constant).ToArray(),
        call.PerAxis("stride", spatial, 1, 1),
        call.PerAxis("dilation", spatial, 1, 1));

    private sealed record KernelWalk(long[] Kernel, long[] Stride, long[] Dilation);

    // Each group of filters sums over its own group of channels.
    private Node Grouped(Call call, Node image, (long Before, long After)[] edges, Node weight, Node? bias, long groups, KernelWalk walk)
    {
        Node padded = call.Padded(ChannelGroups.Split(call.Graph, image, 1, groups), edges, 0), grouped = ChannelGroups.Split(call.Graph, weight, 0, groups);
        int channel = spatial + 3;
        ContractAxis[] axes =
        [
            new("sample", padded.Shape[0]), new("channelGroup", groups), new("filter", grouped.Shape[1]), .. Outputs(padded, walk),
            new("channel", grouped.Shape[2]), .. Kernel(walk),
        ];
        var contract = new Contract(
            new(axes),
            channel,
            new([AxisMap.At(0), AxisMap.At(1), AxisMap.At(channel), .. Windows(3, walk, channel + 1)]),
            new([AxisMap.At(1), AxisMap.At(2), AxisMap.At(channel), .. Enumerable.Range(channel + 1, spatial).Select(AxisMap.At)]));
        return ChannelGroups.Join(call.Graph, call.Graph.Apply(contract, padded, grouped), bias);
    }

    // Σ over channels and kernel of image[n, channel, stride·row + dilation·kernelRow, …]·weight[filter, channel, kernelRow, …].
    private Contract Dense(Node padded, long filters, long channels, KernelWalk walk)
    {
        ContractAxis[] axes =
        [
            new("sample", padded.Shape[0]), new("filter", filters), .. Outputs(padded, walk),
            new("channel", channels), .. Kernel(walk),
        ];
        int channel = spatial + 2;
        return new Contract(
            new(axes),
            channel,
            new([AxisMap.At(0), AxisMap.At(channel), .. Windows(2, walk, channel + 1)]),
            new([AxisMap.At(1), AxisMap.At(channel), .. Enumerable.Range(channel + 1, spatial).Select(AxisMap.At)]));
    }

    // The same without a sum over channels: a filter reads the channel of its own number.
    private Contract Depthwise(Node padded, long channels, KernelWalk walk)
    {
        ContractAxis[] axes = [new("sample", padded.Shape[0]), new("channel", channels), .. Outputs(padded, walk), .. Kernel(walk)];
        int first = spatial + 2;
        return new Contract(
            new(axes),
            first,
            new([AxisMap.At(0), AxisMap.At(1), .. Windows(2, walk, first)]),
            new([AxisMap.At(1), AxisMap.First, .. Enumerable.Range(first, spatial).Select(AxisMap.At)]));
    }

    private IEnumerable<ContractAxis> Outputs(Node padded, KernelWalk walk) => Enumerable.Range(0, spatial).Select(axis =>
        new ContractAxis(places[spatial - 1][axis], ((padded.Shape[padded.Shape.Rank - spatial + axis].Constant - (walk.Dilation[axis] * (walk.Kernel[axis] - 1)) - 1) / walk.Stride[axis]) + 1));

    private IEnumerable<ContractAxis> Kernel(KernelWalk walk) => kernels[spatial - 1].Zip(walk.Kernel, (name, length) => new ContractAxis(name, length));

    private IEnumerable<AxisMap> Windows(int firstPlace, KernelWalk walk, int firstKernelAxis) =>
        Enumerable.Range(0, spatial).Select(axis => AxisMap.Window(firstPlace + axis, walk.Stride[axis], firstKernelAxis + axis, walk.Dilation[axis]));
}

/// <summary>The surface of the convolution of images.</summary>
public sealed class Conv2DCall() : ConvolutionCall(2);

/// <summary>The surface of the convolution of series.</summary>
public sealed class Conv1DCall() : ConvolutionCall(1);
