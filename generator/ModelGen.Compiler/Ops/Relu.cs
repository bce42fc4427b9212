using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Ops;

/// <summary>max(x, 0). Its gradient passes where the result is above 0.</summary>
public sealed record Relu : UnaryOp
{
    /// <inheritdoc/>
    public override bool IsMonotone => true;

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        graph.Apply(new PassWherePositive(), gradient, node);

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) => new Binary(BinaryFunction.Max, new Number(0), inputs[0]);
}

/// <summary>The first input where the second is above 0, else 0.</summary>
public sealed record PassWherePositive : ElementwiseOp
{
    /// <inheritdoc/>
    public override Node? Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        input == 0 ? graph.Apply(this, gradient, node.Inputs[1]) : null;

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) =>
        new Select(Comparison.Greater, inputs[1], new Number(0), inputs[0], new Number(0));
}

/// <summary>The surface of <see cref="Relu"/>.</summary>
public sealed class ReluCall() : UnaryCall(new Relu());
