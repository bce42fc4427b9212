namespace ModelGen.Numerics.Tests.Harness;

/// <summary>
/// What dropout multiplies by, from its documentation alone: Philox 4×32-10 with the seed as key and (element, sample/4, step, layer + 2) as counter gives
/// the words of four neighbouring samples; the lowest share of them drops the element.
/// </summary>
internal static class DropoutCounter
{
    /// <summary>The factors of all samples, in the network's own order.</summary>
    /// <param name="seed">The network's seed.</param>
    /// <param name="step">How many steps it was trained before.</param>
    /// <param name="layer">The layer's number among those that drop.</param>
    /// <param name="rate">The layer's rate.</param>
    /// <param name="samples">The number of samples.</param>
    /// <param name="elements">The number of elements in each.</param>
    public static float[] Factors(ulong seed, int step, int layer, double rate, int samples, int elements)
    {
        var factors = new float[samples * elements];
        for (int index = 0; index < factors.Length; index++)
        {
            (int sample, int element) = Math.DivRem(index, elements);
            uint word = Philox(seed, [(uint)element, (uint)sample / 4, (uint)step, (uint)layer + 2])[sample % 4];
            // As a signed number: from −2³¹ on.
            double place = (int)word + 2147483648.0;
            factors[index] = place < Math.Round(rate * 4294967296) ? 0 : (float)(1 / (1 - rate));
        }

        return factors;
    }

    // As printed in the paper of Salmon, Moraes, Dror and Shaw (2011).
    private static uint[] Philox(ulong seed, uint[] counter)
    {
        uint left = (uint)seed, right = (uint)(seed >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong first = 0xD2511F53ul * counter[0], second = 0xCD9E8D57ul * counter[2];
            counter = [(uint)(second >> 32) ^ counter[1] ^ left, (uint)second, (uint)(first >> 32) ^ counter[3] ^ right, (uint)first];
            left += 0x9E3779B9;
            right += 0xBB67AE85;
        }

        return counter;
    }
}
