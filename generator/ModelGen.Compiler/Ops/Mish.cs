using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of x·tanh(softplus(x)) (Misra, 2019).</summary>
public sealed class MishCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        GraphBuilder graph = call.Graph;
        Node x = call.Operand(0);
        return graph.Multiply(x, graph.Apply(new Tanh(), Softplus.Of(graph, x)));
    }
}
