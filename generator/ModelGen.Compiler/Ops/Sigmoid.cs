using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Ops;

/// <summary>y = 1/(1 + e⁻ˣ); its gradient is g·y·(1 − y).</summary>
public sealed record Sigmoid : UnaryOp
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
            graph.Apply(new Multiply(), node, graph.Apply(new Subtract(), graph.Filled(1, node.Shape), node)));

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) => new Unary(UnaryFunction.Sigmoid, inputs[0]);
}

/// <summary>The surface of <see cref="Sigmoid"/>.</summary>
public sealed class SigmoidCall() : UnaryCall(new Sigmoid());
