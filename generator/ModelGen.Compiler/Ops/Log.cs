using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Ops;

/// <summary>The natural logarithm; its gradient is g/x.</summary>
public sealed record Log : UnaryOp
{
    /// <inheritdoc/>
    public override int Cost => 16;

    /// <inheritdoc/>
    public override bool IsMonotone => true;

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        graph.Apply(new Divide(), gradient, node.Inputs[0]);

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) => new Unary(UnaryFunction.Log, inputs[0]);
}

/// <summary>The surface of <see cref="Log"/>.</summary>
public sealed class LogCall() : UnaryCall(new Log());
