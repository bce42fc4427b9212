using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of the Kullback–Leibler divergence of log-probabilities x: Σ target·(log target − x) over the number of rows, PyTorch's <c>batchmean</c>.</summary>
public sealed class KullbackLeiblerCall : LossCall
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        (Node value, Node target) = Operands(call);
        Node sum = call.Graph.Sum(Each(call, value, target), Enumerable.Range(0, value.Shape.Rank).ToArray());
        Size rows = value.Shape.Rank == 0 ? 1 : value.Shape[0];
        return call.Graph.Divide(sum, call.Graph.Apply(new ElementCount(rows)));
    }

    /// <inheritdoc/>
    protected override Node Each(Call call, Node value, Node target)
    {
        GraphBuilder graph = call.Graph;
        // 0·log 0 is 0.
        Node isPositive = graph.IsAbove(target, 0);
        Node logarithm = graph.Apply(new Log(), graph.Where(isPositive, target, 1));
        return graph.Where(isPositive, graph.Multiply(target, graph.Subtract(logarithm, value)), 0);
    }
}
