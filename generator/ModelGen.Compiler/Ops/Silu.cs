using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of the sigmoid linear unit, x·σ(x), also called swish (Elfwing et al., 2017).</summary>
public sealed class SiluCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        GraphBuilder graph = call.Graph;
        Node x = call.Operand(0);
        return graph.Multiply(x, graph.Apply(new Sigmoid(), x));
    }
}
