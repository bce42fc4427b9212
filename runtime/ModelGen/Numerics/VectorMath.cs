using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelGen.Runtime;

/// <summary>
/// Elementary functions for emitted code, at every vector width and for single floats. A function is one polynomial, in one order of operations: a
/// lane holds the same bits at every width. The polynomials and the splitting of ln 2 are those of Cephes (S. Moshier, <c>expf</c>, <c>logf</c>,
/// <c>tanhf</c>); those of the error function are minimax fits (Remez exchange) to double precision.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class VectorMath
{
    internal const int MantissaBits = 23;
    internal const int MantissaMask = 0x7FFFFF;
    internal const int ExponentBias = 127;

    // ln 2 = high + low, where high has so few digits that its product with an exponent is exact.
    internal const float Ln2High = 0.693359375f;
    internal const float Ln2Low = -2.12194440e-4f;
    internal const float Log2OfE = 1.44269504088896341f;

    // Beyond these, e^x rounds to zero and overflows.
    internal const float ExpLowest = -104f;
    internal const float ExpHighest = 89f;

    // e^r = 1 + r + r²·(Exp2 + Exp3·r + …) for |r| ≤ ½·ln 2.
    internal const float Exp2 = 5.0000001201e-1f;
    internal const float Exp3 = 1.6666665459e-1f;
    internal const float Exp4 = 4.1665795894e-2f;
    internal const float Exp5 = 8.3334519073e-3f;
    internal const float Exp6 = 1.3981999507e-3f;
    internal const float Exp7 = 1.9875691500e-4f;

    internal const float SmallestNormal = 1.17549435e-38f;
    internal const float TwoTo23 = 8388608f;
    internal const int RootHalfBits = 0x3F3504F3;

    // ln(1 + r) = r − ½·r² + r³·(Log3 + Log4·r + …) for 1 + r in [√½, √2).
    internal const float Log3 = 3.3333331174e-1f;
    internal const float Log4 = -2.4999993993e-1f;
    internal const float Log5 = 2.0000714765e-1f;
    internal const float Log6 = -1.6668057665e-1f;
    internal const float Log7 = 1.4249322787e-1f;
    internal const float Log8 = -1.2420140846e-1f;
    internal const float Log9 = 1.1676998740e-1f;
    internal const float Log10 = -1.1514610310e-1f;
    internal const float Log11 = 7.0376836292e-2f;

    // tanh x = x + x³·(Tanh3 + Tanh5·x² + …) below the switch, 1 − 2/(e^2x + 1) above it.
    internal const float TanhSwitch = 0.625f;
    internal const float Tanh3 = -3.33332819422e-1f;
    internal const float Tanh5 = 1.33314422036e-1f;
    internal const float Tanh7 = -5.37397155531e-2f;
    internal const float Tanh9 = 2.06390887954e-2f;
    internal const float Tanh11 = -5.70498872745e-3f;

    // erf x = x + x·(Erf1 + Erf3·x² + …) below the switch, 1 − e^(x·(Erfc1 + Erfc2·x + …)) above it; the last coefficient takes the power to −∞ with x.
    internal const float ErfSwitch = 0.9277f;
    internal const float Erf1 = 1.28379151e-1f;
    internal const float Erf3 = -3.76124859e-1f;
    internal const float Erf5 = 1.12817191e-1f;
    internal const float Erf7 = -2.67630722e-2f;
    internal const float Erf9 = 4.98794392e-3f;
    internal const float Erf11 = -5.96400176e-4f;
    internal const float Erfc1 = -1.12865651f;
    internal const float Erfc2 = -6.35118484e-1f;
    internal const float Erfc3 = -1.06291831e-1f;
    internal const float Erfc4 = 2.38099042e-2f;
    internal const float Erfc5 = -3.66530614e-3f;
    internal const float Erfc6 = 3.28475231e-4f;
    internal const float Erfc7 = -1.18027538e-5f;

    /// <summary>eˣ, as <see cref="Exp(Vector128{float})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exp(float x) => Exp(Vector128.CreateScalarUnsafe(x)).ToScalar();

    /// <summary>The natural logarithm, as <see cref="Log(Vector128{float})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log(float x) => Log(Vector128.CreateScalarUnsafe(x)).ToScalar();

    /// <summary>The hyperbolic tangent, as <see cref="Tanh(Vector128{float})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Tanh(float x) => Tanh(Vector128.CreateScalarUnsafe(x)).ToScalar();

    /// <summary>The error function, as <see cref="Erf(Vector128{float})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Erf(float x) => Erf(Vector128.CreateScalarUnsafe(x)).ToScalar();

    /// <summary>1 / (1 + e⁻ˣ), as <see cref="Sigmoid(Vector128{float})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sigmoid(float x) => Sigmoid(Vector128.CreateScalarUnsafe(x)).ToScalar();
}
