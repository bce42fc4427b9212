using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// The Gaussian error linear unit (Hendrycks and Gimpel, 2016), written in other ops: exactly, x·½·(1 + erf(x/√2)), or by its approximation
/// x·½·(1 + tanh(√(2/π)·(x + 0.044715·x³))).
/// </summary>
public sealed class GeluCall : SurfaceOp
{
    private const double Cubic = 0.044715;

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        GraphBuilder graph = call.Graph;
        Node x = call.Operand(0);
        Node share = call.Flag("approximate") ? Approximation(graph, x) : graph.Apply(new Erf(), graph.Multiply(x, Math.Sqrt(0.5)));
        return graph.Multiply(graph.Multiply(x, 0.5), graph.Add(share, 1));
    }

    private static Node Approximation(GraphBuilder graph, Node x)
    {
        Node inner = graph.Multiply(x, graph.Add(graph.Multiply(graph.Multiply(x, x), Cubic), 1));
        return graph.Apply(new Tanh(), graph.Multiply(inner, Math.Sqrt(2 / Math.PI)));
    }
}
