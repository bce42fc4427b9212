using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// The surface of a power with a constant exponent: products for small whole exponents, a root for halves, the inverse of those for negative ones; else
/// exp(exponent·log x), which takes a positive x.
/// </summary>
public sealed class PowerCall : SurfaceOp
{
    private const int LargestProduct = 16;

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node x = call.Operand(0);
        double exponent = call.Number("exponent");
        Node power = Of(call.Graph, x, Math.Abs(exponent));
        return exponent < 0 ? call.Graph.Divide(call.Graph.Filled(1, x.Shape), power) : power;
    }

    /// <summary>x to a power of at least 0.</summary>
    public static Node Of(GraphBuilder graph, Node x, double exponent)
    {
        double whole = Math.Floor(exponent);
        if (whole > LargestProduct || exponent - whole is not (0 or 0.5))
            return graph.Apply(new Exp(), graph.Multiply(graph.Apply(new Log(), x), exponent));
        Node? power = exponent > whole ? graph.Apply(new Sqrt(), x) : null;
        Node square = x;
        for (int bits = (int)whole; bits > 0; bits >>= 1)
        {
            if ((bits & 1) == 1)
                power = power is null ? square : graph.Multiply(power, square);
            if (bits > 1)
                square = graph.Multiply(square, square);
        }

        return power ?? graph.Filled(1, x.Shape);
    }
}

/// <summary>The surface of x².</summary>
public sealed class SquareCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call) => PowerCall.Of(call.Graph, call.Operand(0), 2);
}
