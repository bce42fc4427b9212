using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Gives each result memory of its own: a result that is an input, a constant or a renaming of another value, or that is the result of two
/// owners, or is stored in an order of its own, is copied.
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

        Node output = graph.Output.Op is Reshape ? graph.Output : Own(graph.Output);
        Node? loss = graph.Loss is null ? null : Own(graph.Loss);
        ParameterGradient[] gradients = graph.Gradients.Select(pair => pair with { Gradient = Own(pair.Gradient) }).ToArray();
        return graph with
        {
            Output = output,
            Loss = loss,
            Gradients = gradients,
            Updates = graph.Updates.Select(update => update with { Value = Own(update.Value) }).ToArray(),
        };
    }
}
