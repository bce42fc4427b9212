using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>A value kept between two numbers; the gradient passes where it is neither below the one nor above the other.</summary>
public static class Clamp
{
    /// <summary>min(max(x, least), most).</summary>
    public static Node Of(GraphBuilder graph, Node x, double least, double most)
    {
        Node raised = double.IsNegativeInfinity(least) ? x : graph.Where(graph.IsBelow(x, least), least, x);
        return double.IsPositiveInfinity(most) ? raised : graph.Where(graph.IsAbove(x, most), most, raised);
    }
}

/// <summary>The surface of <see cref="Clamp"/>.</summary>
public sealed class ClampCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        double least = call.Number("least"), most = call.Number("most");
        if (!(least <= most))
            throw call.ArgumentError("most", $"at least {Text(least)}, the lower bound", Text(most));
        return Clamp.Of(call.Graph, call.Operand(0), least, most);
    }

    private static string Text(double number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
