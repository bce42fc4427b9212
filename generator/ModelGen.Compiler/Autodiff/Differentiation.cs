using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Autodiff;

/// <summary>Derives the backward pass: one walk from the loss towards the parameters, each op's own rule emitting ordinary nodes.</summary>
public static class Differentiation
{
    /// <summary>Adds the gradient of the loss with respect to each parameter.</summary>
    /// <param name="graph">A graph with a loss.</param>
    /// <param name="builder">The builder that made it.</param>
    /// <param name="parameters">The parameters; those that the loss does not depend on get zeros.</param>
    /// <exception cref="MissingGradientException">The loss depends on a parameter through an op without a gradient.</exception>
    public static NetworkGraph AddGradients(NetworkGraph graph, GraphBuilder builder, IReadOnlyList<Node> parameters)
    {
        Node loss = graph.Loss ?? throw new ArgumentException("A network without a loss has no gradients.", nameof(graph));
        IReadOnlyList<Node> order = graph.TopologicalOrder();
        HashSet<Node> trained = DependingOn(order, parameters);
        var gradients = new Dictionary<Node, Node> { [loss] = builder.Constant(1) };
        foreach (Node node in order.Reverse())
        {
            if (!trained.Contains(node) || !gradients.TryGetValue(node, out Node? gradient))
                continue;
            builder.Provenance = node.Provenance with { IsGradient = true };
            for (int input = 0; input < node.Inputs.Count; input++)
            {
                Node target = node.Inputs[input];
                if (!trained.Contains(target) || node.Op.Gradient(builder, node, gradient, input) is not { } share)
                    continue;
                gradients[target] = gradients.TryGetValue(target, out Node? known) ? builder.Apply(new Add(), known, share) : share;
            }
        }

        ParameterGradient[] pairs = parameters
            .Select(parameter => new ParameterGradient(
                parameter,
                gradients.TryGetValue(parameter, out Node? gradient) ? gradient : builder.Filled(0, parameter.Shape)))
            .ToArray();
        return graph with { Gradients = pairs };
    }

    private static HashSet<Node> DependingOn(IReadOnlyList<Node> order, IReadOnlyList<Node> parameters)
    {
        var depending = new HashSet<Node>(parameters);
        foreach (Node node in order)
        {
            if (node.Inputs.Any(depending.Contains))
                depending.Add(node);
        }

        return depending;
    }
}
