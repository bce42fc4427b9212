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
        long filters = call.Positive("filters"), kernel = call.Positive("kernel"), stride = call.Positive("stride"), dilation = call.Positive("dilation");
        (long Before, long After)[] edges = Edges(call, image, kernel, stride, dilation);
        long channels = image.Shape[1].Constant, groups = Groups(call, channels, filters);
        long receptive = Enumerable.Repeat(kernel, spatial).Aggregate(channels / groups, (product, length) => product * length);
        var weightShape = new Shape([filters, channels / groups, .. Enumerable.Repeat((Size)kernel, spatial)]);
        Node weight = call.Parameter("weight", weightShape, receptive, filters / groups * receptive / (channels / groups));
        Node? bias = call.Flag("bias") ? call.Parameter("bias", new Shape(filters), receptive, filters) : null;
        if (groups > 1 && !(groups == channels && groups == filters))
            return Grouped(call, image, edges, weight, bias, groups, kernel, stride, dilation);
        Node padded = call.Padded(image, edges, 0);
        Node convolved = call.Graph.Apply(groups == 1 ? Dense(padded, filters, channels, kernel, stride, dilation) : Depthwise(padded, channels, kernel, stride, dilation), padded, weight);
        return bias is null ? convolved : call.Graph.Apply(new Add(), convolved, call.Graph.BroadcastTo(bias, convolved.Shape, [1]));
    }

    // The zeros that the call asks for: so many at each edge, or as many as keep the size (divided by the stride, rounded up), an odd one behind.
    private (long Before, long After)[] Edges(Call call, Node image, long kernel, long stride, long dilation)
    {
        long padding = call.AtLeast("padding", 0);
        if (!call.Flag("samePadding"))
        {
            call.CheckWindow(image, kernel, padding, dilation);
            return Enumerable.Repeat((padding, padding), spatial).ToArray();
        }

        if (padding != 0)
            throw call.ArgumentError("padding", "0 beside samePadding, which sets it", padding.ToString());
        return image.Shape.Sizes.Skip(2).Select(size =>
        {
            long outputs = (size.Constant + stride - 1) / stride;
            long missing = Math.Max(0, ((outputs - 1) * stride) + (dilation * (kernel - 1)) + 1 - size.Constant);
            return (missing / 2, missing - (missing / 2));
        }).ToArray();
    }

    private static long Groups(Call call, long channels, long filters)
    {
        long groups = call.Positive("groups");
        return channels % groups == 0 && filters % groups == 0
            ? groups
            : throw call.ArgumentError("groups", $"a divisor of the {channels} channels and of the {filters} filters, so that each group has as many of both", groups.ToString());
    }

    // Each group of filters sums over its own group of channels. The two are axes of their own, side by side in memory as one axis of channels is; the bias is added before they are joined, so that it
    // is added where the sums are.
    private Node Grouped(Call call, Node image, (long Before, long After)[] edges, Node weight, Node? bias, long groups, long kernel, long stride, long dilation)
    {
        GraphBuilder graph = call.Graph;
        Node Split(Node value, int axis) => graph.Apply(
            new Reshape(new Shape([.. value.Shape.Sizes.Take(axis), groups, value.Shape[axis].Constant / groups, .. value.Shape.Sizes.Skip(axis + 1)])), value);
        Node padded = call.Padded(Split(image, 1), edges, 0), grouped = Split(weight, 0);
        int channel = spatial + 3;
        ContractAxis[] axes =
        [
            new("sample", padded.Shape[0]), new("channelGroup", groups), new("filter", grouped.Shape[1]), .. Outputs(padded, kernel, stride, dilation),
            new("channel", grouped.Shape[2]), .. Kernel(kernel),
        ];
        var contract = new Contract(
            new(axes),
            channel,
            new([AxisMap.At(0), AxisMap.At(1), AxisMap.At(channel), .. Windows(3, stride, dilation, channel + 1)]),
            new([AxisMap.At(1), AxisMap.At(2), AxisMap.At(channel), .. Enumerable.Range(channel + 1, spatial).Select(AxisMap.At)]));
        Node convolved = graph.Apply(contract, padded, grouped);
        if (bias is not null)
            convolved = graph.Apply(new Add(), convolved, graph.BroadcastTo(Split(bias, 0), convolved.Shape, [1, 2]));
        return graph.Apply(new Reshape(new Shape([convolved.Shape[0], weight.Shape[0], .. convolved.Shape.Sizes.Skip(3)])), convolved);
    }

    // Σ over channels and kernel of image[n, channel, stride·row + dilation·kernelRow, …]·weight[filter, channel, kernelRow, …].
    private Contract Dense(Node padded, long filters, long channels, long kernel, long stride, long dilation)
    {
        ContractAxis[] axes =
        [
            new("sample", padded.Shape[0]), new("filter", filters), .. Outputs(padded, kernel, stride, dilation),
            new("channel", channels), .. Kernel(kernel),
        ];
        int channel = spatial + 2;
        return new Contract(
            new(axes),
            channel,
            new([AxisMap.At(0), AxisMap.At(channel), .. Windows(2, stride, dilation, channel + 1)]),
            new([AxisMap.At(1), AxisMap.At(channel), .. Enumerable.Range(channel + 1, spatial).Select(AxisMap.At)]));
    }

    // The same without a sum over channels: a filter reads the channel of its own number.
    private Contract Depthwise(Node padded, long channels, long kernel, long stride, long dilation)
    {
        ContractAxis[] axes = [new("sample", padded.Shape[0]), new("channel", channels), .. Outputs(padded, kernel, stride, dilation), .. Kernel(kernel)];
        int first = spatial + 2;
        return new Contract(
            new(axes),
            first,
            new([AxisMap.At(0), AxisMap.At(1), .. Windows(2, stride, dilation, first)]),
            new([AxisMap.At(1), AxisMap.First, .. Enumerable.Range(first, spatial).Select(AxisMap.At)]));
    }

    private IEnumerable<ContractAxis> Outputs(Node padded, long kernel, long stride, long dilation) => Enumerable.Range(0, spatial).Select(axis =>
        new ContractAxis(places[spatial - 1][axis], ((padded.Shape[padded.Shape.Rank - spatial + axis].Constant - (dilation * (kernel - 1)) - 1) / stride) + 1));

    private IEnumerable<ContractAxis> Kernel(long kernel) => kernels[spatial - 1].Select(name => new ContractAxis(name, kernel));

    private IEnumerable<AxisMap> Windows(int firstPlace, long stride, long dilation, int firstKernelAxis) =>
        Enumerable.Range(0, spatial).Select(axis => AxisMap.Window(firstPlace + axis, stride, firstKernelAxis + axis, dilation));
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
        long filters = call.Positive("filters"), kernel = call.Positive("kernel"), stride = call.Positive("stride");
        long padding = call.AtLeast("padding", 0), outputPadding = call.AtLeast("outputPadding", 0);
        if (padding >= kernel)
            throw call.ArgumentError("padding", $"less than the kernel, {kernel}", padding.ToString());
        if (outputPadding >= stride)
            throw call.ArgumentError("outputPadding", $"less than the stride, {stride}", outputPadding.ToString());
        long Outputs(int axis) => ((image.Shape[axis].Constant - 1) * stride) - (2 * padding) + kernel + outputPadding;
        if (Outputs(2) < 1 || Outputs(3) < 1)
            throw call.ArgumentError("padding", $"so small that something of the {Outputs(2) + (2 * padding)}×{Outputs(3) + (2 * padding)} result is left", padding.ToString());
        long channels = image.Shape[1].Constant;
        GraphBuilder graph = call.Graph;
        Node spread = graph.Apply(new Spread(3, stride), graph.Apply(new Spread(2, stride), image));
        (long Before, long After) edge = (kernel - 1 - padding, kernel - 1 - padding + outputPadding);
        Node padded = call.Padded(spread, [edge, edge], 0);
        // PyTorch's fan-in is that of the weight's second axis.
        Node weight = call.Parameter("weight", new Shape(channels, filters, kernel, kernel), filters * kernel * kernel, channels * kernel * kernel);
        ContractAxis[] axes =
        [
            new("sample", image.Shape[0]), new("filter", filters), new("row", Outputs(2)), new("column", Outputs(3)),
            new("channel", channels), new("kernelRow", kernel), new("kernelColumn", kernel),
        ];
        AxisMap Backwards(int output, int kernelAxis) => new(new([new AxisTerm(output, 1), new AxisTerm(kernelAxis, -1)]), kernel - 1);
        var contract = new Contract(
            new(axes),
            4,
            new([AxisMap.At(0), AxisMap.At(4), Backwards(2, 5), Backwards(3, 6)]),
            new([AxisMap.At(4), AxisMap.At(1), AxisMap.At(5), AxisMap.At(6)]));
        Node convolved = graph.Apply(contract, padded, weight);
        if (!call.Flag("bias"))
            return convolved;
        Node bias = call.Parameter("bias", new Shape(filters), filters * kernel * kernel, filters);
        return graph.Apply(new Add(), convolved, graph.BroadcastTo(bias, convolved.Shape, [1]));
    }
}
