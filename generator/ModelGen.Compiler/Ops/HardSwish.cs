using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of x times the hard sigmoid (Howard et al., 2019).</summary>
public sealed class HardSwishCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        GraphBuilder graph = call.Graph;
        Node x = call.Operand(0);
        return graph.Multiply(x, graph.Multiply(Clamp.Of(graph, graph.Add(x, 3), 0, 6), 1.0 / 6));
    }
}
