using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Tests.Harness;

/// <summary>The functions of single numbers that graphs and loops are made of, in double precision.</summary>
internal static class ScalarFunctions
{
    /// <summary>A random word: any numbers do that are spread evenly over 32 bits.</summary>
    public static int Word(int layer, long sample, long element) =>
        (int)(((ulong)(((layer * 1009L) + sample) * 10007) + (ulong)element + 1) * 0x9E3779B97F4A7C15 >> 32);

    /// <summary>A function of one number.</summary>
    public static double Apply(UnaryFunction function, double x) => function switch
    {
        UnaryFunction.Negate => -x,
        UnaryFunction.Exp => Math.Exp(x),
        UnaryFunction.Log => Math.Log(x),
        UnaryFunction.Sqrt => Math.Sqrt(x),
        UnaryFunction.Tanh => Math.Tanh(x),
        UnaryFunction.Sigmoid => 1 / (1 + Math.Exp(-x)),
        UnaryFunction.Erf => Erf(x),
        _ => throw new InvalidOperationException(),
    };

    // The series of erf around 0 (Abramowitz and Stegun, 7.1.6), whose terms all have one sign; 60 of them do for the arguments of the cases.
    private static double Erf(double x)
    {
        (double sum, double term) = (0, x);
        for (int n = 1; n <= 60; n++)
        {
            sum += term;
            term *= 2 * x * x / ((2 * n) + 1);
        }

        Assert.InRange(Math.Abs(term), 0, 1e-15);
        return sum * Math.Exp(-x * x) * 2 / Math.Sqrt(Math.PI);
    }

    /// <summary>Whether a comparison holds.</summary>
    public static bool Holds(Comparison comparison, double x, double y) => comparison switch
    {
        Comparison.Greater => x > y,
        Comparison.GreaterOrEqual => x >= y,
        Comparison.Equal => x == y,
        _ => throw new InvalidOperationException(),
    };

    /// <summary>A function of two numbers.</summary>
    public static double Apply(BinaryFunction function, double x, double y) => function switch
    {
        BinaryFunction.Add => x + y,
        BinaryFunction.Subtract => x - y,
        BinaryFunction.Multiply => x * y,
        BinaryFunction.Divide => x / y,
        BinaryFunction.Max => Math.Max(x, y),
        _ => throw new InvalidOperationException(),
    };
}
