using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Lets the gradient of a ReLU behind which elements are dropped look at what dropout left: with y = r·f and f either 0 or a scale of at least 1, y &gt; 0
/// exactly where r &gt; 0 and the element was kept, so (g·f where r &gt; 0) is (g·scale where y &gt; 0). Neither r nor the mask is then needed in the backward
/// pass, and r needs no memory at all.
/// </summary>
public static class GradientBehindDropout
{
    /// <summary>Runs the pass.</summary>
    public static NetworkGraph Run(NetworkGraph graph, GraphBuilder builder)
    {
        var known = new HashSet<Node>(graph.TopologicalOrder());
        return graph.Rewrite((node, inputs) => node.Op is PassWherePositive && inputs[0] is { Op: Multiply, Inputs: [var gradient, { Op: DropoutFactor factor } kept] }
            && builder.ApplyFor(inputs[1], new Multiply(), inputs[1], kept) is var dropped && known.Contains(dropped)
                ? builder.ApplyFor(node, node.Op, builder.ApplyFor(node, new Multiply(), gradient, builder.Filled(factor.Scale, node.Shape)), dropped)
                : builder.Rebuild(node, inputs));
    }
}
