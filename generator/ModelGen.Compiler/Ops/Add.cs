using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Ops;

/// <summary>x + y.</summary>
public sealed record Add : ElementwiseOp
{
    /// <inheritdoc/>
    public override Node? Simplify(GraphBuilder graph, IReadOnlyList<Node> inputs) =>
        Constant.IsEverywhere(inputs[1], 0) ? inputs[0] : Constant.IsEverywhere(inputs[0], 0) ? inputs[1] : null;

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) => gradient;

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) => new Binary(BinaryFunction.Add, inputs[0], inputs[1]);
}

/// <summary>The surface of <see cref="Add"/>: the operator +.</summary>
public sealed class AddCall() : BinaryCall(new Add());
