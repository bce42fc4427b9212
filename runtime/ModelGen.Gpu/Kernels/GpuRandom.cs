using System.ComponentModel;
using ILGPU;

namespace ModelGen.Runtime;

/// <summary>
/// The random numbers of training for one thread of a GPU: the same words as <see cref="VectorMath"/> draws, by <see cref="RandomKey"/>'s definition. The key
/// lies in memory: the seed's low half, its high half, the step.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GpuRandom
{
    /// <summary>The integers of a key.</summary>
    public const int KeyLength = 3;

    /// <summary>The random words of an element in four neighbouring samples, the first a multiple of 4.</summary>
    public static void Words(ArrayView<int> key, int layer, int sample, int element, out int word0, out int word1, out int word2, out int word3)
    {
        uint counter0 = (uint)element;
        uint counter1 = (uint)(sample / VectorMath.SamplesInBlock);
        uint counter2 = (uint)key[2];
        uint counter3 = VectorMath.FirstStream + (uint)layer;
        uint key0 = (uint)key[0];
        uint key1 = (uint)key[1];
        for (int round = 0; round < Philox.Rounds; round++)
        {
            ulong product0 = (ulong)Philox.Multiplier0 * counter0;
            ulong product1 = (ulong)Philox.Multiplier1 * counter2;
            counter0 = (uint)(product1 >> 32) ^ counter1 ^ key0;
            counter1 = (uint)product1;
            counter2 = (uint)(product0 >> 32) ^ counter3 ^ key1;
            counter3 = (uint)product0;
            key0 += Philox.Weyl0;
            key1 += Philox.Weyl1;
        }

        word0 = (int)counter0;
        word1 = (int)counter1;
        word2 = (int)counter2;
        word3 = (int)counter3;
    }

    /// <summary>The random word of an element in one sample.</summary>
    public static int Word(ArrayView<int> key, int layer, int sample, int element)
    {
        Words(key, layer, sample, element, out int word0, out int word1, out int word2, out int word3);
        int place = sample % VectorMath.SamplesInBlock;
        return place == 0 ? word0 : place == 1 ? word1 : place == 2 ? word2 : word3;
    }
}
