using System.Runtime.Intrinsics;

namespace ModelGen.Runtime.Tests;

public sealed class PhiloxTests
{
    /// <summary>The known answers of Random123's <c>kat_vectors</c> for philox4x32 with 10 rounds: zeros, ones, and digits of π.</summary>
    private static IEnumerable<(uint[] Counter, ulong Key, uint[] Words)> Published =>
    [
        ([0, 0, 0, 0], 0, [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]),
        ([~0u, ~0u, ~0u, ~0u], ~0ul, [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]),
        ([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], 0x299f31d0_a4093822, [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]),
    ];

    [Fact]
    public void Gives_the_published_answers()
    {
        foreach ((uint[] counter, ulong key, uint[] words) in Published)
            Assert.Equal(Vector128.Create(words), Philox.Words(key, counter[0], counter[1], counter[2], counter[3]));
    }

    [Fact]
    public void Vectors_give_the_published_answers()
    {
        foreach ((uint[] counter, ulong key, uint[] words) in Published)
        {
            Philox.Words(key, Vector512.Create(counter[0]), counter[1], counter[2], counter[3], out Vector512<uint> a0, out Vector512<uint> a1, out Vector512<uint> a2, out Vector512<uint> a3);
            Assert.Equal([.. words.Select(word => Vector512.Create(word))], [a0, a1, a2, a3]);
            Philox.Words(key, Vector256.Create(counter[0]), counter[1], counter[2], counter[3], out Vector256<uint> b0, out Vector256<uint> b1, out Vector256<uint> b2, out Vector256<uint> b3);
            Assert.Equal([.. words.Select(word => Vector256.Create(word))], [b0, b1, b2, b3]);
            Philox.Words(key, Vector128.Create(counter[0]), counter[1], counter[2], counter[3], out Vector128<uint> c0, out Vector128<uint> c1, out Vector128<uint> c2, out Vector128<uint> c3);
            Assert.Equal([.. words.Select(word => Vector128.Create(word))], [c0, c1, c2, c3]);
        }
    }

    [Fact]
    public void Each_lane_of_a_vector_is_the_word_of_its_own_counter()
    {
        Random random = new(1);
        for (int trial = 0; trial < 200; trial++)
        {
            ulong seed = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            Vector512<uint> counters = Vector512.Create(Enumerable.Range(0, 16).Select(_ => Word()).ToArray());
            (uint counter1, uint counter2, uint counter3) = (Word(), Word(), Word());
            Vector128<uint>[] expected = [.. Enumerable.Range(0, 16).Select(lane => Philox.Words(seed, counters[lane], counter1, counter2, counter3))];

            Philox.Words(seed, counters, counter1, counter2, counter3, out Vector512<uint> a0, out Vector512<uint> a1, out Vector512<uint> a2, out Vector512<uint> a3);
            Philox.Words(seed, counters.GetLower(), counter1, counter2, counter3, out Vector256<uint> b0, out Vector256<uint> b1, out Vector256<uint> b2, out Vector256<uint> b3);
            Philox.Words(seed, counters.GetLower().GetLower(), counter1, counter2, counter3, out Vector128<uint> c0, out Vector128<uint> c1, out Vector128<uint> c2, out Vector128<uint> c3);
            for (int lane = 0; lane < 16; lane++)
            {
                Assert.Equal(expected[lane], Vector128.Create(a0[lane], a1[lane], a2[lane], a3[lane]));
                if (lane < 8)
                    Assert.Equal(expected[lane], Vector128.Create(b0[lane], b1[lane], b2[lane], b3[lane]));
                if (lane < 4)
                    Assert.Equal(expected[lane], Vector128.Create(c0[lane], c1[lane], c2[lane], c3[lane]));
            }
        }

        uint Word() => (uint)random.NextInt64(1L << 32);
    }
}
