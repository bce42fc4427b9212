using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Ops;

/// <summary>eˣ; its gradient is g·eˣ.</summary>
public sealed record Exp : UnaryOp
{
    /// <inheritdoc/>
    public override int Cost => 16;

    /// <inheritdoc/>
    public override bool IsMonotone => true;

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        graph.Apply(new Multiply(), gradient, node);

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) => new Unary(UnaryFunction.Exp, inputs[0]);
}

/// <summary>The surface of <see cref="Exp"/>.</summary>
public sealed class ExpCall() : UnaryCall(new Exp());
