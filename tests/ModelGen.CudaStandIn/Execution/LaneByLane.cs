using System.Numerics;

namespace ModelGen.CudaStandIn.Execution;

/// <summary>What becomes of a value, one at a time.</summary>
internal interface ILaneUnary<TFrom, TTo>
{
    static abstract TTo Apply(TFrom value);
}

/// <summary>What becomes of two values, one pair at a time.</summary>
internal interface ILaneBinary<TLeft, TRight>
{
    static abstract TLeft Apply(TLeft left, TRight right);
}

/// <summary>An instruction with one source for which there are no vectors.</summary>
internal sealed unsafe class LaneUnary<TFrom, TTo, TOperation>(int destination, int source) : Instruction
    where TFrom : unmanaged
    where TTo : unmanaged
    where TOperation : ILaneUnary<TFrom, TTo>
{
    public override void Execute(Warp warp, uint lanes)
    {
        TTo* results = (TTo*)(warp.Registers + destination);
        TFrom* values = (TFrom*)(warp.Registers + source);
        while (lanes != 0)
        {
            int lane = Lanes.TakeFirst(ref lanes);
            results[lane] = TOperation.Apply(values[lane]);
        }
    }
}

/// <summary>An instruction with two sources for which there are no vectors.</summary>
internal sealed unsafe class LaneBinary<TLeft, TRight, TOperation>(int destination, int left, int right) : Instruction
    where TLeft : unmanaged
    where TRight : unmanaged
    where TOperation : ILaneBinary<TLeft, TRight>
{
    public override void Execute(Warp warp, uint lanes)
    {
        TLeft* results = (TLeft*)(warp.Registers + destination);
        TLeft* lefts = (TLeft*)(warp.Registers + left);
        TRight* rights = (TRight*)(warp.Registers + right);
        while (lanes != 0)
        {
            int lane = Lanes.TakeFirst(ref lanes);
            results[lane] = TOperation.Apply(lefts[lane], rights[lane]);
        }
    }
}

/// <summary>A quotient or a remainder of integers, of which a division by zero has none.</summary>
internal sealed unsafe class IntegerDivision<T, TOperation>(int destination, int left, int right) : Instruction
    where T : unmanaged, IBinaryInteger<T>
    where TOperation : ILaneBinary<T, T>
{
    public override void Execute(Warp warp, uint lanes)
    {
        T* results = (T*)(warp.Registers + destination);
        T* lefts = (T*)(warp.Registers + left);
        T* rights = (T*)(warp.Registers + right);
        while (lanes != 0)
        {
            int lane = Lanes.TakeFirst(ref lanes);
            if (T.IsZero(rights[lane]))
                throw warp.Fault(CudaError.LaunchFailed, this, lane, "divides by zero");
            results[lane] = TOperation.Apply(lefts[lane], rights[lane]);
        }
    }
}

/// <summary>Cuts integers off, or draws them out by their sign or by zeros.</summary>
/// <param name="destination">Where the result goes, and the bytes of a lane there.</param>
/// <param name="source">Where the value lies, and the bytes of a lane there.</param>
/// <param name="from">The type of the value.</param>
/// <param name="to">The type of the result.</param>
internal sealed unsafe class ResizeInteger((int Place, int Bytes) destination, (int Place, int Bytes) source, (int Bits, bool IsSigned) from, (int Bits, bool IsSigned) to) : Instruction
{
    public override void Execute(Warp warp, uint lanes)
    {
        byte* results = warp.Registers + destination.Place;
        byte* values = warp.Registers + source.Place;
        while (lanes != 0)
        {
            int lane = Lanes.TakeFirst(ref lanes);
            ulong value = source.Bytes == sizeof(uint) ? ((uint*)values)[lane] : ((ulong*)values)[lane];
            ulong result = Resized(Resized(value, from), to);
            if (destination.Bytes == sizeof(uint))
                ((uint*)results)[lane] = (uint)result;
            else
                ((ulong*)results)[lane] = result;
        }
    }

    private static ulong Resized(ulong value, (int Bits, bool IsSigned) type)
    {
        int unused = 64 - type.Bits;
        return type.IsSigned ? (ulong)((long)(value << unused) >> unused) : value << unused >>> unused;
    }
}

internal readonly struct Quotient<T> : ILaneBinary<T, T>
    where T : IBinaryInteger<T>, IMinMaxValue<T>
{
    // The smallest divided by -1 is the smallest again on a device, and an exception here.
    public static T Apply(T left, T right) => T.IsNegative(right) && right == -T.One ? -left : left / right;
}

internal readonly struct Remainder<T> : ILaneBinary<T, T>
    where T : IBinaryInteger<T>
{
    public static T Apply(T left, T right) => T.IsNegative(right) && right == -T.One ? T.Zero : left % right;
}

/// <summary>The upper half of a product.</summary>
internal readonly struct HighProduct : ILaneBinary<int, int>, ILaneBinary<uint, uint>, ILaneBinary<long, long>, ILaneBinary<ulong, ulong>
{
    public static int Apply(int left, int right) => (int)(((long)left * right) >> 32);

    public static uint Apply(uint left, uint right) => (uint)(((ulong)left * right) >> 32);

    public static long Apply(long left, long right) => Math.BigMul(left, right, out _);

    public static ulong Apply(ulong left, ulong right) => Math.BigMul(left, right, out _);
}

/// <summary>A shift to the left whose bits are all gone where it is as long as the value, or longer.</summary>
internal readonly struct LaneShiftLeft<T> : ILaneBinary<T, uint>
    where T : IBinaryInteger<T>
{
    public static T Apply(T left, uint right) => right < (uint)(T.AllBitsSet.GetByteCount() * 8) ? left << (int)right : T.Zero;
}

/// <summary>A shift to the right that goes on with the sign.</summary>
internal readonly struct LaneShiftRight<T> : ILaneBinary<T, uint>
    where T : IBinaryInteger<T>
{
    public static T Apply(T left, uint right) => right < (uint)(T.AllBitsSet.GetByteCount() * 8) ? left >> (int)right : T.IsNegative(left) ? T.AllBitsSet : T.Zero;
}
