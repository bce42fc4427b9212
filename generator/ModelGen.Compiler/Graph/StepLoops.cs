using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Graph;

/// <summary>
/// Which values of a graph are computed step by step: those that a state before a step leads to and that lead to a state after it. All others are
/// computed for all steps at once, before or after the loop.
/// </summary>
public sealed class StepLoops
{
    private readonly Dictionary<Node, int> _loops = [];
    private readonly Dictionary<StepState, Recurrence> _recurrences = [];
    private readonly Dictionary<int, StepState> _states = [];

    private StepLoops(NetworkGraph graph)
    {
        IReadOnlyList<Recurrence> live = graph.LiveRecurrences();
        if (live.Count == 0)
            return;
        IReadOnlyList<Node> order = graph.TopologicalOrder();
        foreach (IGrouping<int, Recurrence> loop in live.GroupBy(recurrence => recurrence.State.Loop))
        {
            foreach (Recurrence recurrence in loop)
            {
                _recurrences[recurrence.State] = recurrence;
                _states[loop.Key] = recurrence.State;
            }

            var reached = new HashSet<Node>(loop.Select(recurrence => recurrence.Previous));
            foreach (Node node in order.Where(node => node.Inputs.Any(reached.Contains)))
                reached.Add(node);
            var leading = new HashSet<Node>(loop.Select(recurrence => recurrence.Next));
            foreach (Node node in order.Reverse())
            {
                if (leading.Contains(node))
                    leading.UnionWith(node.Inputs);
            }

            foreach (Node node in order.Where(node => node.Op is not PreviousState && reached.Contains(node) && leading.Contains(node)))
                _loops[node] = loop.Key;
        }
    }

    /// <summary>The loops of a graph.</summary>
    public static StepLoops Of(NetworkGraph graph) => new(graph);

    /// <summary>The number of the loop that computes a value; null for those that no loop does.</summary>
    public int? LoopOf(Node node) => _loops.TryGetValue(node, out int loop) ? loop : null;

    /// <summary>One of the states of a loop, which tells its steps and their direction.</summary>
    public StepState StateOf(int loop) => _states[loop];

    /// <summary>What a state becomes.</summary>
    public Recurrence RecurrenceOf(StepState state) => _recurrences[state];

    /// <summary>Checks that what a loop computes has a leading axis of its steps.</summary>
    /// <exception cref="InvalidOperationException">A value has not; the message names it.</exception>
    public void Verify()
    {
        foreach (KeyValuePair<Node, int> computed in _loops)
        {
            Node node = computed.Key;
            if (node.Shape.Rank == 0 || node.Shape[0] != _states[computed.Value].Steps)
                throw new InvalidOperationException($"{node} is computed in a loop and has no leading axis of its steps.");
        }
    }
}
