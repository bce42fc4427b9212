using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelGen.Runtime;

public static partial class VectorMath
{
    /// <summary>eˣ of each lane: within 1.5 ulp, subnormal results included; 0 and +∞ beyond the range, NaN of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        Vector256<float> bounded = Vector256.MinNative(Vector256.MaxNative(x, Vector256.Create(ExpLowest)), Vector256.Create(ExpHighest));
        Vector256<float> power = Vector256.Round(bounded * Log2OfE);
        Vector256<float> rest = Vector256.MultiplyAddEstimate(power, Vector256.Create(-Ln2High), bounded);
        rest = Vector256.MultiplyAddEstimate(power, Vector256.Create(-Ln2Low), rest);

        Vector256<float> series = Vector256.MultiplyAddEstimate(rest, Vector256.Create(Exp7), Vector256.Create(Exp6));
        series = Vector256.MultiplyAddEstimate(series, rest, Vector256.Create(Exp5));
        series = Vector256.MultiplyAddEstimate(series, rest, Vector256.Create(Exp4));
        series = Vector256.MultiplyAddEstimate(series, rest, Vector256.Create(Exp3));
        series = Vector256.MultiplyAddEstimate(series, rest, Vector256.Create(Exp2));
        Vector256<float> value = Vector256.MultiplyAddEstimate(series, rest * rest, rest) + Vector256<float>.One;

