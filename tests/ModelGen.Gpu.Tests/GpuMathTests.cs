using ModelGen.Runtime;

namespace ModelGen.Gpu.Tests;

/// <summary>The functions that kernels call, as a processor without fused operations computes them.</summary>
public sealed class GpuMathTests
{
    // A prime step through all bit patterns.
    private const uint Step = 8209;

    public static TheoryData<string, double> Functions => new() { { "Exp", 2 }, { "Log", 2 }, { "Tanh", 3 }, { "Sigmoid", 4 }, { "Erf", 2 } };

    public static TheoryData<string, float, float> Ends => new()
    {
        { "Exp", float.NegativeInfinity, 0f },
        { "Exp", float.PositiveInfinity, float.PositiveInfinity },
        { "Exp", float.NaN, float.NaN },
        { "Exp", 0f, 1f },
        { "Exp", -103.97f, float.Epsilon },
        { "Log", 0f, float.NegativeInfinity },
        { "Log", 1f, 0f },
        { "Log", float.PositiveInfinity, float.PositiveInfinity },
        { "Log", -float.Epsilon, float.NaN },
        { "Log", float.NaN, float.NaN },
        { "Tanh", 0f, 0f },
        { "Tanh", 100f, 1f },
        { "Tanh", float.NegativeInfinity, -1f },
        { "Tanh", float.NaN, float.NaN },
        { "Sigmoid", 0f, 0.5f },
        { "Sigmoid", float.NegativeInfinity, 0f },
        { "Sigmoid", float.PositiveInfinity, 1f },
        { "Sigmoid", float.NaN, float.NaN },
        { "Erf", 0f, 0f },
        { "Erf", 100f, 1f },
        { "Erf", float.NegativeInfinity, -1f },
        { "Erf", float.NaN, float.NaN },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Keeps_its_documented_error_over_all_floats(string name, double documented)
    {
        (double worst, float at) = (0, 0);
        for (ulong pattern = 0; pattern <= uint.MaxValue; pattern += Step)
        {
            float x = BitConverter.UInt32BitsToSingle((uint)pattern);
            double error = ErrorInUlp(Evaluate(name, x), Exactly(name, x));
            if (!(error <= worst))
                (worst, at) = (error, x);
        }

        Assert.True(worst <= documented, $"{name}({at:R}) is {worst} ulp off.");
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Ends_where_it_should(string name, float x, float expected) => Assert.Equal(expected, Evaluate(name, x));

    [Fact]
    public void The_larger_of_a_number_and_no_number_is_the_second()
    {
        Assert.Equal(float.NaN, GpuMath.Max(0, float.NaN));
        Assert.Equal(0, GpuMath.Max(float.NaN, 0));
    }

    private static float Evaluate(string name, float x) => name switch
    {
        "Exp" => GpuMath.Exp(x),
        "Log" => GpuMath.Log(x),
        "Tanh" => GpuMath.Tanh(x),
        "Erf" => GpuMath.Erf(x),
        _ => GpuMath.Sigmoid(x),
    };

    private static double Exactly(string name, float x) => name switch
    {
        "Exp" => Math.Exp(x),
        "Log" => Math.Log(x),
        "Tanh" => Math.Tanh(x),
        "Erf" => ErrorFunction(x),
        _ => 1 / (1 + Math.Exp(-(double)x)),
    };

    // Maclaurin's series while its terms stay small, then the continued fraction of erfc (Abramowitz and Stegun 7.1.6 and 7.1.14).
    private static double ErrorFunction(double x)
    {
        double magnitude = Math.Abs(x);
        if (!(magnitude < 6))
            return double.IsNaN(x) ? x : Math.Sign(x);
        double value;
        if (magnitude < 2.5)
        {
            double term = magnitude, sum = magnitude;
            for (int n = 1; n < 80; n++)
            {
                term *= 2 * magnitude * magnitude / ((2 * n) + 1);
                sum += term;
            }

            value = 2 / Math.Sqrt(Math.PI) * Math.Exp(-magnitude * magnitude) * sum;
        }
        else
        {
            double fraction = magnitude;
            for (int n = 80; n >= 1; n--)
                fraction = magnitude + (n / 2.0 / fraction);
            value = 1 - (Math.Exp(-magnitude * magnitude) / Math.Sqrt(Math.PI) / fraction);
        }

        return x < 0 ? -value : value;
    }

    private static double ErrorInUlp(float actual, double exact)
    {
        var rounded = (float)exact;
        if (!float.IsFinite(rounded) || !float.IsFinite(actual))
            return actual.Equals(rounded) ? 0 : double.PositiveInfinity;
        double ulp = Math.Max((double)MathF.BitIncrement(MathF.Abs(rounded)) - MathF.Abs(rounded), float.Epsilon);
        return Math.Abs(actual - exact) / ulp;
    }
}
