using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of the mean of ½·d² up to a distance d of delta, and of delta·(d − ½·delta) beyond (Huber, 1964).</summary>
public sealed class HuberCall : LossCall
{
    /// <inheritdoc/>
    protected override Node Each(Call call, Node value, Node target)
    {
        GraphBuilder graph = call.Graph;
        double delta = call.Number("delta");
        if (!(delta > 0))
            throw call.ArgumentError("delta", "above 0", delta.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Node distance = graph.Apply(new Abs(), graph.Subtract(value, target));
        Node straight = graph.Multiply(graph.Add(distance, -delta / 2), delta);
        return graph.Where(graph.IsAbove(distance, delta), straight, graph.Multiply(graph.Multiply(distance, distance), 0.5));
    }
}
