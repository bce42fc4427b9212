using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Ops;

/// <summary>A number.</summary>
public sealed record Constant(double Value) : PrimitiveOp
{
    /// <inheritdoc/>
    public override int Cost => 0;

    /// <summary>Whether a value is this number at every position.</summary>
    public static bool IsEverywhere(Node node, double value) => node.Op switch
    {
        Constant constant => constant.Value == value,
        Broadcast or Reshape => IsEverywhere(node.Inputs[0], value),
        _ => false,
    };

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Shape.Scalar;

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position) => new Number(Value);
}

/// <summary>A count of elements, as a number: known only at run time where a symbol is in it.</summary>
public sealed record ElementCount(Size Count) : PrimitiveOp
{
    /// <inheritdoc/>
    public override int Cost => 0;

    /// <inheritdoc/>
    public override Node? Simplify(GraphBuilder graph, IReadOnlyList<Node> inputs) =>
        Count.IsConstant ? graph.Constant(Count.Constant) : null;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Shape.Scalar;

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position) => new CountOf(Count);
}
