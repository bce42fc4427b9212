using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of the exponential linear unit, x above 0 and α·(eˣ − 1) elsewhere (Clevert et al., 2015).</summary>
public sealed class EluCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        GraphBuilder graph = call.Graph;
        Node x = call.Operand(0);
        Node below = graph.Where(graph.IsAbove(x, 0), 0, x);
        Node exponential = graph.Add(graph.Apply(new Exp(), below), -1);
        return graph.Where(graph.IsAbove(x, 0), x, graph.Multiply(exponential, call.Number("alpha")));
    }
}
