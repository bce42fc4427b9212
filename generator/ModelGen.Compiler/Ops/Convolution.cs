using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of a convolution layer, with PyTorch's weight [filters, channels/groups, kernel, …].</summary>
/// <param name="spatial">The axes that the kernel moves along: 2 for images, 1 for series.</param>
public abstract class ConvolutionCall(int spatial) : SurfaceOp
{
    private static readonly string[][] places = [["position"], ["row", "column"]];
    private static readonly string[][] kernels = [["kernelPosition"], ["kernelRow", "kernelColumn"]];

    /// <inheritdoc/>
    public override string Stem => "conv";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames => ["weight", "bias"];

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node image = call.Image(0, spatial);
        long filters = call.Positive("filters");
        KernelWalk walk = Walk(call);
        (long Before, long After)[] edges = Edges(call, image, walk);
        long channels = image.Shape[1].Constant, groups = Groups(call, channels, filters);
        long receptive = walk.Kernel.Aggregate(channels / groups, (product, length) => product * length);
        var weightShape = new Shape([filters, channels / groups, .. walk.Kernel.Select(length => (Size)length)]);
        Node weight = call.Parameter("weight", weightShape, receptive, filters / groups * receptive / (channels / groups));
        Node? bias = call.Flag("bias") ? call.Parameter("bias", new Shape(filters), receptive, filters) : null;
        if (groups > 1 && !(groups == channels && groups == filters))
            return Grouped(call, image, edges, weight, bias, groups, walk);
        Node padded = call.Padded(image, edges, 0);
        Node convolved = call.Graph.Apply(groups == 1 ? Dense(padded, filters, channels, walk) : Depthwise(padded, channels, walk), padded, weight);
        return bias is null ? convolved : call.Graph.Apply(new Add(), convolved, call.Graph.BroadcastTo(bias, convolved.Shape, [1]));
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
    private KernelWalk Walk(Call call) => new(call.PerAxis("kernel", spatial, 1, 1), call.PerAxis("stride", spatial, 1, 1), call.PerAxis("dilation", spatial, 1, 1));

    private sealed record KernelWalk(long[] Kernel, long[] Stride, long[] Dilation);

    private static long Groups(Call call, long channels, long filters)
    {
        long groups = call.Positive("groups");
        return channels % groups == 0 && filters % groups == 0
            ? groups
            : throw call.ArgumentError("groups", $"a divisor of the {channels} channels and of the {filters} filters, so that each group has as many of both", groups.ToString());
    }

    // Each group of filters sums over its own group of channels. The two are axes of their own, side by side in memory as one axis of channels is; the bias is added before they are joined, so that it
    // is added where the sums are.
    private Node Grouped(Call call, Node image, (long Before, long After)[] edges, Node weight, Node? bias, long groups, KernelWalk walk)
    {
        GraphBuilder graph = call.Graph;
        Node Split(Node value, int axis) => graph.Apply(
            new Reshape(new Shape([.. value.Shape.Sizes.Take(axis), groups, value.Shape[axis].Constant / groups, .. value.Shape.Sizes.Skip(axis + 1)])), value);
        Node padded = call.Padded(Split(image, 1), edges, 0), grouped = Split(weight, 0);
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
        Node convolved = graph.Apply(contract, padded, grouped);
        if (bias is not null)
            convolved = graph.Apply(new Add(), convolved, graph.BroadcastTo(Split(bias, 0), convolved.Shape, [1, 2]));
        return graph.Apply(new Reshape(new Shape([convolved.Shape[0], weight.Shape[0], .. convolved.Shape.Sizes.Skip(3)])), convolved);
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

/// <summary>
/// The surface of the transposed convolution, with PyTorch's weight [channels, filters, kernel, kernel]: each element of the image adds the kernel's weights times itself to the result, which is
/// the gradient of a convolution with respect to its images. Written so, it is a sum over the image spread by the stride and padded.
/// </summary>
public sealed class ConvTranspose2DCall : SurfaceOp
{
    /// <inheritdoc/>
    public override string Stem => "conv";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames => ["weight", "bias"];

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node image = call.Image(0);
        long filters = call.Positive("filters");
        long[] kernel = call.PerAxis("kernel", 2, 1, 1), stride = call.PerAxis("stride", 2, 1, 1), padding = call.PerAxis("padding", 2, 0, 0), outputPadding = call.PerAxis("outputPadding", 2, 0, 0);
        for (int axis = 0; axis < 2; axis++)
        {
            if (padding[axis] >= kernel[axis])
                throw call.ArgumentError("padding", $"less than the kernel, {kernel[axis]}", padding[axis].ToString());
            if (outputPadding[axis] >= stride[axis])
                throw call.ArgumentError("outputPadding", $"less than the stride, {stride[axis]}", outputPadding[axis].ToString());
        }

        long[] uncut = image.Shape.Sizes.Skip(2).Select((size, axis) => ((size.Constant - 1) * stride[axis]) + kernel[axis] + outputPadding[axis]).ToArray();
        long[] outputs = uncut.Zip(padding, (size, edge) => size - (2 * edge)).ToArray();
        if (outputs.Any(size => size < 1))
            throw call.ArgumentError("padding", $"so small that something of the {uncut[0]}×{uncut[1]} result is left", string.Join("×", padding.Distinct()));
        long channels = image.Shape[1].Constant, places = kernel[0] * kernel[1];
        GraphBuilder graph = call.Graph;
        Node spread = graph.Apply(new Spread(3, stride[1]), graph.Apply(new Spread(2, stride[0]), image));
        Node padded = call.Padded(spread, [.. Enumerable.Range(0, 2).Select(axis => (kernel[axis] - 1 - padding[axis], kernel[axis] - 1 - padding[axis] + outputPadding[axis]))], 0);
        // PyTorch's fan-in is that of the weight's second axis.
        Node weight = call.Parameter("weight", new Shape(channels, filters, kernel[0], kernel[1]), filters * places, channels * places);
        ContractAxis[] axes =
        [
            new("sample", image.Shape[0]), new("filter", filters), new("row", outputs[0]), new("column", outputs[1]),
            new("channel", channels), new("kernelRow", kernel[0]), new("kernelColumn", kernel[1]),
        ];
        AxisMap Backwards(int axis) => new(new([new AxisTerm(axis + 2, 1), new AxisTerm(axis + 5, -1)]), kernel[axis] - 1);
        var contract = new Contract(
            new(axes),
            4,
            new([AxisMap.At(0), AxisMap.At(4), Backwards(0), Backwards(1)]),
            new([AxisMap.At(4), AxisMap.At(1), AxisMap.At(5), AxisMap.At(6)]));
        Node convolved = graph.Apply(contract, padded, weight);
        if (!call.Flag("bias"))
            return convolved;
        Node bias = call.Parameter("bias", new Shape(filters), filters * places, filters);
        return graph.Apply(new Add(), convolved, graph.BroadcastTo(bias, convolved.Shape, [1]));
    }
}
