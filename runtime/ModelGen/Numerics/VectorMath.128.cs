using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelGen.Runtime;

public static partial class VectorMath
{
    /// <summary>eˣ of each lane: within 1.5 ulp, subnormal results included; 0 and +∞ beyond the range, NaN of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exp(Vector128<float> x)
    {
        Vector128<float> bounded = Vector128.MinNative(Vector128.MaxNative(x, Vector128.Create(ExpLowest)), Vector128.Create(ExpHighest));
        Vector128<float> power = Vector128.Round(bounded * Log2OfE);
        Vector128<float> rest = Vector128.MultiplyAddEstimate(power, Vector128.Create(-Ln2High), bounded);
        rest = Vector128.MultiplyAddEstimate(power, Vector128.Create(-Ln2Low), rest);

        Vector128<float> series = Vector128.MultiplyAddEstimate(rest, Vector128.Create(Exp7), Vector128.Create(Exp6));
        series = Vector128.MultiplyAddEstimate(series, rest, Vector128.Create(Exp5));
        series = Vector128.MultiplyAddEstimate(series, rest, Vector128.Create(Exp4));
        series = Vector128.MultiplyAddEstimate(series, rest, Vector128.Create(Exp3));
        series = Vector128.MultiplyAddEstimate(series, rest, Vector128.Create(Exp2));
        Vector128<float> value = Vector128.MultiplyAddEstimate(series, rest * rest, rest) + Vector128<float>.One;

        // Two factors: one power of two cannot reach 2¹²⁸ or the subnormals.
        Vector128<int> exponent = Vector128.ConvertToInt32Native(power);
        Vector128<int> half = exponent >> 1;
        // A result that is 0 is 0 times something: one that underflows takes some processors a hundred times as long.
        Vector128<float> isZero = Vector128.LessThan(x, Vector128.Create(ExpLowest));
        Vector128<float> first = Vector128.AndNot(((half + Vector128.Create(ExponentBias)) << MantissaBits).AsSingle(), isZero);
        Vector128<float> second = ((exponent - half + Vector128.Create(ExponentBias)) << MantissaBits).AsSingle();
        return Vector128.ConditionalSelect(Vector128.Equals(x, x), value * first * second, x);
    }

    /// <summary>The natural logarithm of each lane: within 1 ulp, subnormal arguments included; −∞ at ±0, NaN below and of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log(Vector128<float> x)
    {
        Vector128<float> isSubnormal = Vector128.LessThan(x, Vector128.Create(SmallestNormal));
        Vector128<float> normal = Vector128.ConditionalSelect(isSubnormal, x * TwoTo23, x);
        Vector128<float> shift = Vector128.ConditionalSelect(isSubnormal, Vector128.Create(-23f), Vector128<float>.Zero);

        // x = 2^exponent · mantissa with the mantissa in [√½, √2).
        Vector128<int> offset = normal.AsInt32() - Vector128.Create(RootHalfBits);
        Vector128<float> exponent = Vector128.ConvertToSingle(offset >> MantissaBits) + shift;
        Vector128<float> mantissa = ((offset & Vector128.Create(MantissaMask)) + Vector128.Create(RootHalfBits)).AsSingle();

        Vector128<float> rest = mantissa - Vector128<float>.One;
        Vector128<float> square = rest * rest;
        Vector128<float> series = Vector128.MultiplyAddEstimate(rest, Vector128.Create(Log11), Vector128.Create(Log10));
        series = Vector128.MultiplyAddEstimate(series, rest, Vector128.Create(Log9));
        series = Vector128.MultiplyAddEstimate(series, rest, Vector128.Create(Log8));
        series = Vector128.MultiplyAddEstimate(series, rest, Vector128.Create(Log7));
        series = Vector128.MultiplyAddEstimate(series, rest, Vector128.Create(Log6));
        series = Vector128.MultiplyAddEstimate(series, rest, Vector128.Create(Log5));
        series = Vector128.MultiplyAddEstimate(series, rest, Vector128.Create(Log4));
        series = Vector128.MultiplyAddEstimate(series, rest, Vector128.Create(Log3));
        Vector128<float> value = Vector128.MultiplyAddEstimate(exponent, Vector128.Create(Ln2Low), series * square * rest);
        value = Vector128.MultiplyAddEstimate(square, Vector128.Create(-0.5f), value) + rest;
        value = Vector128.MultiplyAddEstimate(exponent, Vector128.Create(Ln2High), value);

        value = Vector128.ConditionalSelect(Vector128.Equals(x, Vector128.Create(float.PositiveInfinity)), x, value);
        value = Vector128.ConditionalSelect(Vector128.Equals(x, Vector128<float>.Zero), Vector128.Create(float.NegativeInfinity), value);
        return Vector128.ConditionalSelect(Vector128.GreaterThanOrEqual(x, Vector128<float>.Zero), value, Vector128.Create(float.NaN));
    }

