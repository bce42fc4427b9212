using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// The order in which kernels run: each once everything that it reads is there. The kernels of a loop follow each other, behind all that its steps read of others;
/// who reads the states of all steps runs behind the loop that computes them.
/// </summary>
internal sealed class KernelOrder
{
    private readonly StepLoops _loops;
    private readonly Dictionary<Node, List<Node>> _groups = [];
    private readonly Dictionary<int, List<Node>> _members = [];
    private readonly List<IReadOnlyList<Node>> _ordered = [];
    private readonly HashSet<Node> _done = [];
    private readonly HashSet<int> _begun = [];

    /// <summary>Prepares to order kernels.</summary>
    /// <param name="loops">The graph's loops.</param>
    /// <param name="groups">The values that each kernel writes.</param>
    public KernelOrder(StepLoops loops, IEnumerable<List<Node>> groups)
    {
        _loops = loops;
        foreach (List<Node> group in groups)
        {
            foreach (Node member in group)
                _groups[member] = group;
        }
    }

    /// <summary>The kernels in their order.</summary>
    /// <param name="written">What they write, inputs before their users.</param>
    public IReadOnlyList<IReadOnlyList<Node>> Run(IReadOnlyList<Node> written)
    {
        foreach (Node node in written)
        {
            if (_loops.LoopOf(node) is { } loop)
                (_members.TryGetValue(loop, out List<Node>? members) ? members : _members[loop] = []).Add(node);
        }

        foreach (Node node in written)
            Emit(node, null);
        return _ordered;
    }

    private void Emit(Node node, int? within)
    {
        if (_loops.LoopOf(node) is { } loop && loop != within && _groups.ContainsKey(node))
        {
            EmitLoop(loop);
            return;
        }

        if (!_done.Add(node))
            return;
        if (!_groups.TryGetValue(node, out List<Node>? group))
        {
            EmitInputs(node, within);
            return;
        }

        _done.UnionWith(group);
        foreach (Node member in group)
            EmitInputs(member, within);
        _ordered.Add(group);
    }

    private void EmitLoop(int loop)
    {
        if (!_begun.Add(loop))
            return;
        // Before the first step whatever the steps read that is not theirs.
        var seen = new HashSet<Node>();
        var open = new Stack<Node>(_members[loop].AsEnumerable().Reverse());
        while (open.Count > 0)
        {
            Node node = open.Pop();
            if (!seen.Add(node))
                continue;
            if (_groups.ContainsKey(node) && _loops.LoopOf(node) != loop)
            {
                Emit(node, null);
                continue;
            }

            EmitStates(node);
            foreach (Node input in node.Inputs)
                open.Push(input);
        }

        foreach (Node member in _members[loop])
            Emit(member, loop);
    }

    private void EmitInputs(Node node, int? within)
    {
        EmitStates(node);
        foreach (Node input in node.Inputs)
            Emit(input, within);
    }

    // Who reads the states before all steps needs those after them; in their own loop the step before has left them.
    private void EmitStates(Node node)
    {
        if (node.Op is PreviousState previous)
            Emit(_loops.RecurrenceOf(previous.State).Next, null);
    }
}
