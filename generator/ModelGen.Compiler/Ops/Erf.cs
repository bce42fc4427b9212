using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Ops;

/// <summary>The error function 2/√π · ∫ e^(−t²) dt from 0 to x; its gradient is g·2/√π·e^(−x²).</summary>
public sealed record Erf : UnaryOp
{
    /// <inheritdoc/>
    public override int Cost => 24;

    /// <inheritdoc/>
    public override bool IsMonotone => true;

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input)
    {
        Node x = node.Inputs[0];
        Node bell = graph.Apply(new Exp(), graph.Apply(new Negate(), graph.Apply(new Multiply(), x, x)));
        return graph.Apply(new Multiply(), gradient, graph.Apply(new Multiply(), graph.Filled(2 / Math.Sqrt(Math.PI), node.Shape), bell));
    }

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) => new Unary(UnaryFunction.Erf, inputs[0]);
}

/// <summary>The surface of <see cref="Erf"/>.</summary>
public sealed class ErfCall() : UnaryCall(new Erf());