        // Two factors: one power of two cannot reach 2¹²⁸ or the subnormals.
        Vector256<int> exponent = Vector256.ConvertToInt32Native(power);
        Vector256<int> half = exponent >> 1;
        // A result that is 0 is 0 times something: one that underflows takes some processors a hundred times as long.
        Vector256<float> isZero = Vector256.LessThan(x, Vector256.Create(ExpLowest));
        Vector256<float> first = Vector256.AndNot(((half + Vector256.Create(ExponentBias)) << MantissaBits).AsSingle(), isZero);
        Vector256<float> second = ((exponent - half + Vector256.Create(ExponentBias)) << MantissaBits).AsSingle();
        return Vector256.ConditionalSelect(Vector256.Equals(x, x), value * first * second, x);
    }

    /// <summary>The natural logarithm of each lane: within 1 ulp, subnormal arguments included; −∞ at ±0, NaN below and of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x)
    {
        Vector256<float> isSubnormal = Vector256.LessThan(x, Vector256.Create(SmallestNormal));
        Vector256<float> normal = Vector256.ConditionalSelect(isSubnormal, x * TwoTo23, x);
        Vector256<float> shift = Vector256.ConditionalSelect(isSubnormal, Vector256.Create(-23f), Vector256<float>.Zero);

        // x = 2^exponent · mantissa with the mantissa in [√½, √2).
        Vector256<int> offset = normal.AsInt32() - Vector256.Create(RootHalfBits);
        Vector256<float> exponent = Vector256.ConvertToSingle(offset >> MantissaBits) + shift;
        Vector256<float> mantissa = ((offset & Vector256.Create(MantissaMask)) + Vector256.Create(RootHalfBits)).AsSingle();

        Vector256<float> rest = mantissa - Vector256<float>.One;
        Vector256<float> square = rest * rest;
        Vector256<float> series = Vector256.MultiplyAddEstimate(rest, Vector256.Create(Log11), Vector256.Create(Log10));
        series = Vector256.MultiplyAddEstimate(series, rest, Vector256.Create(Log9));
        series = Vector256.MultiplyAddEstimate(series, rest, Vector256.Create(Log8));
        series = Vector256.MultiplyAddEstimate(series, rest, Vector256.Create(Log7));
        series = Vector256.MultiplyAddEstimate(series, rest, Vector256.Create(Log6));
        series = Vector256.MultiplyAddEstimate(series, rest, Vector256.Create(Log5));
        series = Vector256.MultiplyAddEstimate(series, rest, Vector256.Create(Log4));
        series = Vector256.MultiplyAddEstimate(series, rest, Vector256.Create(Log3));
        Vector256<float> value = Vector256.MultiplyAddEstimate(exponent, Vector256.Create(Ln2Low), series * square * rest);
        value = Vector256.MultiplyAddEstimate(square, Vector256.Create(-0.5f), value) + rest;
        value = Vector256.MultiplyAddEstimate(exponent, Vector256.Create(Ln2High), value);

        value = Vector256.ConditionalSelect(Vector256.Equals(x, Vector256.Create(float.PositiveInfinity)), x, value);
        value = Vector256.ConditionalSelect(Vector256.Equals(x, Vector256<float>.Zero), Vector256.Create(float.NegativeInfinity), value);
        return Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(x, Vector256<float>.Zero), value, Vector256.Create(float.NaN));
    }

    /// <summary>The hyperbolic tangent of each lane: within 2 ulp; the sign of zero is kept, NaN of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        Vector256<float> magnitude = Vector256.Abs(x);

        Vector256<float> square = magnitude * magnitude;
        Vector256<float> series = Vector256.MultiplyAddEstimate(square, Vector256.Create(Tanh11), Vector256.Create(Tanh9));
        series = Vector256.MultiplyAddEstimate(series, square, Vector256.Create(Tanh7));
        series = Vector256.MultiplyAddEstimate(series, square, Vector256.Create(Tanh5));
        series = Vector256.MultiplyAddEstimate(series, square, Vector256.Create(Tanh3));
        Vector256<float> small = Vector256.MultiplyAddEstimate(series * square, magnitude, magnitude);

        Vector256<float> large = Vector256<float>.One - (Vector256.Create(2f) / (Exp(magnitude + magnitude) + Vector256<float>.One));
        Vector256<float> value = Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256.Create(TanhSwitch)), small, large);
        return value | (x & Vector256.Create(-0f));
    }

    /// <summary>1 / (1 + e⁻ˣ) of each lane: within 3 ulp, subnormal results included; NaN of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x)
    {
        // e^−|x| cannot overflow, and for negative x the small result keeps all its digits.
        Vector256<float> power = Exp(-Vector256.Abs(x));
        Vector256<float> upper = Vector256<float>.One / (Vector256<float>.One + power);
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), power * upper, upper);
    }

    /// <summary>The error function of each lane: within 1.5 ulp; the sign of zero is kept, NaN of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Erf(Vector256<float> x)
    {
        Vector256<float> magnitude = Vector256.Abs(x);

        Vector256<float> square = magnitude * magnitude;
        Vector256<float> series = Vector256.MultiplyAddEstimate(square, Vector256.Create(Erf11), Vector256.Create(Erf9));
        series = Vector256.MultiplyAddEstimate(series, square, Vector256.Create(Erf7));
        series = Vector256.MultiplyAddEstimate(series, square, Vector256.Create(Erf5));
        series = Vector256.MultiplyAddEstimate(series, square, Vector256.Create(Erf3));
        series = Vector256.MultiplyAddEstimate(series, square, Vector256.Create(Erf1));
        Vector256<float> small = Vector256.MultiplyAddEstimate(series, magnitude, magnitude);

        Vector256<float> power = Vector256.MultiplyAddEstimate(magnitude, Vector256.Create(Erfc7), Vector256.Create(Erfc6));
        power = Vector256.MultiplyAddEstimate(power, magnitude, Vector256.Create(Erfc5));
        power = Vector256.MultiplyAddEstimate(power, magnitude, Vector256.Create(Erfc4));
        power = Vector256.MultiplyAddEstimate(power, magnitude, Vector256.Create(Erfc3));
        power = Vector256.MultiplyAddEstimate(power, magnitude, Vector256.Create(Erfc2));
        power = Vector256.MultiplyAddEstimate(power, magnitude, Vector256.Create(Erfc1));
        Vector256<float> large = Vector256<float>.One - Exp(power * magnitude);
        Vector256<float> value = Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256.Create(ErfSwitch)), small, large);
        return value | (x & Vector256.Create(-0f));
    }

    /// <summary>The sum of all lanes, in a fixed order: the upper half is added to the lower, and so on down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> values) => Sum(values.GetLower() + values.GetUpper());

    /// <summary>The largest lane, halves first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector256<float> values) => Max(Vector128.MaxNative(values.GetLower(), values.GetUpper()));
}
