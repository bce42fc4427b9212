using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Ops;

/// <summary>The hyperbolic tangent y; its gradient is g·(1 − y²).</summary>
public sealed record Tanh : UnaryOp
{
    /// <inheritdoc/>
    public override int Cost => 16;

    /// <inheritdoc/>
    public override bool IsMonotone => true;

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        graph.Apply(
            new Multiply(),
            gradient,
            graph.Apply(new Subtract(), graph.Filled(1, node.Shape), graph.Apply(new Multiply(), node, node)));

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) => new Unary(UnaryFunction.Tanh, inputs[0]);
}

/// <summary>The surface of <see cref="Tanh"/>.</summary>
public sealed class TanhCall() : UnaryCall(new Tanh());
