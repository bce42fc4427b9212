using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Ops;

/// <summary>The larger of two values. The gradient goes to the larger; equal ones get half of it each, as in libtorch.</summary>
public sealed record Maximum : ElementwiseOp
{
    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input)
    {
        Node own = node.Inputs[input], other = node.Inputs[1 - input];
        Node equal = graph.Apply(new Compare(Comparison.Equal), own, other);
        return graph.Where(graph.IsAbove(own, other), gradient, graph.Where(equal, graph.Multiply(gradient, 0.5), 0));
    }

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) => new Binary(BinaryFunction.Max, inputs[0], inputs[1]);
}

/// <summary>The surface of <see cref="Maximum"/>.</summary>
public sealed class MaximumCall() : BinaryCall(new Maximum());

/// <summary>The surface of the smaller of two values, −max(−x, −y).</summary>
public sealed class MinimumCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        (Node left, Node right) = Broadcasting.Together(call, call.Operand(0), call.Operand(1));
        return call.Graph.Negate(call.Graph.Apply(new Maximum(), call.Graph.Negate(left), call.Graph.Negate(right)));
    }
}
