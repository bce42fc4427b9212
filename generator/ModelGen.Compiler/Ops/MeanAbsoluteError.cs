using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of the mean of |x − target|.</summary>
public sealed class MeanAbsoluteErrorCall : LossCall
{
    /// <inheritdoc/>
    protected override Node Each(Call call, Node value, Node target)
    {
        GraphBuilder graph = call.Graph;
        return graph.Apply(new Abs(), graph.Subtract(value, target));
    }
}
