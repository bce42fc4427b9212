using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGen.Runtime;

public static partial class VectorMath
{
    /// <summary>eˣ of each lane: within 1.5 ulp, subnormal results included; 0 and +∞ beyond the range, NaN of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        Vector512<float> bounded = Vector512.MinNative(Vector512.MaxNative(x, Vector512.Create(ExpLowest)), Vector512.Create(ExpHighest));
        Vector512<float> power = Vector512.Round(bounded * Log2OfE);
        Vector512<float> rest = Vector512.MultiplyAddEstimate(power, Vector512.Create(-Ln2High), bounded);
        rest = Vector512.MultiplyAddEstimate(power, Vector512.Create(-Ln2Low), rest);

        Vector512<float> series = Vector512.MultiplyAddEstimate(rest, Vector512.Create(Exp7), Vector512.Create(Exp6));
        series = Vector512.MultiplyAddEstimate(series, rest, Vector512.Create(Exp5));
        series = Vector512.MultiplyAddEstimate(series, rest, Vector512.Create(Exp4));
        series = Vector512.MultiplyAddEstimate(series, rest, Vector512.Create(Exp3));
        series = Vector512.MultiplyAddEstimate(series, rest, Vector512.Create(Exp2));
        Vector512<float> value = Vector512.MultiplyAddEstimate(series, rest * rest, rest) + Vector512<float>.One;

