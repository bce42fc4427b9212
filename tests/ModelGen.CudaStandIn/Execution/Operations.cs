using System.Runtime.Intrinsics;

namespace ModelGen.CudaStandIn.Execution;

/// <summary>A shift.</summary>
internal interface IShift<T>
{
    static abstract Vector512<T> Apply(Vector512<T> value, int count);
}

/// <summary>Half as many values of twice the size.</summary>
internal interface IWiden<TNarrow, TWide>
{
    static abstract Vector512<TWide> Apply(Vector256<TNarrow> value);
}

internal readonly struct Copy<T> : IUnary<T>
{
    public static Vector512<T> Apply(Vector512<T> value) => value;
}

internal readonly struct Negate<T> : IUnary<T>
{
    public static Vector512<T> Apply(Vector512<T> value) => -value;
}

internal readonly struct Absolute<T> : IUnary<T>
{
    public static Vector512<T> Apply(Vector512<T> value) => Vector512.Abs(value);
}

internal readonly struct Complement<T> : IUnary<T>
{
    public static Vector512<T> Apply(Vector512<T> value) => ~value;
}

internal readonly struct SquareRoot<T> : IUnary<T>
{
    public static Vector512<T> Apply(Vector512<T> value) => Vector512.Sqrt(value);
}

internal readonly struct Reciprocal<T> : IUnary<T>
{
    public static Vector512<T> Apply(Vector512<T> value) => Vector512<T>.One / value;
}

internal readonly struct Add<T> : IBinary<T>
{
    public static Vector512<T> Apply(Vector512<T> left, Vector512<T> right) => left + right;
}

internal readonly struct Subtract<T> : IBinary<T>
{
    public static Vector512<T> Apply(Vector512<T> left, Vector512<T> right) => left - right;
}

internal readonly struct Multiply<T> : IBinary<T>
{
    public static Vector512<T> Apply(Vector512<T> left, Vector512<T> right) => left * right;
}

/// <summary>The quotient of floating-point numbers.</summary>
internal readonly struct Divide<T> : IBinary<T>
{
    public static Vector512<T> Apply(Vector512<T> left, Vector512<T> right) => left / right;
}

/// <summary>The smaller; of a number and none, the number.</summary>
internal readonly struct Minimum<T> : IBinary<T>
{
    public static Vector512<T> Apply(Vector512<T> left, Vector512<T> right) => Vector512.MinNumber(left, right);
}

/// <summary>The larger; of a number and none, the number.</summary>
internal readonly struct Maximum<T> : IBinary<T>
{
    public static Vector512<T> Apply(Vector512<T> left, Vector512<T> right) => Vector512.MaxNumber(left, right);
}

internal readonly struct And<T> : IBinary<T>
{
    public static Vector512<T> Apply(Vector512<T> left, Vector512<T> right) => left & right;
}

internal readonly struct Or<T> : IBinary<T>
{
    public static Vector512<T> Apply(Vector512<T> left, Vector512<T> right) => left | right;
}

internal readonly struct ExclusiveOr<T> : IBinary<T>
{
    public static Vector512<T> Apply(Vector512<T> left, Vector512<T> right) => left ^ right;
}

/// <summary>A product and a sum of integers.</summary>
internal readonly struct MultiplyAdd<T> : ITernary<T>
{
    public static Vector512<T> Apply(Vector512<T> first, Vector512<T> second, Vector512<T> third) => (first * second) + third;
}

/// <summary>A product and a sum, rounded once.</summary>
internal readonly struct FusedMultiplyAdd : ITernary<float>, ITernary<double>
{
    public static Vector512<float> Apply(Vector512<float> first, Vector512<float> second, Vector512<float> third) => Vector512.FusedMultiplyAdd(first, second, third);

    public static Vector512<double> Apply(Vector512<double> first, Vector512<double> second, Vector512<double> third) => Vector512.FusedMultiplyAdd(first, second, third);
}

internal readonly struct Equal<T> : IBinary<T>
{
    public static Vector512<T> Apply(Vector512<T> left, Vector512<T> right) => Vector512.Equals(left, right);
}

/// <summary>Smaller or larger: of what is no number, neither.</summary>
internal readonly struct Unequal<T> : IBinary<T>
{
    public static Vector512<T> Apply(Vector512<T> left, Vector512<T> right) => Vector512.LessThan(left, right) | Vector512.GreaterThan(left, right);
}

internal readonly struct Less<T> : IBinary<T>
{
    public static Vector512<T> Apply(Vector512<T> left, Vector512<T> right) => Vector512.LessThan(left, right);
}

internal readonly struct LessOrEqual<T> : IBinary<T>
{
    public static Vector512<T> Apply(Vector512<T> left, Vector512<T> right) => Vector512.LessThanOrEqual(left, right);
}

internal readonly struct Greater<T> : IBinary<T>
{
    public static Vector512<T> Apply(Vector512<T> left, Vector512<T> right) => Vector512.GreaterThan(left, right);
}

internal readonly struct GreaterOrEqual<T> : IBinary<T>
{
    public static Vector512<T> Apply(Vector512<T> left, Vector512<T> right) => Vector512.GreaterThanOrEqual(left, right);
}

/// <summary>Whether both are numbers.</summary>
internal readonly struct Ordered<T> : IBinary<T>
{
    public static Vector512<T> Apply(Vector512<T> left, Vector512<T> right) => Vector512.Equals(left, left) & Vector512.Equals(right, right);
}

/// <summary>Whether the first is infinite.</summary>
internal readonly struct Infinite : IBinary<float>
{
    public static Vector512<float> Apply(Vector512<float> left, Vector512<float> right) => Vector512.Equals(Vector512.Abs(left), Vector512.Create(float.PositiveInfinity));
}

/// <summary>Whether a comparison does not hold.</summary>
internal readonly struct Not<T, TComparison> : IBinary<T>
    where TComparison : IBinary<T>
{
    public static Vector512<T> Apply(Vector512<T> left, Vector512<T> right) => ~TComparison.Apply(left, right);
}

internal readonly struct ShiftLeft : IShift<uint>, IShift<ulong>
{
    public static Vector512<uint> Apply(Vector512<uint> value, int count) => count < 32 ? value << count : Vector512<uint>.Zero;

    public static Vector512<ulong> Apply(Vector512<ulong> value, int count) => count < 64 ? value << count : Vector512<ulong>.Zero;
}

internal readonly struct ShiftRight : IShift<uint>, IShift<ulong>, IShift<int>, IShift<long>
{
    public static Vector512<uint> Apply(Vector512<uint> value, int count) => count < 32 ? value >>> count : Vector512<uint>.Zero;

    public static Vector512<ulong> Apply(Vector512<ulong> value, int count) => count < 64 ? value >>> count : Vector512<ulong>.Zero;

    public static Vector512<int> Apply(Vector512<int> value, int count) => value >> Math.Min(count, 31);

    public static Vector512<long> Apply(Vector512<long> value, int count) => value >> Math.Min(count, 63);
}

internal readonly struct Widen : IWiden<int, long>, IWiden<uint, ulong>
{
    public static Vector512<long> Apply(Vector256<int> value)
    {
        (Vector256<long> lower, Vector256<long> upper) = Vector256.Widen(value);
        return Vector512.Create(lower, upper);
    }

    public static Vector512<ulong> Apply(Vector256<uint> value)
    {
        (Vector256<ulong> lower, Vector256<ulong> upper) = Vector256.Widen(value);
        return Vector512.Create(lower, upper);
    }
}
