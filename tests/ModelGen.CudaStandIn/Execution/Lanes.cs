using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelGen.CudaStandIn.Execution;

/// <summary>Sets of lanes, a bit for each, and vectors.</summary>
internal static unsafe class Lanes
{
    private static readonly Vector512<uint> bits32 = Vector512.Create(1u, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15);
    private static readonly Vector512<ulong> bits64 = Vector512.Create(1ul, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7);

    /// <summary>All ones in those elements of a vector whose bits are set, the lowest bit for the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Mask<T>(uint bits)
        where T : unmanaged =>
        sizeof(T) == sizeof(uint)
            ? Vector512.Equals(Vector512.Create(bits) & bits32, bits32).As<uint, T>()
            : Vector512.Equals(Vector512.Create((ulong)bits) & bits64, bits64).As<ulong, T>();

    /// <summary>Copies the lanes of a set.</summary>
    public static void CopySome<T>(T* destination, T* source, uint lanes)
        where T : unmanaged
    {
        for (int lane = 0; lane < Warp.Lanes; lane += Vector512<T>.Count)
        {
            Vector512<T> kept = Vector512.ConditionalSelect(Mask<T>(lanes >> lane), Vector512.Load(source + lane), Vector512.Load(destination + lane));
            kept.Store(destination + lane);
        }
    }

    /// <summary>Takes the lowest lane from a set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TakeFirst(ref uint lanes)
    {
        int lane = BitOperations.TrailingZeroCount(lanes);
        lanes &= lanes - 1;
        return lane;
    }
}
