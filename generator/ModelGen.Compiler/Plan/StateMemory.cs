using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Plan;

/// <summary>
/// The memory of loops' states: one array holds a state before the first step and after each, in the order of the positions. What a step finds and what it
/// leaves are neighbours in it, so that nothing is copied from step to step, and the states before all steps are one value for who reads them behind the loop.
/// </summary>
/// <param name="uniqueName">Makes the name of a buffer unique in the program.</param>
internal sealed class StateMemory(Func<string, string> uniqueName)
{
    private readonly Dictionary<StepState, Buffer> _arrays = [];

    /// <summary>The buffer of a node that is a state; null for all others.</summary>
    /// <param name="node">The node.</param>
    /// <param name="name">What the buffer is called, by the node.</param>
    public Buffer? Of(Node node, Func<Node, string> name) => node.Op switch
    {
        // From the first position on the states lie behind their predecessors, from the last one on before them.
        PreviousState { State: var state } => Part(node, state, node.Shape.Inner, state.Reverse ? 1 : 0, uniqueName(name(node) + "Before")),
        NextState { State: var state } => Part(node, state, node.Shape.Inner, state.Reverse ? 0 : 1, uniqueName(name(node))),
        InitialState { State: var state } => Part(node, state, node.Shape, state.Reverse ? state.Steps : 0, uniqueName(name(node) + "AtFirst")),
        _ => null,
    };

    private Buffer Part(Node node, StepState state, Shape shape, Size position, string name)
    {
        if (!_arrays.TryGetValue(state, out Buffer? array))
        {
            Shape all = shape.After(OneMore.Of(state.Steps));
            _arrays[state] = array = new Buffer(uniqueName(name + "States"), BufferPlace.Arena, node.Type, all, RowMajor(all), -1);
        }

        return array with { Name = name, Shape = node.Shape, Strides = RowMajor(node.Shape), Viewed = array, Start = shape.Elements * position };
    }

    private static EquatableArray<Size> RowMajor(Shape shape)
    {
        var strides = new Size[shape.Rank];
        Size stride = 1;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return new EquatableArray<Size>(strides);
    }
}
