using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// An op that the graph is made of: a record of its attributes, equal to another of the same kind with the same attributes. It says its result's
/// shape, its gradient in other ops, and each element of its result as an expression over its inputs' elements; everything else follows from those.
/// </summary>
public abstract record PrimitiveOp
{
    /// <summary>The result's shape. Inputs are known to fit: the surface's ops check what users write.</summary>
    public abstract Shape InferShape(IReadOnlyList<Node> inputs);

    /// <summary>The result's element type.</summary>
    public virtual ElementType InferType(IReadOnlyList<Node> inputs) => ElementType.Float32;

    /// <summary>A simpler value that is always the same; null where there is none.</summary>
    public virtual Node? Simplify(GraphBuilder graph, IReadOnlyList<Node> inputs) => null;

    /// <summary>The gradient with respect to an input, given the result's; null where none flows.</summary>
    /// <param name="graph">Makes the nodes.</param>
    /// <param name="node">The application of this op.</param>
    /// <param name="gradient">The gradient with respect to its result.</param>
    /// <param name="input">Which input.</param>
    public virtual Node? Gradient(GraphBuilder graph, Node node, Node gradient, int input) => null;

    /// <summary>The element of the result at a position.</summary>
    public abstract Expression Define(Definition definition, IReadOnlyList<Index> position);

    /// <summary>The op that does the same for each position of one more leading axis, which all inputs have; null where there is none.</summary>
    /// <param name="extent">The size of that axis.</param>
    public virtual PrimitiveOp? WithLeadingAxis(Size extent) => null;

    /// <summary>What an application of this op in a step is for all steps at once, with one more leading axis; null where the op knows no such.</summary>
    /// <param name="graph">Makes the nodes.</param>
    /// <param name="node">The application in one step.</param>
    /// <param name="inputs">Its inputs for all steps.</param>
    /// <param name="steps">How many steps there are.</param>
    public virtual Node? OverSteps(GraphBuilder graph, Node node, IReadOnlyList<StepInput> inputs, Size steps) =>
        WithLeadingAxis(steps) is { } op ? graph.Apply(op, inputs.Select(input => input.Stack(graph, steps)).ToArray()) : null;

    /// <summary>What an element costs, in additions; nothing for ops that only rename positions.</summary>
    public virtual int Cost => 1;
}

/// <summary>The application of an op, as seen by the op that defines its elements.</summary>
public interface Definition
{
    /// <summary>The application.</summary>
    Node Node { get; }

    /// <summary>An element of an input.</summary>
    Expression Input(int input, params Index[] position);

    /// <summary>An element of an input of integers, of 0 to <paramref name="limit"/> − 1, as an index.</summary>
    Index Element(int input, long limit, params Index[] position);

    /// <summary>An axis to reduce over: the same one each time it is asked for by this name while one kernel is defined, so that equal reductions are one.</summary>
    Axis Bound(string name, Size extent);
}

/// <summary>How a reduction combines elements.</summary>
public enum ReductionKind
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>The largest.</summary>
    Max,
}
