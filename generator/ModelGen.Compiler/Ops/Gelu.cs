using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The Gaussian error linear unit, written in other ops: x·½·(1 + erf(x/√2)), exactly and not by its approximation with tanh (Hendrycks and Gimpel, 2016).</summary>
public sealed class GeluCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node x = call.Operand(0);
        Node Scaled(Node value, double factor) => call.Graph.Apply(new Multiply(), value, call.Graph.Filled(factor, x.Shape));
        Node share = call.Graph.Apply(new Add(), call.Graph.Apply(new Erf(), Scaled(x, Math.Sqrt(0.5))), call.Graph.Filled(1, x.Shape));
        return call.Graph.Apply(new Multiply(), Scaled(x, 0.5), share);
    }
}
