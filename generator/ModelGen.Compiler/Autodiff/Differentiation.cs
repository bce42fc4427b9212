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
    public static NetworkGraph AddGradients(NetworkGraph graph, GraphBuilder builder, IReadOnlyList<Node> parameters)
    {
        Node loss = graph.Loss ?? throw new ArgumentException("A network without a loss has no gradients.", nameof(graph));
        (IReadOnlyList<Node?> gradients, IReadOnlyList<Recurrence> recurrences) = Walk(graph, loss, builder, parameters);
        ParameterGradient[] pairs = parameters
            .Zip(gradients, (parameter, gradient) => new ParameterGradient(parameter, gradient ?? builder.Filled(0, parameter.Shape)))
            .ToArray();
        return graph with { Gradients = pairs, Recurrences = [.. graph.Recurrences, .. recurrences] };
    }

    /// <summary>The gradients of a number, as values of the graph that it is a value of.</summary>
    /// <param name="scalar">The number.</param>
    /// <param name="builder">The builder that made it.</param>
    /// <param name="recurrences">Those of all loops so far.</param>
    /// <param name="values">What the gradients are with respect to.</param>
    /// <returns>The gradient with respect to each value, null where none flows; and what the loops that go back carry.</returns>
    public static (IReadOnlyList<Node?> Gradients, IReadOnlyList<Recurrence> Recurrences) Of(
        Node scalar, GraphBuilder builder, IReadOnlyList<Recurrence> recurrences, IReadOnlyList<Node> values)
    {
        Provenance outer = builder.Provenance;
        (IReadOnlyList<Node?> Gradients, IReadOnlyList<Recurrence> Recurrences) walked =
            Walk(new NetworkGraph([scalar], scalar, []) { Recurrences = recurrences }, scalar, builder, values);
        builder.Provenance = outer;
        return walked;
    }

    private static (IReadOnlyList<Node?> Gradients, IReadOnlyList<Recurrence> Recurrences) Walk(
        NetworkGraph graph, Node scalar, GraphBuilder builder, IReadOnlyList<Node> values)
    {
        IReadOnlyList<Node> order = graph.TopologicalOrder();
        // Not those that the outputs alone need.
        IReadOnlyList<Recurrence> recurrences = (graph with { Outputs = [scalar], Gradients = [] }).LiveRecurrences();
        HashSet<Node> depending = DependingOn(order, values, recurrences);
        var gradients = new GradientShares(builder);
        gradients.Add(scalar, builder.Constant(1));
        var loops = new StateGradients(builder, graph.Recurrences, recurrences.Where(recurrence => depending.Contains(recurrence.Next)).ToArray());
        foreach (Node node in order.Reverse())
        {
            builder.Provenance = node.Provenance with { IsGradient = true };
            if (!depending.Contains(node) || loops.Of(node, gradients.Of(node)) is not { } gradient)
                continue;
            for (int input = 0; input < node.Inputs.Count; input++)
            {
                Node target = node.Inputs[input];
                if (!depending.Contains(target) || node.Op.Gradient(builder, node, gradient, input) is not { } share)
                    continue;
                gradients.Add(target, share);
            }
        }

        return (values.Select(gradients.Of).ToArray(), loops.Recurrences);
    }

    private static HashSet<Node> DependingOn(IReadOnlyList<Node> order, IReadOnlyList<Node> values, IReadOnlyList<Recurrence> recurrences)
    {
        var depending = new HashSet<Node>(values);
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
