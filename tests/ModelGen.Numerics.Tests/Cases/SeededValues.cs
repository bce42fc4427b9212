namespace ModelGen.Numerics.Cases;

/// <summary>
/// Numbers that libtorch's side and ours draw alike, so that inputs and first weights need not be stored: SplitMix64 (Steele, Lea and Flood 2014)
/// and arithmetic that IEEE 754 rounds exactly, so that every machine gets the same bits.
/// </summary>
public static class SeededValues
{
    private const float UnitInTheLastPlace = 1f / (1 << 24);

    /// <summary>A seed made of a text: 64-bit FNV-1a of its characters.</summary>
    public static ulong Seed(string text)
    {
        ulong hash = 0xcbf29ce484222325;
        foreach (char character in text)
        {
            hash = (hash ^ character) * 0x100000001b3;
        }

        return hash;
    }

    /// <summary><paramref name="count"/> numbers, uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public static float[] Uniform(ulong seed, int count, float low = 0, float high = 1)
    {
        var values = new float[count];
        for (int index = 0; index < count; index++)
        {
            float unit = (Next(ref seed) >> 40) * UnitInTheLastPlace;
            values[index] = low + ((high - low) * unit);
        }

        return values;
    }

    /// <summary><paramref name="count"/> integers, uniform in [0, <paramref name="bound"/>).</summary>
    public static int[] Integers(ulong seed, int count, int bound)
    {
        var values = new int[count];
        for (int index = 0; index < count; index++)
        {
            values[index] = (int)((Next(ref seed) >> 33) % (ulong)bound);
        }

        return values;
    }

    /// <summary><paramref name="count"/> signs, −1 or 1.</summary>
    public static float[] Signs(ulong seed, int count) =>
        [.. Integers(seed, count, 2).Select(bit => bit == 0 ? -1f : 1f)];

    /// <summary>The numbers 0 to <paramref name="count"/> − 1 in random order (Fisher–Yates).</summary>
    public static int[] Permutation(ulong seed, int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int last = count - 1; last > 0; last--)
        {
            int other = (int)((Next(ref seed) >> 33) % (ulong)(last + 1));
            (order[last], order[other]) = (order[other], order[last]);
        }

        return order;
    }

    private static ulong Next(ref ulong state)
    {
        state += 0x9e3779b97f4a7c15;
        ulong mixed = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }
}
