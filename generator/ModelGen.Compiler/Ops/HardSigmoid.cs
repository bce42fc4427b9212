using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of the sigmoid in straight pieces, min(max(x + 3, 0), 6)/6.</summary>
public sealed class HardSigmoidCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        GraphBuilder graph = call.Graph;
        Node x = call.Operand(0);
        return graph.Multiply(Clamp.Of(graph, graph.Add(x, 3), 0, 6), 1.0 / 6);
    }
}
