using System.Runtime.Intrinsics;

namespace ModelGen.Runtime.Tests;

public sealed class PhiloxTests
{
    /// <summary>The known answers of Random123's <c>kat_vectors</c> for philox4x32 with 10 rounds: zeros, ones, and digits of π.</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Gives_the_published_answers(
        uint counter0, uint counter1, uint counter2, uint counter3, uint key0, uint key1, uint word0, uint word1, uint word2, uint word3)
    {
        Vector128<uint> words = Philox.Words(((ulong)key1 << 32) | key0, counter0, counter1, counter2, counter3);
        Assert.Equal(Vector128.Create(word0, word1, word2, word3), words);
    }
}
