using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Behind a max-pool one element of each window has a gradient. The two gradients of a convolution in front of one then go from winner to winner instead of
/// over all places, where the images have enough channels for a vector; a weight's gradient on images with fewer puts the winners' gradient in as it
/// goes over the places. What is shaped otherwise keeps its dense kernel.
/// </summary>
public static class FollowWinners
{
    // At a winner, vectors run over the images' channels; with fewer, one over the filters at each place does more at once.
    private const long FewestChannels = 8;

    /// <summary>Runs the pass.</summary>
    public static NetworkGraph Run(NetworkGraph graph, GraphBuilder builder) => Run(graph, builder, gathers: false);

    /// <summary>Runs the pass for processors whose threads gather: both gradients put the winners' in as they go over the places, and nothing is added to memory.</summary>
    public static NetworkGraph RunGathering(NetworkGraph graph, GraphBuilder builder) => Run(graph, builder, gathers: true);

    private static NetworkGraph Run(NetworkGraph graph, GraphBuilder builder, bool gathers) => graph.Rewrite((node, inputs) =>
        node.Op is Contract contract && (WeightGradient(builder, node, contract, inputs, gathers) ?? ImageGradient(builder, node, contract, inputs, gathers)) is { } sparse
            ? sparse
            : builder.Rebuild(node, inputs));

    // Σ over rows and columns of gradient[n, f, row, column]·images[n, channel, stride·row + …, …].
    private static Node? WeightGradient(GraphBuilder builder, Node node, Contract contract, IReadOnlyList<Node> inputs, bool gathers)
    {
        Node images = inputs[1];
        if (PoolOf(inputs[0]) is not { } pool || images.Shape.Rank != 4)
            return null;
        int?[] axes = contract.Left.Select(map => map.Single).ToArray();
        if (!(axes is [{ } sample, { } filter, { } row, { } column] && sample >= contract.OutRank && filter < contract.OutRank && row >= contract.OutRank && column >= contract.OutRank)
            || contract.Right.Any(map => map.Terms.Any(term => term.Axis == filter)))
            return null;
        bool channelsLast = images.Op is not (SourceOp or Reshape or Copy) && contract.Right[1].Single < contract.OutRank;
        ContractionOp op = !gathers && channelsLast && images.Shape[1].Constant >= FewestChannels
            ? new ContractAtWinners(contract, pool.Windows)
            : new ContractInWindows(contract, pool.Windows);
        return builder.ApplyFor(node, op, inputs[0].Inputs[0], inputs[0].Inputs[1], images);
    }

    // Σ over filters and kernel places of gradient[n, f, (row − dilation·kernelRow − offset)/stride, …]·weight[f, channel, kernelRow, kernelColumn].
    private static Node? ImageGradient(GraphBuilder builder, Node node, Contract contract, IReadOnlyList<Node> inputs, bool gathers)
    {
        Node weight = inputs[1], gradient = inputs[0];
        var maps = new WindowMap[2];
        for (int axis = 3; axis >= 2; axis--)
        {
            if (contract.Left.Count != 4 || MapOf(contract.Left[axis], axis, ref gradient) is not { } map)
                return null;
            maps[axis - 2] = map;
        }

        bool isConvolution = contract.OutRank == 4 && contract.Left[0].Single == 0 && contract.Left[1].Single == 4
            && contract.Right.Select(map => map.Single).SequenceEqual([4, 1, KernelAxis(contract, 2), KernelAxis(contract, 3)]);
        if (!isConvolution || PoolOf(gradient) is not { } pool || (!gathers && node.Shape[1].Constant < FewestChannels))
            return null;
        Node stored = gathers ? weight : builder.ApplyFor(weight, new Copy(ScatterFromWinners.WeightOrder), weight);
        var op = new ScatterFromWinners(node.Shape, pool.Windows, (pool.Shape[2].Constant, pool.Shape[3].Constant), maps[0], maps[1], AddsToMemory: !gathers);
        return builder.ApplyFor(node, op, gradient.Inputs[0], gradient.Inputs[1], stored);
    }

    private static MaxPoolGradient? PoolOf(Node node) => node.Op is MaxPoolGradient { Windows.Overlap: false } pool ? pool : null;

    private static int? KernelAxis(Contract contract, int axis) => contract.Left[axis].Terms.Single(term => term.Axis != axis).Axis;

    // How the convolution read an axis, from how its gradient is spread and padded along it; the gradient without that is left.
    private static WindowMap? MapOf(AxisMap map, int axis, ref Node gradient)
    {
        if (map.Terms.Count != 2 || map.Terms.Count(term => term.Axis == axis && term.Coefficient == 1) != 1)
            return null;
        long before = 0, stride = 1;
        if (gradient.Op is Pad { Value: 0 } pad && pad.Axis == axis)
            (before, gradient) = (pad.Before, gradient.Inputs[0]);
        if (gradient.Op is Spread spread && spread.Axis == axis)
            (stride, gradient) = (spread.Stride, gradient.Inputs[0]);
        return new WindowMap(stride, -map.Terms.Single(term => term.Axis != axis).Coefficient, before - map.Offset);
    }
}
