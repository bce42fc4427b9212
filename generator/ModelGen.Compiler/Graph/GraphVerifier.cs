using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Graph;

/// <summary>Checks what every pass must keep: nodes come after their inputs, and each has the shape and type that its op infers.</summary>
public static class GraphVerifier
{
    /// <summary>Checks a graph.</summary>
    /// <exception cref="InvalidOperationException">A pass broke it; the message names the node.</exception>
    public static void Verify(NetworkGraph graph)
    {
        foreach (Node node in graph.TopologicalOrder())
        {
            if (!node.IsVerified)
                Verify(node);
        }

        foreach (Recurrence recurrence in graph.Recurrences)
        {
            if (recurrence.Previous.Op is not PreviousState previous || recurrence.Next.Op is not NextState next || previous.State != next.State)
                throw new InvalidOperationException($"{recurrence.Previous} is not the state before {recurrence.Next}.");
            if (recurrence.Previous.Shape != recurrence.Next.Shape)
                throw new InvalidOperationException($"The state {recurrence.Next} does not have the shape of the one before, {recurrence.Previous}.");
        }

        if (graph.TopologicalOrder().Where(node => node.Op is PreviousState).Except(graph.Recurrences.Select(recurrence => recurrence.Previous)).FirstOrDefault() is { } unbound)
            throw new InvalidOperationException($"{unbound} is the state behind no step.");
        StepLoops.Of(graph).Verify();
        foreach (ParameterGradient pair in graph.Gradients)
        {
            if (pair.Parameter.Shape != pair.Gradient.Shape)
                throw new InvalidOperationException($"The gradient {pair.Gradient} does not have the shape of {pair.Parameter}.");
        }

        foreach (StateUpdate update in graph.Updates)
        {
            if (update.State.Shape != update.Value.Shape)
                throw new InvalidOperationException($"The new value {update.Value} does not have the shape of {update.State}.");
        }
    }

    private static void Verify(Node node)
    {
        if (node.Inputs.Any(input => input.Id >= node.Id))
            throw new InvalidOperationException($"{node} uses a later value.");
        if (node.Op.InferShape(node.Inputs) != node.Shape)
            throw new InvalidOperationException($"{node} should have the shape {node.Op.InferShape(node.Inputs)}.");
        if (node.Op.InferType(node.Inputs) != node.Type)
            throw new InvalidOperationException($"{node} should have the type {node.Op.InferType(node.Inputs)}.");
        node.IsVerified = true;
    }
}
