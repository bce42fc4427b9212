using ModelGen;

namespace ScanRnn;

/// <summary>
/// The adding problem (Hochreiter and Schmidhuber, "Long short-term memory", 1997): of a sequence of numbers two are marked, one in each half, and what is asked for in the end is their sum. Who
/// remembers nothing and answers 1 is wrong by a mean square of 1/6.
/// </summary>
internal static class AddingProblem
{
    /// <summary>The steps of a sequence.</summary>
    public const int Steps = 50;

    /// <summary>What a step finds: a number of [0, 1), and 1 where it is marked.</summary>
    public const int Features = 2;

    /// <summary>Draws sequences.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Of the sequences.</param>
    public static Dataset Draw(int count, int seed)
    {
        Random random = new(seed);
        float[] sequences = new float[count * Steps * Features];
        float[] sums = new float[count];
        for (int sample = 0; sample < count; sample++)
        {
            Span<float> sequence = sequences.AsSpan(sample * Steps * Features, Steps * Features);
            for (int step = 0; step < Steps; step++)
            {
                sequence[step * Features] = random.NextSingle();
            }

            foreach (int marked in (ReadOnlySpan<int>)[random.Next(Steps / 2), random.Next(Steps / 2, Steps)])
            {
                sequence[(marked * Features) + 1] = 1;
                sums[sample] += sequence[marked * Features];
            }
        }

        return Dataset.FromFloats(sequences, Steps * Features, sums, 1);
    }
}
