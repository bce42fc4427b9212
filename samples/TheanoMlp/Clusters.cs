using ModelGen;

namespace TheanoMlp;

/// <summary>Points around a centre for each class, far enough apart that a perceptron tells nearly all of them apart.</summary>
internal static class Clusters
{
    private const double Spread = 0.35;

    /// <summary>Draws points.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Of the points. The centres are always the same.</param>
    public static Dataset Draw(int count, int seed)
    {
        double[,] centres = new double[Perceptron.Classes, Perceptron.Inputs];
        Random placing = new(7);
        foreach (ref double place in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref centres[0, 0], centres.Length))
        {
            place = (2 * placing.NextDouble()) - 1;
        }

        Random drawing = new(seed);
        float[] points = new float[count * Perceptron.Inputs];
        int[] labels = new int[count];
        for (int index = 0; index < points.Length; index++)
        {
            int label = labels[index / Perceptron.Inputs] = index / Perceptron.Inputs % Perceptron.Classes;
            points[index] = (float)(centres[label, index % Perceptron.Inputs] + (Spread * Normal(drawing)));
        }

        return Dataset.FromFloats(points, Perceptron.Inputs, labels).ToOneHot(Perceptron.Classes);
    }

    /// <summary>A normal number, by the method of Box and Muller (1958).</summary>
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
