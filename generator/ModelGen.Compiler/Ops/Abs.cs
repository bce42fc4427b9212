using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Ops;

/// <summary>|x|; its gradient is g·sign(x), 0 at 0.</summary>
public sealed record Abs : UnaryOp
{
    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input)
    {
        Node x = node.Inputs[0];
        return graph.Where(graph.IsAbove(x, 0), gradient, graph.Where(graph.IsBelow(x, 0), graph.Negate(gradient), 0));
    }

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) =>
        new Binary(BinaryFunction.Max, inputs[0], new Unary(UnaryFunction.Negate, inputs[0]));
}

/// <summary>The surface of <see cref="Abs"/>.</summary>
public sealed class AbsCall() : UnaryCall(new Abs());
