using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of the mean of −(t·log p + (1 − t)·log(1 − p)), the logarithms cut at −100.</summary>
public sealed class BinaryCrossEntropyCall : LossCall
{
    /// <inheritdoc/>
    protected override Node Each(Call call, Node value, Node target)
    {
        GraphBuilder graph = call.Graph;
        Node Logarithm(Node probability)
        {
            // Not by cutting what comes out: the gradient of log 0 would be 0/0.
            Node isLarge = graph.IsAbove(probability, LeastProbability);
            return graph.Where(isLarge, graph.Apply(new Log(), graph.Where(isLarge, probability, 1)), LeastLogarithm);
        }

        Node rest = graph.Subtract(graph.Filled(1, target.Shape), target);
        Node right = graph.Multiply(target, Logarithm(value));
        Node wrong = graph.Multiply(rest, Logarithm(graph.Subtract(graph.Filled(1, value.Shape), value)));
        return graph.Negate(graph.Add(right, wrong));
    }

    private const double LeastLogarithm = -100;
    private const double LeastProbability = 1.17549435e-38;
}
