using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Ops;

/// <summary>x·y, element by element.</summary>
public sealed record Multiply : ElementwiseOp
{
    /// <inheritdoc/>
    public override Node? Simplify(GraphBuilder graph, IReadOnlyList<Node> inputs) =>
        Constant.IsEverywhere(inputs[1], 1) ? inputs[0] : Constant.IsEverywhere(inputs[0], 1) ? inputs[1] : null;

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        graph.Apply(new Multiply(), gradient, node.Inputs[1 - input]);

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) => new Binary(BinaryFunction.Multiply, inputs[0], inputs[1]);
}

/// <summary>The surface of <see cref="Multiply"/>: the operator ·.</summary>
public sealed class MultiplyCall() : BinaryCall(new Multiply());