        // A result that is 0 is 0 times something: one that underflows takes some processors a hundred times as long.
        Vector512<float> isZero = Vector512.LessThan(x, Vector512.Create(ExpLowest));
        Vector512<float> result = TimesPowerOfTwo(Vector512.AndNot(value, isZero), power);
        return Vector512.ConditionalSelect(Vector512.Equals(x, x), result, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> TimesPowerOfTwo(Vector512<float> value, Vector512<float> power)
    {
        if (Avx512F.IsSupported)
            return Avx512F.Scale(value, power);
        // Two factors: one power of two cannot reach 2¹²⁸ or the subnormals.
        Vector512<int> exponent = Vector512.ConvertToInt32Native(power);
        Vector512<int> half = exponent >> 1;
        Vector512<float> first = ((half + Vector512.Create(ExponentBias)) << MantissaBits).AsSingle();
        Vector512<float> second = ((exponent - half + Vector512.Create(ExponentBias)) << MantissaBits).AsSingle();
        return value * first * second;
    }

    /// <summary>The natural logarithm of each lane: within 1 ulp, subnormal arguments included; −∞ at ±0, NaN below and of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x)
    {
        Vector512<float> isSubnormal = Vector512.LessThan(x, Vector512.Create(SmallestNormal));
        Vector512<float> normal = Vector512.ConditionalSelect(isSubnormal, x * TwoTo23, x);
        Vector512<float> shift = Vector512.ConditionalSelect(isSubnormal, Vector512.Create(-23f), Vector512<float>.Zero);

        // x = 2^exponent · mantissa with the mantissa in [√½, √2).
        Vector512<int> offset = normal.AsInt32() - Vector512.Create(RootHalfBits);
        Vector512<float> exponent = Vector512.ConvertToSingle(offset >> MantissaBits) + shift;
        Vector512<float> mantissa = ((offset & Vector512.Create(MantissaMask)) + Vector512.Create(RootHalfBits)).AsSingle();

        Vector512<float> rest = mantissa - Vector512<float>.One;
        Vector512<float> square = rest * rest;
        Vector512<float> series = Vector512.MultiplyAddEstimate(rest, Vector512.Create(Log11), Vector512.Create(Log10));
        series = Vector512.MultiplyAddEstimate(series, rest, Vector512.Create(Log9));
        series = Vector512.MultiplyAddEstimate(series, rest, Vector512.Create(Log8));
        series = Vector512.MultiplyAddEstimate(series, rest, Vector512.Create(Log7));
        series = Vector512.MultiplyAddEstimate(series, rest, Vector512.Create(Log6));
        series = Vector512.MultiplyAddEstimate(series, rest, Vector512.Create(Log5));
        series = Vector512.MultiplyAddEstimate(series, rest, Vector512.Create(Log4));
        series = Vector512.MultiplyAddEstimate(series, rest, Vector512.Create(Log3));
        Vector512<float> value = Vector512.MultiplyAddEstimate(exponent, Vector512.Create(Ln2Low), series * square * rest);
        value = Vector512.MultiplyAddEstimate(square, Vector512.Create(-0.5f), value) + rest;
        value = Vector512.MultiplyAddEstimate(exponent, Vector512.Create(Ln2High), value);

        value = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512.Create(float.PositiveInfinity)), x, value);
        value = Vector512.ConditionalSelect(Vector512.Equals(x, Vector512<float>.Zero), Vector512.Create(float.NegativeInfinity), value);
        return Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(x, Vector512<float>.Zero), value, Vector512.Create(float.NaN));
    }

    /// <summary>The hyperbolic tangent of each lane: within 2 ulp; the sign of zero is kept, NaN of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        Vector512<float> magnitude = Vector512.Abs(x);

        Vector512<float> square = magnitude * magnitude;
        Vector512<float> series = Vector512.MultiplyAddEstimate(square, Vector512.Create(Tanh11), Vector512.Create(Tanh9));
        series = Vector512.MultiplyAddEstimate(series, square, Vector512.Create(Tanh7));
        series = Vector512.MultiplyAddEstimate(series, square, Vector512.Create(Tanh5));
        series = Vector512.MultiplyAddEstimate(series, square, Vector512.Create(Tanh3));
        Vector512<float> small = Vector512.MultiplyAddEstimate(series * square, magnitude, magnitude);

        Vector512<float> large = Vector512<float>.One - (Vector512.Create(2f) / (Exp(magnitude + magnitude) + Vector512<float>.One));
        Vector512<float> value = Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(TanhSwitch)), small, large);
        return value | (x & Vector512.Create(-0f));
    }

    /// <summary>1 / (1 + e⁻ˣ) of each lane: within 3 ulp, subnormal results included; NaN of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        // e^−|x| cannot overflow, and for negative x the small result keeps all its digits.
        Vector512<float> power = Exp(-Vector512.Abs(x));
        Vector512<float> upper = Vector512<float>.One / (Vector512<float>.One + power);
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), power * upper, upper);
    }

    /// <summary>The error function of each lane: within 1.5 ulp; the sign of zero is kept, NaN of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Erf(Vector512<float> x)
    {
        Vector512<float> magnitude = Vector512.Abs(x);

        Vector512<float> square = magnitude * magnitude;
        Vector512<float> series = Vector512.MultiplyAddEstimate(square, Vector512.Create(Erf11), Vector512.Create(Erf9));
        series = Vector512.MultiplyAddEstimate(series, square, Vector512.Create(Erf7));
        series = Vector512.MultiplyAddEstimate(series, square, Vector512.Create(Erf5));
        series = Vector512.MultiplyAddEstimate(series, square, Vector512.Create(Erf3));
        series = Vector512.MultiplyAddEstimate(series, square, Vector512.Create(Erf1));
        Vector512<float> small = Vector512.MultiplyAddEstimate(series, magnitude, magnitude);

        Vector512<float> power = Vector512.MultiplyAddEstimate(magnitude, Vector512.Create(Erfc7), Vector512.Create(Erfc6));
        power = Vector512.MultiplyAddEstimate(power, magnitude, Vector512.Create(Erfc5));
        power = Vector512.MultiplyAddEstimate(power, magnitude, Vector512.Create(Erfc4));
        power = Vector512.MultiplyAddEstimate(power, magnitude, Vector512.Create(Erfc3));
        power = Vector512.MultiplyAddEstimate(power, magnitude, Vector512.Create(Erfc2));
        power = Vector512.MultiplyAddEstimate(power, magnitude, Vector512.Create(Erfc1));
        Vector512<float> large = Vector512<float>.One - Exp(power * magnitude);
        Vector512<float> value = Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(ErfSwitch)), small, large);
        return value | (x & Vector512.Create(-0f));
    }

    /// <summary>The sum of all lanes, in a fixed order: the upper half is added to the lower, and so on down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> values) => Sum(values.GetLower() + values.GetUpper());

    /// <summary>The largest lane, halves first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector512<float> values) => Max(Vector256.MaxNative(values.GetLower(), values.GetUpper()));
}
