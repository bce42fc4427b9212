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
        // Not those that the output alone needs.
        IReadOnlyList<Recurrence> recurrences = (graph with { Output = loss, Gradients = [] }).LiveRecurrences();
        HashSet<Node> trained = DependingOn(order, parameters, recurrences);
        var gradients = new GradientShares(builder);
        gradients.Add(loss, builder.Constant(1));
        var loops = new StateGradients(builder, recurrences.Where(recurrence => trained.Contains(recurrence.Next)).ToArray());
        foreach (Node node in order.Reverse())
        {
            builder.Provenance = node.Provenance with { IsGradient = true };
            if (!trained.Contains(node) || loops.Of(node, gradients.Of(node)) is not { } gradient)
                continue;
            for (int input = 0; input < node.Inputs.Count; input++)
            {
                Node target = node.Inputs[input];
                if (!trained.Contains(target) || node.Op.Gradient(builder, node, gradient, input) is not { } share)
                    continue;
                gradients.Add(target, share);
            }
        }

        ParameterGradient[] pairs = parameters
            .Select(parameter => new ParameterGradient(
                parameter,
                gradients.Of(parameter) ?? builder.Filled(0, parameter.Shape)))
            .ToArray();
        return graph with { Gradients = pairs, Recurrences = [.. graph.Recurrences, .. loops.Recurrences] };
    }

    private static HashSet<Node> DependingOn(IReadOnlyList<Node> order, IReadOnlyList<Node> parameters, IReadOnlyList<Recurrence> recurrences)
    {
        var depending = new HashSet<Node>(parameters);
        int before;
        do
        {
            before = depending.Count;
            // What a step depends on, the next one does.
            depending.UnionWith(recurrences.Where(recurrence => depending.Contains(recurrence.Next)).Select(recurrence => recurrence.Previous));
            foreach (Node node in order)
            {
                if (node.Inputs.Any(depending.Contains))
                    depending.Add(node);
            }
        }
        while (recurrences.Count > 0 && depending.Count > before);

        return depending;
    }
}
