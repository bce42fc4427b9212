using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Gives each result memory of its own: a result that is an input, a constant or a renaming of another value, or that is the result of two
/// owners, or is stored in an order of its own, is copied. One value that is several outputs has one: they are only read.
/// </summary>
public static class OwnedResults
{
    /// <summary>Runs the pass.</summary>
    public static NetworkGraph Run(NetworkGraph graph, GraphBuilder builder)
    {
        var owned = new HashSet<Node>();
        int owner = 0;
        Node Own(Node node)
        {
            owner++;
            if (node.Op.Cost > 0 && node.Op is not IStoredInOrder && owned.Add(node))
                return node;
            return builder.ApplyFor(node, new Copy(new(Enumerable.Range(0, node.Shape.Rank)), owner), node);
        }

        var outputs = new Dictionary<Node, Node>();
        foreach (Node output in graph.Outputs.Distinct())
            outputs[output] = output.Op is Reshape && Viewed(output).Op is not SourceOp ? output : Own(output);
        Node? loss = graph.Loss is null ? null : Own(graph.Loss);
        ParameterGradient[] gradients = graph.Gradients.Select(pair => pair with { Gradient = Own(pair.Gradient) }).ToArray();
        return graph with
        {
            Outputs = graph.Outputs.Select(output => outputs[output]).ToArray(),
            Loss = loss,
            Gradients = gradients,
            Updates = graph.Updates.Select(update => update with { Value = Own(update.Value) }).ToArray(),
        };
    }

    // What an output is but another shape of: it lies where that does, unless that is the caller's own.
    private static Node Viewed(Node node) => node.Op is Reshape ? Viewed(node.Inputs[0]) : node;
}