    /// <summary>The hyperbolic tangent of each lane: within 2 ulp; the sign of zero is kept, NaN of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Tanh(Vector128<float> x)
    {
        Vector128<float> magnitude = Vector128.Abs(x);

        Vector128<float> square = magnitude * magnitude;
        Vector128<float> series = Vector128.MultiplyAddEstimate(square, Vector128.Create(Tanh11), Vector128.Create(Tanh9));
        series = Vector128.MultiplyAddEstimate(series, square, Vector128.Create(Tanh7));
        series = Vector128.MultiplyAddEstimate(series, square, Vector128.Create(Tanh5));
        series = Vector128.MultiplyAddEstimate(series, square, Vector128.Create(Tanh3));
        Vector128<float> small = Vector128.MultiplyAddEstimate(series * square, magnitude, magnitude);

        Vector128<float> large = Vector128<float>.One - (Vector128.Create(2f) / (Exp(magnitude + magnitude) + Vector128<float>.One));
        Vector128<float> value = Vector128.ConditionalSelect(Vector128.LessThan(magnitude, Vector128.Create(TanhSwitch)), small, large);
        return value | (x & Vector128.Create(-0f));
    }

    /// <summary>1 / (1 + e⁻ˣ) of each lane: within 3 ulp, subnormal results included; NaN of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sigmoid(Vector128<float> x)
    {
        // e^−|x| cannot overflow, and for negative x the small result keeps all its digits.
        Vector128<float> power = Exp(-Vector128.Abs(x));
        Vector128<float> upper = Vector128<float>.One / (Vector128<float>.One + power);
        return Vector128.ConditionalSelect(Vector128.LessThan(x, Vector128<float>.Zero), power * upper, upper);
    }

    /// <summary>The error function of each lane: within 1.5 ulp; the sign of zero is kept, NaN of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Erf(Vector128<float> x)
    {
        Vector128<float> magnitude = Vector128.Abs(x);

        Vector128<float> square = magnitude * magnitude;
        Vector128<float> series = Vector128.MultiplyAddEstimate(square, Vector128.Create(Erf11), Vector128.Create(Erf9));
        series = Vector128.MultiplyAddEstimate(series, square, Vector128.Create(Erf7));
        series = Vector128.MultiplyAddEstimate(series, square, Vector128.Create(Erf5));
        series = Vector128.MultiplyAddEstimate(series, square, Vector128.Create(Erf3));
        series = Vector128.MultiplyAddEstimate(series, square, Vector128.Create(Erf1));
        Vector128<float> small = Vector128.MultiplyAddEstimate(series, magnitude, magnitude);

        Vector128<float> power = Vector128.MultiplyAddEstimate(magnitude, Vector128.Create(Erfc7), Vector128.Create(Erfc6));
        power = Vector128.MultiplyAddEstimate(power, magnitude, Vector128.Create(Erfc5));
        power = Vector128.MultiplyAddEstimate(power, magnitude, Vector128.Create(Erfc4));
        power = Vector128.MultiplyAddEstimate(power, magnitude, Vector128.Create(Erfc3));
        power = Vector128.MultiplyAddEstimate(power, magnitude, Vector128.Create(Erfc2));
        power = Vector128.MultiplyAddEstimate(power, magnitude, Vector128.Create(Erfc1));
        Vector128<float> large = Vector128<float>.One - Exp(power * magnitude);
        Vector128<float> value = Vector128.ConditionalSelect(Vector128.LessThan(magnitude, Vector128.Create(ErfSwitch)), small, large);
        return value | (x & Vector128.Create(-0f));
    }

    /// <summary>The sum of all lanes, in a fixed order: (0 + 2) + (1 + 3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> values)
    {
        Vector128<float> halves = values + Vector128.Shuffle(values, Vector128.Create(2, 3, 0, 1));
        return halves.ToScalar() + halves.GetElement(1);
    }

    /// <summary>The largest lane, halves first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector128<float> values)
    {
        Vector128<float> pairs = Vector128.MaxNative(values, Vector128.Shuffle(values, Vector128.Create(2, 3, 0, 1)));
        return float.MaxNative(pairs[0], pairs[1]);
    }
}
