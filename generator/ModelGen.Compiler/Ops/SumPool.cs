using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>The sum of each window: an average pool, but for the division.</summary>
public sealed record SumPool(PoolWindows Windows) : PrimitiveOp, IPoolOp
{
    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Windows.Pooled(inputs[0].Shape);

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position) => Windows.Combined(definition, position, ReductionKind.Sum);

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        graph.Apply(new SumPoolGradient(Windows, node.Inputs[0].Shape), gradient);
}

/// <summary>Brings each window's gradient to all of its elements.</summary>
public sealed record SumPoolGradient(PoolWindows Windows, Shape Shape) : PrimitiveOp, IPoolOp
{
    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Shape;

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position) =>
        Windows.FromWindows(definition, Shape, position, (window, _) => definition.Input(0, window));

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) => graph.Apply(new SumPool(Windows), gradient);
}
