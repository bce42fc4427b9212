using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Ops;

/// <summary>x − y.</summary>
public sealed record Subtract : ElementwiseOp
{
    /// <inheritdoc/>
    public override Node? Simplify(GraphBuilder graph, IReadOnlyList<Node> inputs) => Constant.IsEverywhere(inputs[1], 0) ? inputs[0] : null;

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        input == 0 ? gradient : graph.Apply(new Negate(), gradient);

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) => new Binary(BinaryFunction.Subtract, inputs[0], inputs[1]);
}

/// <summary>The surface of <see cref="Subtract"/>: the operator −.</summary>
public sealed class SubtractCall() : BinaryCall(new Subtract());
