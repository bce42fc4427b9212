using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Exchanges a max-pool with the monotone function before it, and with the addition of what is the same all over a window: max f(x) = f(max x).
/// The function is then computed for winners only, and the pool stands next to the convolution that it fuses with.
/// </summary>
public static class PoolBeforeActivation
{
    /// <summary>Runs the pass.</summary>
    public static NetworkGraph Run(NetworkGraph graph, GraphBuilder builder)
    {
        IReadOnlyDictionary<Node, IReadOnlyList<Node>> users = graph.Users();
        var roots = new HashSet<Node>(graph.Roots);
        return graph.Rewrite((node, inputs) => node.Op is MaxPool pool && users[node.Inputs[0]].Count == 1 && !roots.Contains(node.Inputs[0])
            ? Exchange(builder, pool, node, inputs[0])
            : builder.Rebuild(node, inputs));
    }

    private static Node Exchange(GraphBuilder builder, MaxPool pool, Node served, Node value)
    {
        if (value.Op is UnaryOp { IsMonotone: true })
            return builder.ApplyFor(value, value.Op, Exchange(builder, pool, served, value.Inputs[0]));
        if (value.Op is Add && Constant(value.Inputs[1]) is { } addend)
        {
            Node pooled = Exchange(builder, pool, served, value.Inputs[0]);
            return builder.ApplyFor(value, value.Op, pooled, builder.ApplyFor(value, addend with { Target = pooled.Shape }, value.Inputs[1].Inputs[0]));
        }

        return builder.ApplyFor(served, pool, value);
    }

    // The broadcast, where it is one that does not change inside a window.
    private static Broadcast? Constant(Node addend) =>
        addend.Op is Broadcast broadcast && broadcast.Axes.All(axis => axis < 2) ? broadcast : null;
}
