using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Graph;

/// <summary>
/// Makes a loop of the graph from what one step computes: each value of the step gets a leading axis, the steps, and the states before the steps are bound to
/// those after them. The graph then says by itself what depends on a state and has to be computed step by step; all else is computed for all steps at once.
/// </summary>
/// <param name="graph">Makes the nodes.</param>
/// <param name="number">The number of the loop.</param>
/// <param name="steps">How many steps there are.</param>
/// <param name="reverse">Whether they go from the last position to the first.</param>
internal sealed class LoopBuilder(GraphBuilder graph, int number, Size steps, bool reverse)
{
    private readonly Dictionary<Node, Node> _stacked = [];
    private readonly List<Node> _previous = [];
    private readonly List<Node> _placeholders = [];

    /// <summary>What a step finds in a sequence.</summary>
    /// <param name="sequence">The sequence, whose <paramref name="axis"/> has a position for each step.</param>
    /// <param name="axis">That axis, which the step does not see.</param>
    public Node Sequence(Node sequence, int axis)
    {
        Node value = Placeholder(Shape.From(sequence.Shape.Sizes.Where((_, other) => other != axis)), sequence);
        IEnumerable<int> axes = Enumerable.Range(0, sequence.Shape.Rank).Where(other => other != axis).Prepend(axis);
        _stacked[value] = graph.Apply(new Permute(new EquatableArray<int>(axes)), sequence);
        return value;
    }

    /// <summary>What a step finds as a state.</summary>
    /// <param name="initial">The state before the first step.</param>
    public Node State(Node initial)
    {
        Node value = Placeholder(initial.Shape, initial);
        var state = new StepState(number, _previous.Count, steps, reverse);
        _stacked[value] = graph.Apply(new PreviousState(state), graph.Apply(new InitialState(state), initial));
        _previous.Add(_stacked[value]);
        return value;
    }

    /// <summary>Ends the step.</summary>
    /// <param name="next">The states after the step, in the order of <see cref="State"/>.</param>
    /// <param name="outputs">What else the step gives.</param>
    /// <param name="recurrences">Receives the loop's.</param>
    /// <returns>The states and outputs of all steps, with the steps as their leading axis.</returns>
    /// <exception cref="UnstackableException">The step holds an op that knows no form for all steps at once.</exception>
    public (IReadOnlyList<Node> States, IReadOnlyList<Node> Outputs) Close(IReadOnlyList<Node> next, IReadOnlyList<Node> outputs, ICollection<Recurrence> recurrences)
    {
        var states = new Node?[next.Count];
        foreach (Node node in MadeInStep(next.Concat(outputs)).OrderBy(node => node.Id))
        {
            if (!_stacked.ContainsKey(node) && Over(node) is { } stacked)
                _stacked[node] = stacked;
            // What the step goes on to compute from a new state reads it where it is kept.
            for (int state = 0; state < next.Count; state++)
            {
                if (next[state] == node && !_placeholders.Contains(node) && _stacked.ContainsKey(node))
                    _stacked[node] = states[state] = Next(state, node);
            }
        }

        for (int state = 0; state < next.Count; state++)
        {
            states[state] ??= Next(state, next[state]);
            recurrences.Add(new Recurrence(_previous[state], states[state]!));
        }

        return (states.Select(state => state!).ToArray(), outputs.Select(output => InputOf(output).Stack(graph, steps)).ToArray());
    }

    private Node Next(int state, Node value) =>
        graph.ApplyFor(value, new NextState(((PreviousState)_previous[state].Op).State), InputOf(value).Stack(graph, steps));

    private Node Placeholder(Shape shape, Node value)
    {
        Node placeholder = graph.Apply(new StepValue(number, _placeholders.Count, shape, value.Type));
        _placeholders.Add(placeholder);
        return placeholder;
    }

    // Values from before the step are the same in all steps.
    private HashSet<Node> MadeInStep(IEnumerable<Node> results)
    {
        int first = _placeholders[0].Id;
        var made = new HashSet<Node>();
        var open = new Stack<Node>(results);
        while (open.Count > 0)
        {
            Node node = open.Pop();
            if (node.Id < first || !made.Add(node))
                continue;
            foreach (Node input in node.Inputs)
                open.Push(input);
        }

        return made;
    }

    private StepInput InputOf(Node node) => _stacked.TryGetValue(node, out Node? stacked) ? new(stacked, true) : new(node, false);

    // Random numbers are drawn anew in each step; what else depends on nothing of the step is the same in all of them.
    private Node? Over(Node node)
    {
        StepInput[] inputs = node.Inputs.Select(InputOf).ToArray();
        if (node.Op is not DropoutMask && !inputs.Any(input => input.IsStacked))
            return null;
        Provenance outer = graph.Provenance;
        graph.Provenance = node.Provenance;
        Node? stacked = node.Op.OverSteps(graph, node, inputs, steps);
        graph.Provenance = outer;
        return stacked ?? throw new UnstackableException(node);
    }
}

/// <summary>A step of a loop holds an op that knows no form for all steps at once.</summary>
internal sealed class UnstackableException(Node node) : Exception($"{node} cannot stand in a step.")
{
    /// <summary>The op's application.</summary>
    public Node Node => node;
}
