using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelGen.Runtime;

/// <summary>The arithmetic of an elementwise sweep at one vector width, so that a formula is written once for all of them.</summary>
/// <typeparam name="TVector">What one step of the sweep works on.</typeparam>
internal unsafe interface ILanes<TVector>
{
    static abstract int Count { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* destination);

    /// <summary>Stores past the caches, at a multiple of the vector's length.</summary>
    static abstract void StorePastCaches(TVector value, float* destination);

    static abstract TVector Create(float value);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    static abstract TVector SquareRoot(TVector value);

    /// <summary>The larger one; not a number where either is not.</summary>
    static abstract TVector Maximum(TVector left, TVector right);

    /// <summary>The smaller one; not a number where either is not.</summary>
    static abstract TVector Minimum(TVector left, TVector right);

    /// <summary>1, 0 or −1; 0 too where the value is not a number.</summary>
    static abstract TVector Sign(TVector value);

    /// <summary>left · right + addend, fused where the machine has it: at every width or at none.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);
}

internal readonly unsafe struct Lanes512 : ILanes<Vector512<float>>
{
    public static int Count => Vector512<float>.Count;

    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    public static void Store(Vector512<float> value, float* destination) => value.Store(destination);

    public static void StorePastCaches(Vector512<float> value, float* destination) => value.StoreAlignedNonTemporal(destination);

    public static Vector512<float> Create(float value) => Vector512.Create(value);

    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) => left * right;

    public static Vector512<float> Add(Vector512<float> left, Vector512<float> right) => left + right;

    public static Vector512<float> Subtract(Vector512<float> left, Vector512<float> right) => left - right;

    public static Vector512<float> Divide(Vector512<float> left, Vector512<float> right) => left / right;

    public static Vector512<float> SquareRoot(Vector512<float> value) => Vector512.Sqrt(value);

    public static Vector512<float> Maximum(Vector512<float> left, Vector512<float> right) => Vector512.Max(left, right);

    public static Vector512<float> Minimum(Vector512<float> left, Vector512<float> right) => Vector512.Min(left, right);

    public static Vector512<float> Sign(Vector512<float> value) =>
        (Vector512.GreaterThan(value, Vector512<float>.Zero) & Vector512<float>.One) - (Vector512.LessThan(value, Vector512<float>.Zero) & Vector512<float>.One);

    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Vector512.MultiplyAddEstimate(left, right, addend);
}

internal readonly unsafe struct Lanes256 : ILanes<Vector256<float>>
{
    public static int Count => Vector256<float>.Count;

    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    public static void Store(Vector256<float> value, float* destination) => value.Store(destination);

    public static void StorePastCaches(Vector256<float> value, float* destination) => value.StoreAlignedNonTemporal(destination);

    public static Vector256<float> Create(float value) => Vector256.Create(value);

    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) => left * right;

    public static Vector256<float> Add(Vector256<float> left, Vector256<float> right) => left + right;

    public static Vector256<float> Subtract(Vector256<float> left, Vector256<float> right) => left - right;

    public static Vector256<float> Divide(Vector256<float> left, Vector256<float> right) => left / right;

    public static Vector256<float> SquareRoot(Vector256<float> value) => Vector256.Sqrt(value);

    public static Vector256<float> Maximum(Vector256<float> left, Vector256<float> right) => Vector256.Max(left, right);

    public static Vector256<float> Minimum(Vector256<float> left, Vector256<float> right) => Vector256.Min(left, right);

    public static Vector256<float> Sign(Vector256<float> value) =>
        (Vector256.GreaterThan(value, Vector256<float>.Zero) & Vector256<float>.One) - (Vector256.LessThan(value, Vector256<float>.Zero) & Vector256<float>.One);

    public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend) =>
        Vector256.MultiplyAddEstimate(left, right, addend);
}

