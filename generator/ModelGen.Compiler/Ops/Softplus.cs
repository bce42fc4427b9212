using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>log(1 + eˣ), written in other ops so that neither end overflows or is lost: max(x, 0) + log1p(exp(−|x|)).</summary>
public static class Softplus
{
    /// <summary>The softplus of a value.</summary>
    public static Node Of(GraphBuilder graph, Node x)
    {
        Node small = graph.Apply(new Exp(), graph.Negate(graph.Apply(new Abs(), x)));
        // At 0 the gradient is a half: that of the logarithm alone is 0 there, so the rectifier's must be shared.
        Node above = graph.Apply(new Maximum(), x, graph.Filled(0, x.Shape));
        return graph.Add(above, LogOfOnePlus(graph, small));
    }

    /// <summary>
    /// log(1 + y) for a y of 0 or more, accurate also where 1 + y is rounded to 1: y·log(u)/(u − 1) with u = 1 + y as it is rounded (Kahan).
    /// </summary>
    private static Node LogOfOnePlus(GraphBuilder graph, Node y)
    {
        Node rounded = graph.Add(y, 1);
        Node difference = graph.Apply(new Detach(), graph.Add(rounded, -1));
        Node isLost = graph.Apply(new LogicalNot(), graph.IsAbove(difference, 0));
        Node divisor = graph.Where(isLost, 1, difference);
        Node correction = graph.Apply(new Detach(), graph.Divide(y, divisor));
        return graph.Where(isLost, y, graph.Multiply(graph.Apply(new Log(), rounded), correction));
    }
}

/// <summary>The surface of <see cref="Softplus"/>.</summary>
public sealed class SoftplusCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call) => Softplus.Of(call.Graph, call.Operand(0));
}
