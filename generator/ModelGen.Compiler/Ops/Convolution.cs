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
        Node padded = Padded(call, image, kernel, stride, dilation);
        long channels = image.Shape[1].Constant, groups = Groups(call, channels, filters);
        long receptive = Enumerable.Repeat(kernel, spatial).Aggregate(channels / groups, (product, length) => product * length);
        var weightShape = new Shape([filters, channels / groups, .. Enumerable.Repeat((Size)kernel, spatial)]);
        Node weight = call.Parameter("weight", weightShape, receptive, filters / groups * receptive / (channels / groups));
        Node convolved = call.Graph.Apply(groups == 1 ? Dense(padded, filters, channels, kernel, stride, dilation) : Depthwise(padded, channels, kernel, stride, dilation), padded, weight);
        if (!call.Flag("bias"))
            return convolved;
        Node bias = call.Parameter("bias", new Shape(filters), receptive, filters);
        return call.Graph.Apply(new Add(), convolved, call.Graph.BroadcastTo(bias, convolved.Shape, [1]));
    }

    // With the zeros that the call asks for: so many at each edge, or as many as keep the size (divided by the stride, rounded up), an odd one behind.
    private Node Padded(Call call, Node image, long kernel, long stride, long dilation)
    {
        long padding = call.AtLeast("padding", 0);
        if (!call.Flag("samePadding"))
        {
            call.CheckWindow(image, kernel, padding, dilation);
            return call.Padded(image, padding, 0);
        }

        if (padding != 0)
            throw call.ArgumentError("padding", "0 beside samePadding, which sets it", padding.ToString());
        return call.Padded(image, image.Shape.Sizes.Skip(2).Select(size =>
        {
            long outputs = (size.Constant + stride - 1) / stride;
            long missing = Math.Max(0, ((outputs - 1) * stride) + (dilation * (kernel - 1)) + 1 - size.Constant);
            return (missing / 2, missing - (missing / 2));
        }).ToArray(), 0);
    }

    private static long Groups(Call call, long channels, long filters)
    {
        long groups = call.Positive("groups");
        return groups == 1 || (groups == channels && filters == channels)
            ? groups
            : throw call.ArgumentError("groups", $"1, or {channels} with {channels} filters: each channel by itself", groups.ToString());
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
            new([AxisMap.At(0), AxisMap.At(channel), .. Windows(stride, dilation, channel + 1)]),
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
            new([AxisMap.At(0), AxisMap.At(1), .. Windows(stride, dilation, first)]),
            new([AxisMap.At(1), AxisMap.First, .. Enumerable.Range(first, spatial).Select(AxisMap.At)]));
    }

    private IEnumerable<ContractAxis> Outputs(Node padded, long kernel, long stride, long dilation) => Enumerable.Range(0, spatial).Select(axis =>
        new ContractAxis(places[spatial - 1][axis], ((padded.Shape[axis + 2].Constant - (dilation * (kernel - 1)) - 1) / stride) + 1));

    private IEnumerable<ContractAxis> Kernel(long kernel) => kernels[spatial - 1].Select(name => new ContractAxis(name, kernel));

    private IEnumerable<AxisMap> Windows(long stride, long dilation, int firstKernelAxis) =>
        Enumerable.Range(0, spatial).Select(axis => AxisMap.Window(axis + 2, stride, firstKernelAxis + axis, dilation));
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
