using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Lets what comes behind a loop's step read a new state where it is kept from step to step: the rules of gradients ask for the value that the state was
/// made of, which then need not be stored a second time.
/// </summary>
public static class StatesWhereKept
{
    /// <summary>Runs the pass.</summary>
    public static NetworkGraph Run(NetworkGraph graph, GraphBuilder builder)
    {
        Dictionary<Node, Node> kept = [];
        foreach (Node next in graph.LiveRecurrences().Select(recurrence => recurrence.Next))
            kept[next.Inputs[0]] = next;
        if (kept.Count == 0)
            return graph;
        // States come before all else in the order: those that are read are rewritten.
        var states = new Dictionary<Node, Node>();
        return graph.Rewrite((node, inputs) =>
        {
            Node[] read = node.Inputs.Select((input, place) =>
                kept.TryGetValue(input, out Node? next) && next.Id < node.Id && states.TryGetValue(next, out Node? rewritten) ? rewritten : inputs[place]).ToArray();
            Node result = builder.ApplyFor(node, node.Op, read);
            if (node.Op is NextState)
                states[node] = result;
            return result;
        });
    }
}
