using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;

namespace ModelGen.Compiler.Plan;

/// <summary>The values of loops that nobody reads but the step that computes them: one step's memory is enough for all.</summary>
internal sealed class StepValues
{
    private readonly HashSet<Node> _values = [];

    /// <summary>Finds them.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="fusion">Its kernels.</param>
    public StepValues(NetworkGraph graph, FusionPlan fusion)
    {
        if (graph.Recurrences.Count == 0)
            return;
        for (int kernel = 0; kernel < fusion.Kernels.Count; kernel++)
        {
            if (fusion.Loops[kernel] is not null)
                _values.UnionWith(fusion.Kernels[kernel].Where(node => node.Op is not StateOp && !graph.Roots.Contains(node)));
        }

        // A value under another shape may be read whenever that is.
        _values.ExceptWith(fusion.Aliases.Values);
        Dictionary<Node, int?> loops = fusion.Kernels.SelectMany((kernel, place) => kernel.Select(node => (Node: node, Loop: fusion.Loops[place]))).ToDictionary(one => one.Node, one => one.Loop);
        foreach ((IReadOnlyList<Node> outputs, int? loop) in fusion.Kernels.Zip(fusion.Loops, (outputs, loop) => (outputs, loop)))
            _values.ExceptWith(ReadBy(outputs, loops).Where(node => loops[node] != loop));
    }

    /// <summary>Whether a value is one of them.</summary>
    public bool Contains(Node node) => _values.Contains(node);

    // The results of other kernels that a kernel reads.
    private static HashSet<Node> ReadBy(IReadOnlyList<Node> outputs, Dictionary<Node, int?> results)
    {
        var read = new HashSet<Node>();
        var seen = new HashSet<Node>();
        var open = new Stack<Node>(outputs.SelectMany(node => node.Inputs));
        while (open.Count > 0)
        {
            Node node = open.Pop();
            if (!seen.Add(node))
                continue;
            if (results.ContainsKey(node))
            {
                read.Add(node);
                continue;
            }

            foreach (Node input in node.Inputs)
                open.Push(input);
        }

        return read;
    }
}
