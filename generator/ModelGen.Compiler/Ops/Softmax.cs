using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// Softmax and its logarithm along an axis, written in other ops: with m the largest x, z = x − m, s = Σ exp(z), softmax = exp(z)/s and
/// log-softmax = z − log s. Neither depends on m, so no gradient flows through it.
/// </summary>
public static class Softmax
{
    /// <summary>exp(x)/Σ exp(x).</summary>
    public static Node Of(GraphBuilder graph, Node value, int axis)
    {
        Node exponentials = graph.Apply(new Exp(), Shifted(graph, value, axis));
        Node sum = graph.Sum(exponentials, [axis]);
        // One division for each sum, instead of one for each element.
        Node inverse = graph.Divide(graph.Filled(1, sum.Shape), sum);
        return graph.Apply(new Multiply(), exponentials, Along(graph, inverse, value, axis));
    }

    /// <summary>log(exp(x)/Σ exp(x)).</summary>
    public static Node LogOf(GraphBuilder graph, Node value, int axis)
    {
        Node shifted = Shifted(graph, value, axis);
        Node sum = graph.Sum(graph.Apply(new Exp(), shifted), [axis]);
        return graph.Apply(new Subtract(), shifted, Along(graph, graph.Apply(new Log(), sum), value, axis));
    }

    private static Node Shifted(GraphBuilder graph, Node value, int axis)
    {
        Node largest = graph.Apply(new Detach(), graph.Apply(new Reduce(ReductionKind.Max, new([axis])), value));
        return graph.Apply(new Subtract(), value, Along(graph, largest, value, axis));
    }

    // Repeats a value without the axis along it.
    private static Node Along(GraphBuilder graph, Node value, Node whole, int axis) =>
        graph.BroadcastTo(value, whole.Shape, Enumerable.Range(0, whole.Shape.Rank).Where(other => other != axis));
}

/// <summary>The surface of the softmax.</summary>
public sealed class SoftmaxCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call) => Softmax.Of(call.Graph, call.Operand(0), call.Axis("axis", call.Operand(0).Shape));
}

/// <summary>The surface of the logarithm of the softmax.</summary>
public sealed class LogSoftmaxCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call) => Softmax.LogOf(call.Graph, call.Operand(0), call.Axis("axis", call.Operand(0).Shape));
}
