using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Ops;

/// <summary>−x.</summary>
public sealed record Negate : UnaryOp
{
    /// <inheritdoc/>
    public override int Cost => 1;

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        graph.Apply(new Negate(), gradient);

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) => new Unary(UnaryFunction.Negate, inputs[0]);
}

/// <summary>The surface of <see cref="Negate"/>.</summary>
public sealed class NegateCall() : UnaryCall(new Negate());
