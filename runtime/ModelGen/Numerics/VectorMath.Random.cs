using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelGen.Runtime;

// The random numbers of training, as RandomKey defines them. A word is a signed integer: the comparisons of vectors are.
public static partial class VectorMath
{
    internal const int SamplesInBlock = 4;

    // Streams 0 and 1 are those of the parameters and of the samples' order.
    internal const uint FirstStream = 2;

    /// <summary>The random words of the sixteen elements in four neighbouring samples, the first a multiple of 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RandomWords(
        RandomKey key, int layer, nint sample, Vector512<int> elements, out Vector512<int> word0, out Vector512<int> word1, out Vector512<int> word2, out Vector512<int> word3)
    {
        Philox.Words(
            key.Seed,
            elements.AsUInt32(),
            Block(sample),
            key.Step,
            Stream(layer),
            out Vector512<uint> first,
            out Vector512<uint> second,
            out Vector512<uint> third,
            out Vector512<uint> fourth);
        word0 = first.AsInt32();
        word1 = second.AsInt32();
        word2 = third.AsInt32();
        word3 = fourth.AsInt32();
    }

    /// <summary>The random words of the sixteen elements in one sample.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> RandomWord(RandomKey key, int layer, nint sample, Vector512<int> elements)
    {
        RandomWords(key, layer, sample, elements, out Vector512<int> word0, out Vector512<int> word1, out Vector512<int> word2, out Vector512<int> word3);
        return (sample % SamplesInBlock) switch
        {
            0 => word0,
            1 => word1,
            2 => word2,
            _ => word3,
        };
    }

    /// <summary>The random words of the eight elements in four neighbouring samples, the first a multiple of 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RandomWords(
        RandomKey key, int layer, nint sample, Vector256<int> elements, out Vector256<int> word0, out Vector256<int> word1, out Vector256<int> word2, out Vector256<int> word3)
    {
        Philox.Words(
            key.Seed,
            elements.AsUInt32(),
            Block(sample),
            key.Step,
            Stream(layer),
            out Vector256<uint> first,
            out Vector256<uint> second,
            out Vector256<uint> third,
            out Vector256<uint> fourth);
        word0 = first.AsInt32();
        word1 = second.AsInt32();
        word2 = third.AsInt32();
        word3 = fourth.AsInt32();
    }

    /// <summary>The random words of the eight elements in one sample.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> RandomWord(RandomKey key, int layer, nint sample, Vector256<int> elements)
    {
        RandomWords(key, layer, sample, elements, out Vector256<int> word0, out Vector256<int> word1, out Vector256<int> word2, out Vector256<int> word3);
        return (sample % SamplesInBlock) switch
        {
            0 => word0,
            1 => word1,
            2 => word2,
            _ => word3,
        };
    }

    /// <summary>The random words of the four elements in four neighbouring samples, the first a multiple of 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RandomWords(
        RandomKey key, int layer, nint sample, Vector128<int> elements, out Vector128<int> word0, out Vector128<int> word1, out Vector128<int> word2, out Vector128<int> word3)
    {
        Philox.Words(
            key.Seed,
            elements.AsUInt32(),
            Block(sample),
            key.Step,
            Stream(layer),
            out Vector128<uint> first,
            out Vector128<uint> second,
            out Vector128<uint> third,
            out Vector128<uint> fourth);
        word0 = first.AsInt32();
        word1 = second.AsInt32();
        word2 = third.AsInt32();
        word3 = fourth.AsInt32();
    }

    /// <summary>The random words of the four elements in one sample.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> RandomWord(RandomKey key, int layer, nint sample, Vector128<int> elements)
    {
        RandomWords(key, layer, sample, elements, out Vector128<int> word0, out Vector128<int> word1, out Vector128<int> word2, out Vector128<int> word3);
        return (sample % SamplesInBlock) switch
        {
            0 => word0,
            1 => word1,
            2 => word2,
            _ => word3,
        };
    }

    /// <summary>The random words of an element in four neighbouring samples, the first a multiple of 4.</summary>
    public static void RandomWords(RandomKey key, int layer, nint sample, int element, out int word0, out int word1, out int word2, out int word3)
    {
        Vector128<int> words = Philox.Words(key.Seed, (uint)element, Block(sample), key.Step, Stream(layer)).AsInt32();
        word0 = words[0];
        word1 = words[1];
        word2 = words[2];
        word3 = words[3];
    }

    /// <summary>The random word of an element in one sample.</summary>
    public static int RandomWord(RandomKey key, int layer, nint sample, int element) =>
        Philox.Words(key.Seed, (uint)element, Block(sample), key.Step, Stream(layer)).AsInt32()[(int)(sample % SamplesInBlock)];

    private static uint Block(nint sample) => (uint)(sample / SamplesInBlock);

    private static uint Stream(int layer) => FirstStream + (uint)layer;
}
