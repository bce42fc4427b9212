using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of the mean of softplus(x) − t·x, the binary cross-entropy of σ(x).</summary>
public sealed class BinaryCrossEntropyWithLogitsCall : LossCall
{
    /// <inheritdoc/>
    protected override Node Each(Call call, Node value, Node target)
    {
        GraphBuilder graph = call.Graph;
        return graph.Subtract(Softplus.Of(graph, value), graph.Multiply(target, value));
    }
}
