using System.ComponentModel;
using ILGPU;

namespace ModelGen.Runtime;

/// <summary>
/// Elementary functions for one thread of a GPU: the polynomials of <see cref="VectorMath"/> (S. Moshier's Cephes), in additions and multiplications that any
/// device rounds alike. The device's own approximations are not used: some lose half of the digits. Where it fuses a multiplication with an addition the
/// last digit may differ; the bounds hold either way.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GpuMath
{
    /// <summary>The larger of two numbers; the second one where either is NaN, as on the CPU.</summary>
    public static float Max(float x, float y) => x > y ? x : y;

    /// <summary>eˣ: within 2 ulp, subnormal results included; 0 and +∞ beyond the range, NaN of NaN.</summary>
    public static float Exp(float x)
    {
        float bounded = x < VectorMath.ExpLowest ? VectorMath.ExpLowest : x > VectorMath.ExpHighest ? VectorMath.ExpHighest : x;
        float scaled = bounded * VectorMath.Log2OfE;
        int exponent = (int)(scaled + (scaled < 0 ? -0.5f : 0.5f));
        float power = exponent;
        float rest = (bounded - (power * VectorMath.Ln2High)) - (power * VectorMath.Ln2Low);
        float series = (rest * VectorMath.Exp7) + VectorMath.Exp6;
        series = (series * rest) + VectorMath.Exp5;
        series = (series * rest) + VectorMath.Exp4;
        series = (series * rest) + VectorMath.Exp3;
        series = (series * rest) + VectorMath.Exp2;
        float value = (series * (rest * rest)) + rest + 1f;

        // Two factors: one power of two cannot reach 2¹²⁸ or the subnormals.
        int half = exponent >> 1;
        float result = value * PowerOfTwo(half) * PowerOfTwo(exponent - half);
        return float.IsNaN(x) ? x : result;
    }

    /// <summary>The natural logarithm: within 2 ulp, subnormal arguments included; −∞ at ±0, NaN below and of NaN.</summary>
    public static float Log(float x)
    {
        bool isSubnormal = x < VectorMath.SmallestNormal;
        float normal = isSubnormal ? x * VectorMath.TwoTo23 : x;

        // x = 2^exponent · mantissa with the mantissa in [√½, √2).
        int offset = (int)Interop.FloatAsInt(normal) - VectorMath.RootHalfBits;
        float exponent = (offset >> VectorMath.MantissaBits) + (isSubnormal ? -23f : 0f);
        float mantissa = Interop.IntAsFloat((uint)((offset & VectorMath.MantissaMask) + VectorMath.RootHalfBits));
        float rest = mantissa - 1f;
        float square = rest * rest;
        float series = (rest * VectorMath.Log11) + VectorMath.Log10;
        series = (series * rest) + VectorMath.Log9;
        series = (series * rest) + VectorMath.Log8;
        series = (series * rest) + VectorMath.Log7;
        series = (series * rest) + VectorMath.Log6;
        series = (series * rest) + VectorMath.Log5;
        series = (series * rest) + VectorMath.Log4;
        series = (series * rest) + VectorMath.Log3;
        float value = (exponent * VectorMath.Ln2Low) + (series * square * rest);
        value = (square * -0.5f) + value + rest;
        value = (exponent * VectorMath.Ln2High) + value;
        value = x == float.PositiveInfinity ? x : value;
        value = x == 0f ? float.NegativeInfinity : value;
        return x >= 0f ? value : float.NaN;
    }

    /// <summary>The hyperbolic tangent: within 3 ulp; NaN of NaN.</summary>
    public static float Tanh(float x)
    {
        float magnitude = x < 0 ? -x : x;
        float square = magnitude * magnitude;
        float series = (square * VectorMath.Tanh11) + VectorMath.Tanh9;
        series = (series * square) + VectorMath.Tanh7;
        series = (series * square) + VectorMath.Tanh5;
        series = (series * square) + VectorMath.Tanh3;
        float small = (series * square * magnitude) + magnitude;
        float large = 1f - (2f / (Exp(magnitude + magnitude) + 1f));
        float value = magnitude < VectorMath.TanhSwitch ? small : large;
        return x < 0 ? -value : value;
    }

    /// <summary>1/(1 + e⁻ˣ): within 4 ulp, subnormal results included; NaN of NaN.</summary>
    public static float Sigmoid(float x)
    {
        // e^−|x| cannot overflow, and for negative x the small result keeps all its digits.
        float power = Exp(x < 0 ? x : -x);
        float upper = 1f / (1f + power);
        return x < 0 ? power * upper : upper;
    }

    /// <summary>The error function: within 2 ulp; NaN of NaN.</summary>
    public static float Erf(float x)
    {
        float magnitude = x < 0 ? -x : x;
        float square = magnitude * magnitude;
        float series = (square * VectorMath.Erf11) + VectorMath.Erf9;
        series = (series * square) + VectorMath.Erf7;
        series = (series * square) + VectorMath.Erf5;
        series = (series * square) + VectorMath.Erf3;
        series = (series * square) + VectorMath.Erf1;
        float small = (series * magnitude) + magnitude;
        float power = (magnitude * VectorMath.Erfc7) + VectorMath.Erfc6;
        power = (power * magnitude) + VectorMath.Erfc5;
        power = (power * magnitude) + VectorMath.Erfc4;
        power = (power * magnitude) + VectorMath.Erfc3;
        power = (power * magnitude) + VectorMath.Erfc2;
        power = (power * magnitude) + VectorMath.Erfc1;
        float large = 1f - Exp(power * magnitude);
        float value = magnitude < VectorMath.ErfSwitch ? small : large;
        return x < 0 ? -value : value;
    }

    private static float PowerOfTwo(int exponent) => Interop.IntAsFloat((uint)((exponent + VectorMath.ExponentBias) << VectorMath.MantissaBits));
}
