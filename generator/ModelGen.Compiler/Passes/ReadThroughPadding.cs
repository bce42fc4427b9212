using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// A value that is padded for one reader and read as it is by others is stored once: the others read the inside of the padded one. It is then computed where it is padded. What
/// a contraction's own kernel writes is stored as it is anyway and stays.
/// </summary>
public static class ReadThroughPadding
{
    /// <summary>Runs the pass.</summary>
    public static NetworkGraph Run(NetworkGraph graph, GraphBuilder builder)
    {
        IReadOnlyDictionary<Node, IReadOnlyList<Node>> users = graph.Users();
        var roots = new HashSet<Node>(graph.Roots);
        // The inside of what was padded, and the value that it stands for.
        var inside = new Dictionary<Node, Node>();
        return graph.Rewrite((node, inputs) =>
        {
            Node[] read = node.Op is Pad && inside.TryGetValue(inputs[0], out Node? whole) ? [whole] : inputs.ToArray();
            Node value = builder.ApplyFor(node, node.Op, read);
            if (roots.Contains(node) || PaddedBy(node, users) is not { Count: > 0 } pads || IsWrittenByContraction(node, users))
                return value;
            Node view = pads.Aggregate(value, (padded, pad) => builder.ApplyFor(pad, pad.Op, padded));
            foreach (Pad pad in pads.Select(pad => (Pad)pad.Op).Reverse())
                view = builder.ApplyFor(node, new Crop(pad.Axis, pad.Before, node.Shape[pad.Axis].Constant), view);
            inside[view] = value;
            return view;
        });
    }

    // The padding of a value along one axis after the other, where it has other readers too.
    private static IReadOnlyList<Node> PaddedBy(Node value, IReadOnlyDictionary<Node, IReadOnlyList<Node>> users)
    {
        Node[] padding = users[value].Where(user => user.Op is Pad).Distinct().ToArray();
        if (value.Op is not ElementwiseOp || padding.Length != 1 || users[value].Count < 2)
            return [];
        var chain = new List<Node> { padding[0] };
        while (users[chain[chain.Count - 1]] is [{ Op: Pad } next])
            chain.Add(next);
        return chain;
    }

    // Whether a value is what a contraction's kernel does with its sums: what it is computed from is read by nobody else, down to the contraction.
    private static bool IsWrittenByContraction(Node value, IReadOnlyDictionary<Node, IReadOnlyList<Node>> users) => value.Inputs.Any(input =>
        users[input].Count == 1 && (input.Op is ContractionOp || (input.Op is ElementwiseOp && IsWrittenByContraction(input, users))));
}
