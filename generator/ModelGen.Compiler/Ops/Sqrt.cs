using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Ops;

/// <summary>The square root; its gradient is g/(2·√x).</summary>
public sealed record Sqrt : UnaryOp
{
    /// <inheritdoc/>
    public override int Cost => 8;

    /// <inheritdoc/>
    public override bool IsMonotone => true;

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        graph.Apply(new Divide(), gradient, graph.Apply(new Add(), node, node));

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) => new Unary(UnaryFunction.Sqrt, inputs[0]);
}

/// <summary>The surface of <see cref="Sqrt"/>.</summary>
public sealed class SqrtCall() : UnaryCall(new Sqrt());
