using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Ops;

/// <summary>x/y.</summary>
public sealed record Divide : ElementwiseOp
{
    /// <inheritdoc/>
    public override int Cost => 4;

    /// <inheritdoc/>
    public override Node? Simplify(GraphBuilder graph, IReadOnlyList<Node> inputs) => Constant.IsEverywhere(inputs[1], 1) ? inputs[0] : null;

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input)
    {
        Node overDivisor = graph.Apply(new Divide(), gradient, node.Inputs[1]);
        return input == 0
            ? overDivisor
            : graph.Apply(new Negate(), graph.Apply(new Multiply(), overDivisor, node));
    }

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) => new Binary(BinaryFunction.Divide, inputs[0], inputs[1]);
}

/// <summary>The surface of <see cref="Divide"/>: the operator /.</summary>
public sealed class DivideCall() : BinaryCall(new Divide());
