using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of the leaky rectifier, x above 0 and slope·x elsewhere (Maas et al., 2013).</summary>
public sealed class LeakyReluCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        GraphBuilder graph = call.Graph;
        Node x = call.Operand(0);
        return graph.Where(graph.IsAbove(x, 0), x, graph.Multiply(x, call.Number("slope")));
    }
}
