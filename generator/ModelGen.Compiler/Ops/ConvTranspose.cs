using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// The surface of the transposed convolution, with PyTorch's weight [channels, filters/groups, kernel, kernel]: each element of the image adds the kernel's weights times itself to the result, which is
/// the gradient of a convolution with respect to its images. Written so, it is a sum over the image spread by the stride and padded.
/// </summary>
public sealed class ConvTranspose2DCall : SurfaceOp
{
    /// <inheritdoc/>
    public override string StemOf(CallValue call) => "conv";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames => ["weight", "bias"];

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node image = call.Image(0);
        long filters = call.Positive("filters");
        KernelWalk walk = Walk(call, image);
        long channels = image.Shape[1].Constant, groups = ChannelGroups.Of(call, channels, filters), places = walk.Kernel[0] * walk.Kernel[1];
        // PyTorch's fan-in is that of the weight's second axis.
        Node weight = call.Parameter("weight", new Shape(channels, filters / groups, walk.Kernel[0], walk.Kernel[1]), filters / groups * places, channels / groups * places);
        Node? bias = call.Flag("bias") ? call.Parameter("bias", new Shape(filters), filters / groups * places, filters) : null;
        GraphBuilder graph = call.Graph;
        if (groups > 1 && !(groups == channels && groups == filters))
        {
            Node ofGroups = Spread(call, ChannelGroups.Split(graph, image, 1, groups), walk);
            return ChannelGroups.Join(graph, graph.Apply(Grouped(ofGroups, filters / groups, walk), ofGroups, ChannelGroups.Split(graph, weight, 0, groups)), bias);
        }

        Node spread = Spread(call, image, walk);
        Node convolved = graph.Apply(groups == 1 ? Dense(spread, filters, walk) : Depthwise(spread, walk), spread, weight);
        return bias is null ? convolved : graph.Apply(new Add(), convolved, graph.BroadcastTo(bias, convolved.Shape, [1]));
    }

    private sealed record KernelWalk(long[] Kernel, long[] Stride, long[] Padding, long[] OutputPadding, long[] Outputs);

    private static KernelWalk Walk(Call call, Node image)
    {
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
        return outputs.All(size => size >= 1)
            ? new(kernel, stride, padding, outputPadding, outputs)
            : throw call.ArgumentError("padding", $"so small that something of the {uncut[0]}×{uncut[1]} result is left", string.Join("×", padding.Distinct()));
    }

    // The image with zeros between its elements and at its edges, so that each result is a sum over one window of it.
    private static Node Spread(Call call, Node image, KernelWalk walk)
    {
        int row = image.Shape.Rank - 2;
        Node spread = call.Graph.Apply(new Spread(row + 1, walk.Stride[1]), call.Graph.Apply(new Spread(row, walk.Stride[0]), image));
        return call.Padded(spread, [.. walk.Kernel.Zip(walk.Padding, (kernel, padding) => kernel - 1 - padding).Zip(walk.OutputPadding, (edge, behind) => (edge, edge + behind))], 0);
    }

    private static Contract Dense(Node spread, long filters, KernelWalk walk) =>
        Sum([new("sample", spread.Shape[0]), new("filter", filters)], [new("channel", spread.Shape[1])], [AxisMap.At(0), AxisMap.At(4)], [AxisMap.At(4), AxisMap.At(1)], walk);

    // Each group of filters sums over its own group of channels.
    private static Contract Grouped(Node spread, long filters, KernelWalk walk) => Sum(
        [new("sample", spread.Shape[0]), new("channelGroup", spread.Shape[1]), new("filter", filters)],
        [new("channel", spread.Shape[2])],
        [AxisMap.At(0), AxisMap.At(1), AxisMap.At(5)],
        [AxisMap.At(1), AxisMap.At(5), AxisMap.At(2)],
        walk);

    // Without a sum over channels: a filter reads the channel of its own number.
    private static Contract Depthwise(Node spread, KernelWalk walk) =>
        Sum([new("sample", spread.Shape[0]), new("channel", spread.Shape[1])], [], [AxisMap.At(0), AxisMap.At(1)], [AxisMap.At(1), AxisMap.First], walk);

    // Σ over channels and kernel of spread[n, channel, row + kernel − 1 − kernelRow, …]·weight[channel, filter, kernelRow, …]; left and right are where the two are read along the axes before the kernel's.
    private static Contract Sum(ContractAxis[] result, ContractAxis[] channels, AxisMap[] left, AxisMap[] right, KernelWalk walk)
    {
        int row = result.Length, kernelRow = row + 2 + channels.Length;
        ContractAxis[] axes =
        [
            .. result, new("row", walk.Outputs[0]), new("column", walk.Outputs[1]),
            .. channels, new("kernelRow", walk.Kernel[0]), new("kernelColumn", walk.Kernel[1]),
        ];
        AxisMap Backwards(int axis) => new(new([new AxisTerm(row + axis, 1), new AxisTerm(kernelRow + axis, -1)]), walk.Kernel[axis] - 1);
        return new Contract(new(axes), row + 2, new([.. left, Backwards(0), Backwards(1)]), new([.. right, AxisMap.At(kernelRow), AxisMap.At(kernelRow + 1)]));
    }
}