internal readonly unsafe struct Lanes128 : ILanes<Vector128<float>>
{
    public static int Count => Vector128<float>.Count;

    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    public static void Store(Vector128<float> value, float* destination) => value.Store(destination);

    public static void StorePastCaches(Vector128<float> value, float* destination) => value.StoreAlignedNonTemporal(destination);

    public static Vector128<float> Create(float value) => Vector128.Create(value);

    public static Vector128<float> Multiply(Vector128<float> left, Vector128<float> right) => left * right;

    public static Vector128<float> Add(Vector128<float> left, Vector128<float> right) => left + right;

    public static Vector128<float> Subtract(Vector128<float> left, Vector128<float> right) => left - right;

    public static Vector128<float> Divide(Vector128<float> left, Vector128<float> right) => left / right;

    public static Vector128<float> SquareRoot(Vector128<float> value) => Vector128.Sqrt(value);

    public static Vector128<float> Maximum(Vector128<float> left, Vector128<float> right) => Vector128.Max(left, right);

    public static Vector128<float> Minimum(Vector128<float> left, Vector128<float> right) => Vector128.Min(left, right);

    public static Vector128<float> Sign(Vector128<float> value) =>
        (Vector128.GreaterThan(value, Vector128<float>.Zero) & Vector128<float>.One) - (Vector128.LessThan(value, Vector128<float>.Zero) & Vector128<float>.One);

    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        Vector128.MultiplyAddEstimate(left, right, addend);
}

/// <summary>One float, for what is left of a sweep.</summary>
internal readonly unsafe struct SingleLane : ILanes<float>
{
    public static int Count => 1;

    public static float Load(float* source) => *source;

    public static void Store(float value, float* destination) => *destination = value;

    public static void StorePastCaches(float value, float* destination) => *destination = value;

    public static float Create(float value) => value;

    public static float Multiply(float left, float right) => left * right;

    public static float Add(float left, float right) => left + right;

    public static float Subtract(float left, float right) => left - right;

    public static float Divide(float left, float right) => left / right;

    public static float SquareRoot(float value) => MathF.Sqrt(value);

    public static float Maximum(float left, float right) => MathF.Max(left, right);

    public static float Minimum(float left, float right) => MathF.Min(left, right);

    public static float Sign(float value) => (value > 0 ? 1f : 0f) - (value < 0 ? 1f : 0f);

    public static float MultiplyAdd(float left, float right, float addend) => float.MultiplyAddEstimate(left, right, addend);
}

/// <summary>What an elementwise sweep does to the elements from an index on, as many as there are lanes.</summary>
internal interface IElementwiseStep
{
    void Take<TLanes, TVector>(nint index)
        where TLanes : struct, ILanes<TVector>;
}

/// <summary>Walks a range in the widest vectors there are and what is left in narrower ones. An element's bits do not depend on which one it falls into.</summary>
internal static class ElementwiseSweep
{
    /// <summary>The floats of the widest vector the machine works on in one piece.</summary>
    public static int WidestLanes => Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : Vector128.IsHardwareAccelerated ? 4 : 1;

    /// <summary>Takes the step for every element of the range.</summary>
    /// <typeparam name="TStep">The step, a struct so that it is compiled into the loops.</typeparam>
    public static void Run<TStep>(TStep step, nint begin, nint end, int widestLanes)
        where TStep : struct, IElementwiseStep
    {
        if (widestLanes >= 16)
            begin = Walk<TStep, Lanes512, Vector512<float>>(step, begin, end);
        if (widestLanes >= 8)
            begin = Walk<TStep, Lanes256, Vector256<float>>(step, begin, end);
        if (widestLanes >= 4)
            begin = Walk<TStep, Lanes128, Vector128<float>>(step, begin, end);
        Walk<TStep, SingleLane, float>(step, begin, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint Walk<TStep, TLanes, TVector>(TStep step, nint begin, nint end)
        where TStep : struct, IElementwiseStep
        where TLanes : struct, ILanes<TVector>
    {
        nint index = begin;
        for (; index <= end - TLanes.Count; index += TLanes.Count)
            step.Take<TLanes, TVector>(index);
        return index;
    }
}
