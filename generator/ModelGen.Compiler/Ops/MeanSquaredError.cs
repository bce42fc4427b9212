using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of the mean of (x − target)².</summary>
public sealed class MeanSquaredErrorCall : LossCall
{
    /// <inheritdoc/>
    protected override Node Each(Call call, Node value, Node target)
    {
        GraphBuilder graph = call.Graph;
        Node distance = graph.Subtract(value, target);
        return graph.Multiply(distance, distance);
    }
}
