using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Ops;

/// <summary>The second input where the first, a truth value, holds; else the third. The gradient goes where the value came from.</summary>
public sealed record Where : ElementwiseOp
{
    /// <inheritdoc/>
    public override Node? Simplify(GraphBuilder graph, IReadOnlyList<Node> inputs) => ReferenceEquals(inputs[1], inputs[2]) ? inputs[1] : null;

    /// <inheritdoc/>
    public override Node? Gradient(GraphBuilder graph, Node node, Node gradient, int input) => input switch
    {
        1 => graph.Where(node.Inputs[0], gradient, 0),
        2 => graph.Where(node.Inputs[0], 0, gradient),
        _ => null,
    };

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) =>
        new Select(Comparison.Greater, inputs[0], new IndexValue(0), inputs[1], inputs[2]);
}

/// <summary>The surface of <see cref="Where"/>: all three operands are repeated to a common shape.</summary>
public sealed class WhereCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node condition = call.Condition(0);
        (Node whenTrue, Node whenFalse) = Broadcasting.Together(call, call.Operand(1), call.Operand(2));
        (condition, whenTrue) = Broadcasting.Together(call, condition, whenTrue);
        (_, whenFalse) = Broadcasting.Together(call, condition, whenFalse);
        return call.Graph.Where(condition, whenTrue, whenFalse);
    }
}
