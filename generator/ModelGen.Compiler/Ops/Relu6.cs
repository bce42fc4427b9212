using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of the rectifier that is cut at 6, min(max(x, 0), 6).</summary>
public sealed class Relu6Call : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        GraphBuilder graph = call.Graph;
        Node x = call.Operand(0);
        return Clamp.Of(graph, x, 0, 6);
    }
}
