namespace ModelGen.Benchmarks.Measuring;

/// <summary>What many measurements come to.</summary>
internal static class Statistics
{
    /// <summary>The median; of an even number the mean of the middle two.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
