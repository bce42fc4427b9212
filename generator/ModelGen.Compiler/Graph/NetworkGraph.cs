namespace ModelGen.Compiler.Graph;

/// <summary>The values that a program of the network must deliver.</summary>
/// <param name="Output">What <c>Forward</c> returns.</param>
/// <param name="Loss">What <c>Loss</c> returns; null where the program does not need it.</param>
/// <param name="Gradients">The gradient of the loss with respect to each parameter; empty for programs without a backward pass.</param>
public sealed record NetworkGraph(Node Output, Node? Loss, IReadOnlyList<ParameterGradient> Gradients)
{
    /// <summary>What a training step leaves in states; empty for programs that do not train.</summary>
    public IReadOnlyList<StateUpdate> Updates { get; init; } = [];

    /// <summary>All values to deliver.</summary>
    public IEnumerable<Node> Roots
    {
        get
        {
            yield return Output;
            if (Loss is not null)
                yield return Loss;
            foreach (ParameterGradient gradient in Gradients)
                yield return gradient.Gradient;
            foreach (StateUpdate update in Updates)
                yield return update.Value;
        }
    }

    /// <summary>Every value the roots need, inputs before their users.</summary>
    public IReadOnlyList<Node> TopologicalOrder()
    {
        var order = new List<Node>();
        var seen = new HashSet<Node>();
        var stack = new Stack<(Node Node, int NextInput)>();
        foreach (Node root in Roots)
        {
            if (!seen.Add(root))
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
                if (seen.Add(node.Inputs[next]))
                    stack.Push((node.Inputs[next], 0));
            }
        }

        return order;
    }

    /// <summary>Rebuilds the graph from its roots, each node passed to <paramref name="rewrite"/> once its inputs are rewritten.</summary>
    /// <param name="rewrite">Returns the node's replacement, given the node and its rewritten inputs.</param>
    public NetworkGraph Rewrite(Func<Node, IReadOnlyList<Node>, Node> rewrite)
    {
        var replaced = new Dictionary<Node, Node>();
        foreach (Node node in TopologicalOrder())
            replaced[node] = rewrite(node, node.Inputs.Select(input => replaced[input]).ToArray());
        return new NetworkGraph(
            replaced[Output],
            Loss is null ? null : replaced[Loss],
            Gradients.Select(pair => new ParameterGradient(OfParameter(pair.Parameter), replaced[pair.Gradient])).ToArray())
        {
            Updates = Updates.Select(update => update with { Value = replaced[update.Value] }).ToArray(),
        };

        // No value needs a parameter that the network does not use.
        Node OfParameter(Node parameter) => replaced.TryGetValue(parameter, out Node? known) ? known : rewrite(parameter, []);
    }

    /// <summary>Which nodes use each node, in order; a node that uses another twice stands twice.</summary>
    public Dictionary<Node, List<Node>> Users()
    {
        IReadOnlyList<Node> order = TopologicalOrder();
        Dictionary<Node, List<Node>> users = order.ToDictionary(node => node, _ => new List<Node>());
        foreach (Node node in order)
        {
            foreach (Node input in node.Inputs)
                users[input].Add(node);
        }

        return users;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join("\n", TopologicalOrder());
}

/// <summary>A parameter and the gradient of the loss with respect to it, of the same shape.</summary>
public sealed record ParameterGradient(Node Parameter, Node Gradient);

/// <summary>A state and its value behind a training step, of the same shape.</summary>
public sealed record StateUpdate(Node State, Node Value);
