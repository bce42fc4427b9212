using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of the hyperbolic tangent in straight pieces, min(max(x, −1), 1).</summary>
public sealed class HardTanhCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        GraphBuilder graph = call.Graph;
        Node x = call.Operand(0);
        return Clamp.Of(graph, x, -1, 1);
    }
}
