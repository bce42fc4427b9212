using System.Runtime.Intrinsics;

namespace ModelGen.Runtime.Tests;

/// <summary>The random numbers of training are the same words at every vector width, each from the counter that <see cref="RandomKey"/> documents.</summary>
public sealed class RandomWordTests
{
    private static readonly RandomKey key = new(0x0123456789abcdef, 41);

    public static TheoryData<int, int> Places => new(from layer in (int[])[0, 1, 7] from sample in (int[])[0, 4, 5, 6, 7, 8, 1000] select (layer, sample));

    [Theory]
    [MemberData(nameof(Places))]
    public void Words_come_from_the_documented_counter(int layer, int sample)
    {
        for (int element = 0; element < 20; element++)
        {
            Vector128<uint> block = Philox.Words(key.Seed, (uint)element, (uint)sample / 4, key.Step, (uint)layer + 2);
            Assert.Equal((int)block[sample % 4], VectorMath.RandomWord(key, layer, sample, element));
            VectorMath.RandomWords(key, layer, sample, element, out int word0, out int word1, out int word2, out int word3);
            Assert.Equal(block.AsInt32(), Vector128.Create(word0, word1, word2, word3));
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Words_are_the_same_at_every_width(int layer, int sample)
    {
        // Neighbours, as where they lie side by side, and strides, as where images are stored channels last.
        foreach (int stride in (int[])[1, 169, 1 << 20])
        {
            Vector512<int> elements = Vector512.CreateSequence(3, stride);
            int[] expected = [.. Enumerable.Range(0, 16).Select(lane => VectorMath.RandomWord(key, layer, sample, elements[lane]))];
            Assert.Equal(Vector512.Create(expected), VectorMath.RandomWord(key, layer, sample, elements));
            Assert.Equal(Vector256.Create(expected), VectorMath.RandomWord(key, layer, sample, elements.GetLower()));
            Assert.Equal(Vector128.Create(expected), VectorMath.RandomWord(key, layer, sample, elements.GetLower().GetLower()));
        }
    }

    [Fact]
    public void Blocks_of_words_are_the_same_at_every_width()
    {
        Vector512<int> elements = Vector512.CreateSequence(5, 25);
        VectorMath.RandomWords(key, 2, 8, elements, out Vector512<int> a0, out Vector512<int> a1, out Vector512<int> a2, out Vector512<int> a3);
        VectorMath.RandomWords(key, 2, 8, elements.GetLower(), out Vector256<int> b0, out Vector256<int> b1, out Vector256<int> b2, out Vector256<int> b3);
        VectorMath.RandomWords(key, 2, 8, elements.GetLower().GetLower(), out Vector128<int> c0, out Vector128<int> c1, out Vector128<int> c2, out Vector128<int> c3);
        for (int lane = 0; lane < 16; lane++)
        {
            VectorMath.RandomWords(key, 2, 8, elements[lane], out int word0, out int word1, out int word2, out int word3);
            Assert.Equal([word0, word1, word2, word3], [a0[lane], a1[lane], a2[lane], a3[lane]]);
            if (lane < 8)
                Assert.Equal([word0, word1, word2, word3], [b0[lane], b1[lane], b2[lane], b3[lane]]);
            if (lane < 4)
                Assert.Equal([word0, word1, word2, word3], [c0[lane], c1[lane], c2[lane], c3[lane]]);
        }
    }

    [Fact]
    public void A_network_counts_its_training_steps()
    {
        using GapNetwork network = new();
        Assert.Equal(new RandomKey(1, 0), network.Random);
        network.Step(new Sgd());
        network.Step(new Adam());
        Assert.Equal(new RandomKey(1, 2), network.Random);
        Assert.Throws<ArgumentNullException>(() => network.Step(null!));
        Assert.Equal(new RandomKey(1, 2), network.Random);
    }

    [Fact]
    public void Seed_step_layer_sample_and_element_all_count()
    {
        int[] words =
        [
            VectorMath.RandomWord(key, 0, 0, 0),
            VectorMath.RandomWord(key with { Seed = 1 }, 0, 0, 0),
            VectorMath.RandomWord(key with { Seed = key.Seed ^ (1ul << 63) }, 0, 0, 0),
            VectorMath.RandomWord(key with { Step = 42 }, 0, 0, 0),
            VectorMath.RandomWord(key, 1, 0, 0),
            VectorMath.RandomWord(key, 0, 1, 0),
            VectorMath.RandomWord(key, 0, 4, 0),
            VectorMath.RandomWord(key, 0, 0, 1),
        ];
        Assert.Equal(words.Length, words.Distinct().Count());
    }
}
