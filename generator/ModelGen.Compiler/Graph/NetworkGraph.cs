using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Graph;

/// <summary>The values that a program of the network must deliver.</summary>
/// <param name="Outputs">What <c>Forward</c> returns, in its order.</param>
/// <param name="Loss">What <c>Loss</c> returns; null where the program does not need it.</param>
/// <param name="Gradients">The gradient of the loss with respect to each parameter; empty for programs without a backward pass.</param>
public sealed record NetworkGraph(IReadOnlyList<Node> Outputs, Node? Loss, IReadOnlyList<ParameterGradient> Gradients)
{
    // A graph never changes: what was found out about it once stays. A copy with other roots is another graph.
    private IReadOnlyList<Node>? _order;
    private IReadOnlyDictionary<Node, IReadOnlyList<Node>>? _users;

    private NetworkGraph(NetworkGraph original)
    {
        (Outputs, Loss, Gradients) = original;
        (Updates, Recurrences) = (original.Updates, original.Recurrences);
    }

    /// <summary>What a training step leaves in states; empty for programs that do not train.</summary>
    public IReadOnlyList<StateUpdate> Updates { get; init; } = [];

    /// <summary>The states that loops carry from step to step.</summary>
    public IReadOnlyList<Recurrence> Recurrences { get; init; } = [];

    /// <summary>All values to deliver, and the states after a step that steps behind it need for them.</summary>
    public IEnumerable<Node> Roots => Recurrences.Count == 0 ? Results : LiveRecurrences().Select(recurrence => recurrence.Next).Concat(Results);

    /// <summary>The recurrences that the results need: those whose state before a step is read, directly or in a step of another one.</summary>
    public IReadOnlyList<Recurrence> LiveRecurrences()
    {
        if (Recurrences.Count == 0)
            return [];
        var live = new HashSet<Recurrence>();
        var seen = new HashSet<Node>(OrderFrom(Results));
        while (Recurrences.FirstOrDefault(recurrence => seen.Contains(recurrence.Previous) && !live.Contains(recurrence)) is { } needed)
        {
            live.Add(needed);
            seen.UnionWith(OrderFrom([needed.Next]));
        }

        return Recurrences.Where(live.Contains).ToArray();
    }

    private static IReadOnlyList<Node> NoNodes { get; } = [];

    private IEnumerable<Node> Results
    {
        get
        {
            foreach (Node output in Outputs)
                yield return output;
            if (Loss is not null)
                yield return Loss;
            foreach (ParameterGradient gradient in Gradients)
                yield return gradient.Gradient;
            foreach (StateUpdate update in Updates)
                yield return update.Value;
        }
    }

    /// <summary>Every value the roots need, inputs before their users, and all states before a loop's steps before any behind them.</summary>
    public IReadOnlyList<Node> TopologicalOrder() =>
        _order ??= Recurrences.Count == 0 ? OrderFrom(Results) : OrderFrom(LiveRecurrences().Select(recurrence => recurrence.Previous).Concat(Roots));

    private static IReadOnlyList<Node> OrderFrom(IEnumerable<Node> roots)
    {
        var order = new List<Node>();
        bool[] seen = [];
        var stack = new Stack<(Node Node, int NextInput)>();
        foreach (Node root in roots)
        {
            if (!IsFirst(root))
                continue;
            stack.Push((root, 0));
            while (stack.Count > 0)
            {
                (Node node, int next) = stack.Pop();
                if (next == node.Inputs.Count)
                {
                    order.Add(node);
                    continue;
                }

                stack.Push((node, next + 1));
                if (IsFirst(node.Inputs[next]))
                    stack.Push((node.Inputs[next], 0));
            }
        }

        return order;

        // Numbers are a builder's own, one after another: a mark for each is less than a set of nodes.
        bool IsFirst(Node node)
        {
            if (node.Id >= seen.Length)
                Array.Resize(ref seen, Math.Max(2 * seen.Length, node.Id + 1));
            bool isFirst = !seen[node.Id];
            seen[node.Id] = true;
            return isFirst;
        }
    }

    /// <summary>Rebuilds the graph from its roots, each node passed to <paramref name="rewrite"/> once its inputs are rewritten; where none changes it is this graph.</summary>
    /// <param name="rewrite">Returns the node's replacement, given the node and its rewritten inputs: its own list where none changed.</param>
    public NetworkGraph Rewrite(Func<Node, IReadOnlyList<Node>, Node> rewrite)
    {
        IReadOnlyList<Node> order = TopologicalOrder();
        // By their numbers, which are a builder's own.
        var replaced = new Node?[order.Count == 0 ? 0 : order.Max(node => node.Id) + 1];
        bool changes = false;
        foreach (Node node in order)
        {
            Node replacement = rewrite(node, ReplacedInputs(node));
            changes |= replacement != node;
            replaced[node.Id] = replacement;
        }

        return !changes ? this : new NetworkGraph(
            Outputs.Select(Replaced).ToArray(),
            Loss is null ? null : Replaced(Loss),
            Gradients.Select(pair => new ParameterGradient(OfParameter(pair.Parameter), Replaced(pair.Gradient))).ToArray())
        {
            Recurrences = LiveRecurrences().Select(recurrence => new Recurrence(Replaced(recurrence.Previous), Replaced(recurrence.Next))).ToArray(),
            Updates = Updates.Select(update => update with { Value = Replaced(update.Value) }).ToArray(),
        };

        Node Replaced(Node node) => replaced[node.Id]!;

        IReadOnlyList<Node> ReplacedInputs(Node node)
        {
            int first = 0;
            while (first < node.Inputs.Count && replaced[node.Inputs[first].Id] == node.Inputs[first])
                first++;
            return first == node.Inputs.Count ? node.Inputs : node.Inputs.Select(Replaced).ToArray();
        }

        // A parameter that the network does not use has no readers to be changed for.
        Node OfParameter(Node parameter) => parameter.Id < replaced.Length && replaced[parameter.Id] is { } known ? known : parameter;
    }

    /// <summary>Which nodes use each node, in order; a node that uses another twice stands twice.</summary>
    public IReadOnlyDictionary<Node, IReadOnlyList<Node>> Users()
    {
        if (_users is not null)
            return _users;
        var users = new Dictionary<Node, IReadOnlyList<Node>>();
        foreach (Node node in TopologicalOrder())
        {
            users.Add(node, NoNodes);
            foreach (Node input in node.Inputs)
            {
                // Most have one.
                IReadOnlyList<Node> known = users[input];
                if (known is List<Node> several)
                    several.Add(node);
                else
                    users[input] = known.Count == 0 ? [node] : new List<Node> { known[0], node };
            }
        }

        return _users = users;
    }

    /// <summary>Whether it is the same graph.</summary>
    public bool Equals(NetworkGraph? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <inheritdoc/>
    public override string ToString() => string.Join("\n", TopologicalOrder());
}

/// <summary>A state that a loop carries from step to step, for all steps: what a step finds (<see cref="PreviousState"/>) is what the one before it left.</summary>
/// <param name="Previous">The state before each step.</param>
/// <param name="Next">The state after each step.</param>
public sealed record Recurrence(Node Previous, Node Next)
{
    /// <summary>Which state it is.</summary>
    public StepState State => ((PreviousState)Previous.Op).State;
}

/// <summary>A parameter and the gradient of the loss with respect to it, of the same shape.</summary>
public sealed record ParameterGradient(Node Parameter, Node Gradient);

/// <summary>A state and its value behind a training step, of the same shape.</summary>
public sealed record StateUpdate(Node State, Node Value);
