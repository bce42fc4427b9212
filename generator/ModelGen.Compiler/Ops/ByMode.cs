using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Ops;

/// <summary>An op whose value in a training step is another than elsewhere. Each program's graph has it replaced by what it is there before anything is derived from it.</summary>
public interface IModeOp
{
    /// <summary>The value of an application of the op.</summary>
    /// <param name="graph">Makes the nodes.</param>
    /// <param name="node">The application.</param>
    /// <param name="inputs">Its inputs, themselves replaced.</param>
    /// <param name="trains">Whether the program is a training step.</param>
    Node Value(GraphBuilder graph, Node node, IReadOnlyList<Node> inputs, bool trains);
}

/// <summary>The first input in a training step, the second elsewhere. Both have one shape.</summary>
public sealed record ByMode : PrimitiveOp, IModeOp
{
    /// <inheritdoc/>
    public override int Cost => 0;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => inputs[0].Shape;

    /// <inheritdoc/>
    public Node Value(GraphBuilder graph, Node node, IReadOnlyList<Node> inputs, bool trains) => inputs[trains ? 0 : 1];

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position) => definition.Input(0, position.ToArray());

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input)
    {
        Node none = graph.Filled(0, gradient.Shape);
        return input == 0 ? graph.Apply(this, gradient, none) : graph.Apply(this, none, gradient);
    }
}
