namespace ModelGen.Runtime.Tests;

/// <summary>Samples that a softmax regression can tell apart: a cloud around one corner for each class.</summary>
public static class Samples
{
    public static (float[] Values, int[] Labels) Make(int count, int features = 5, int classes = 3, int seed = 1)
    {
        var random = new Random(seed);
        var values = new float[count * features];
        var labels = new int[count];
        for (int sample = 0; sample < count; sample++)
        {
            labels[sample] = random.Next(classes);
            for (int feature = 0; feature < features; feature++)
                values[(sample * features) + feature] = (feature % classes == labels[sample] ? 1f : 0f) + (0.3f * (random.NextSingle() - 0.5f));
        }

        return (values, labels);
    }

    public static Dataset Dataset(int count, int features = 5, int classes = 3, int seed = 1)
    {
        (float[] values, int[] labels) = Make(count, features, classes, seed);
        return ModelGen.Dataset.FromFloats(values, features, labels);
    }

    /// <summary>Numbers around zero.</summary>
    public static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    /// <summary>All parameters of a network, in file order, as bits.</summary>
    public static int[] Bits(CompiledNetwork network)
    {
        var bits = new List<int>();
        foreach (Parameter parameter in network.Parameters)
        {
            var values = new float[parameter.Count];
            parameter.CopyTo(values);
            bits.AddRange(values.Select(BitConverter.SingleToInt32Bits));
        }

        return [.. bits];
    }
}
