using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// The groups of a convolution's channels and filters: an axis of their own before that of a group's channels or filters, which lie side by side in memory as one axis of all channels does.
/// </summary>
internal static class ChannelGroups
{
    /// <summary>How many groups a call asks for: a divisor of the channels and of the filters.</summary>
    public static long Of(Call call, long channels, long filters)
    {
        long groups = call.Positive("groups");
        return channels % groups == 0 && filters % groups == 0
            ? groups
            : throw call.ArgumentError("groups", $"a divisor of the {channels} channels and of the {filters} filters, so that each group has as many of both", groups.ToString());
    }

    /// <summary>A value whose <paramref name="axis"/> is split into groups and what is in a group.</summary>
    public static Node Split(GraphBuilder graph, Node value, int axis, long groups) => graph.Apply(
        new Reshape(new Shape([.. value.Shape.Sizes.Take(axis), groups, value.Shape[axis].Constant / groups, .. value.Shape.Sizes.Skip(axis + 1)])), value);

    /// <summary>
    /// What groups of filters give, [samples, groups, filters of a group, …], as one axis of filters, and a bias for each filter added: before the groups are joined, so that it is added where the sums are.
    /// </summary>
    public static Node Join(GraphBuilder graph, Node convolved, Node? bias)
    {
        Shape shape = convolved.Shape;
        if (bias is not null)
            convolved = graph.Apply(new Add(), convolved, graph.BroadcastTo(Split(graph, bias, 0, shape[1].Constant), shape, [1, 2]));
        return graph.Apply(new Reshape(new Shape([shape[0], shape[1].Constant * shape[2].Constant, .. shape.Sizes.Skip(3)])), convolved);
    }
}
