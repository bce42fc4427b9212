using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>One of the states that a loop carries from step to step. A loop's values stand in the graph for all its steps at once, with the steps as their leading axis.</summary>
/// <param name="Loop">The loop's number; those of the loops of gradients are below zero.</param>
/// <param name="Number">The state's number in the loop.</param>
/// <param name="Steps">How many steps the loop takes.</param>
/// <param name="Reverse">Whether it takes them from the last position to the first.</param>
public sealed record StepState(int Loop, int Number, Size Steps, bool Reverse)
{
    /// <summary>The position of the first step, or of the last: along the leading axis, −1 for the end of it.</summary>
    public long Position(bool first) => first == Reverse ? -1 : 0;
}

/// <summary>An op that gives a state's memory its values: its result is its input. One array holds a state before the first step and after each.</summary>
/// <param name="State">Which state.</param>
public abstract record StateOp(StepState State) : PrimitiveOp
{
    /// <inheritdoc/>
    public sealed override Shape InferShape(IReadOnlyList<Node> inputs) => inputs[0].Shape;

    /// <inheritdoc/>
    public sealed override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) => gradient;

    /// <inheritdoc/>
    public sealed override Expression Define(Definition definition, IReadOnlyList<Index> position) => definition.Input(0, position.ToArray());
}

/// <summary>The state before the first step.</summary>
public sealed record InitialState(StepState State) : StateOp(State);

/// <summary>The state after each step.</summary>
public sealed record NextState(StepState State) : StateOp(State);

/// <summary>
/// The state before each step: the initial one, its input, then what the step before left, which the graph's <see cref="Recurrence"/> says. It is read from
/// the memory in which those lie.
/// </summary>
public sealed record PreviousState(StepState State) : PrimitiveOp
{
    /// <inheritdoc/>
    public override int Cost => 0;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => inputs[0].Shape.After(State.Steps);

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) => graph.Apply(new At(0, State.Position(first: true)), gradient);

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position) => throw new InvalidOperationException($"{this} is read from memory.");
}

/// <summary>What a step finds in a sequence or as a state, while the step is made; no graph holds it.</summary>
/// <param name="Loop">The loop's number.</param>
/// <param name="Number">Its number among the loop's.</param>
/// <param name="Shape">Its shape in one step.</param>
/// <param name="Type">Its element type.</param>
public sealed record StepValue(int Loop, int Number, Shape Shape, ElementType Type) : SourceOp
{
    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Shape;

    /// <inheritdoc/>
    public override ElementType InferType(IReadOnlyList<Node> inputs) => Type;
}

/// <summary>An input of an op in a step.</summary>
/// <param name="Value">It for all steps.</param>
/// <param name="IsStacked">Whether it has a leading axis of steps; else it is the same in each.</param>
public sealed record StepInput(Node Value, bool IsStacked)
{
    /// <summary>It with a leading axis of steps.</summary>
    public Node Stack(GraphBuilder graph, Size steps) =>
        IsStacked ? Value : graph.BroadcastTo(Value, Value.Shape.After(steps), Enumerable.Range(1, Value.Shape.Rank));
}
