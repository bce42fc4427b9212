using System.Numerics;

namespace ModelGen.CudaStandIn.Execution;

/// <summary>An integer as the nearest floating-point number, or a floating-point number as the nearest of another size.</summary>
internal readonly struct ToNearest<TFrom, TTo> : ILaneUnary<TFrom, TTo>
    where TFrom : INumberBase<TFrom>
    where TTo : INumberBase<TTo>
{
    public static TTo Apply(TFrom value) => TTo.CreateTruncating(value);
}

/// <summary>How a number becomes whole.</summary>
internal interface IRounding
{
    static abstract double Apply(double value);
}

internal readonly struct RoundToEven : IRounding
{
    public static double Apply(double value) => Math.Round(value, MidpointRounding.ToEven);
}

internal readonly struct RoundToZero : IRounding
{
    public static double Apply(double value) => Math.Truncate(value);
}

internal readonly struct RoundDown : IRounding
{
    public static double Apply(double value) => Math.Floor(value);
}

internal readonly struct RoundUp : IRounding
{
    public static double Apply(double value) => Math.Ceiling(value);
}

/// <summary>A floating-point number as an integer, or as the nearest that there is. What is no number becomes zero, in 64 bits the lowest bit pattern with a sign.</summary>
internal readonly struct ToInteger<TTo, TRounding> : ILaneUnary<float, TTo>
    where TTo : IBinaryInteger<TTo>
    where TRounding : IRounding
{
    private static readonly TTo notANumber = TTo.AllBitsSet.GetByteCount() == sizeof(ulong) ? TTo.One << 63 : TTo.Zero;

    public static TTo Apply(float value) => float.IsNaN(value) ? notANumber : TTo.CreateSaturating(TRounding.Apply(value));
}

/// <summary>A floating-point number as a whole one.</summary>
internal readonly struct ToWhole<TRounding> : ILaneUnary<float, float>
    where TRounding : IRounding
{
    public static float Apply(float value) => (float)TRounding.Apply(value);
}

/// <summary>2 to the power of a number. A device is up to 2 units in the last place off.</summary>
internal readonly struct PowerOfTwo : ILaneUnary<float, float>
{
    public static float Apply(float value) => (float)Math.Pow(2, value);
}

/// <summary>The logarithm to the base of 2.</summary>
internal readonly struct LogarithmOfTwo : ILaneUnary<float, float>
{
    public static float Apply(float value) => (float)Math.Log2(value);
}

/// <summary>The reciprocal of the square root.</summary>
internal readonly struct ReciprocalSquareRoot : ILaneUnary<float, float>
{
    public static float Apply(float value) => (float)(1 / Math.Sqrt(value));
}
