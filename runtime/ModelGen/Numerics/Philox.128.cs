using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ModelGen.Runtime;

internal static partial class Philox
{
    /// <summary>The words of four counters, which differ in their first word: <see cref="Words(ulong, uint, uint, uint, uint)"/> lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Words(
        ulong seed,
        Vector128<uint> counter0,
        uint counter1,
        uint counter2,
        uint counter3,
        out Vector128<uint> word0,
        out Vector128<uint> word1,
        out Vector128<uint> word2,
        out Vector128<uint> word3)
    {
        // Every second lane at a time, as the low half of a 64-bit one, where its product has room. The high halves hold what is left over, and nothing reads them.
        Vector128<ulong> even0 = counter0.AsUInt64(), odd0 = even0 >> 32;
        Vector128<ulong> even1 = Vector128.Create((ulong)counter1), odd1 = even1;
        Vector128<ulong> even2 = Vector128.Create((ulong)counter2), odd2 = even2;
        Vector128<ulong> even3 = Vector128.Create((ulong)counter3), odd3 = even3;
        Vector128<ulong> key0 = Vector128.Create(seed), key1 = key0 >> 32;
        for (int round = 0; round < Rounds; round++)
        {
            Round(ref even0, ref even1, ref even2, ref even3, key0, key1);
            Round(ref odd0, ref odd1, ref odd2, ref odd3, key0, key1);
            key0 += Vector128.Create((ulong)Weyl0);
            key1 += Vector128.Create((ulong)Weyl1);
        }

        word0 = Join(even0, odd0);
        word1 = Join(even1, odd1);
        word2 = Join(even2, odd2);
        word3 = Join(even3, odd3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        ref Vector128<ulong> counter0,
        ref Vector128<ulong> counter1,
        ref Vector128<ulong> counter2,
        ref Vector128<ulong> counter3,
        Vector128<ulong> key0,
        Vector128<ulong> key1)
    {
        Vector128<ulong> product0 = MultiplyLow(counter0, Multiplier0);
        Vector128<ulong> product1 = MultiplyLow(counter2, Multiplier1);
        counter0 = (product1 >> 32) ^ counter1 ^ key0;
        counter1 = product1;
        counter2 = (product0 >> 32) ^ counter3 ^ key1;
        counter3 = product0;
    }

    // The 64-bit products of the low halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> MultiplyLow(Vector128<ulong> values, uint factor)
    {
        if (Sse2.IsSupported)
            return Sse2.Multiply(values.AsUInt32(), Vector128.Create(factor));
        return AdvSimd.IsSupported
            ? AdvSimd.MultiplyWideningLower(AdvSimd.ExtractNarrowingLower(values), Vector64.Create(factor))
            : (values & Vector128.Create(LowHalf)) * factor;
    }

    // The low halves of both, alternately.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Join(Vector128<ulong> even, Vector128<ulong> odd) =>
        Vector128.ConditionalSelect(Vector128.Create(LowHalf), even, odd << 32).AsUInt32();
}
