namespace ModelGen.Numerics.Cases;

/// <summary>How far two tensors are apart, relative to what they hold.</summary>
public static class Closeness
{
    /// <summary>The bound of a forward value's relative difference from libtorch's.</summary>
    public const double Forward = 1e-4;

    /// <summary>The bound of a gradient's.</summary>
    public const double Gradient = 1e-3;

    /// <summary>
    /// The largest |a − b| / max(|b|, root mean square of b). The root mean square keeps a value that happens to cancel to nearly nothing from
    /// asking for more digits than its neighbours have. Not a number anywhere is an infinite difference.
    /// </summary>
    public static double Difference(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        if (actual.Length != expected.Length)
        {
            return double.PositiveInfinity;
        }

        double squares = 0;
        foreach (float value in expected)
        {
            squares += (double)value * value;
        }

        double scale = Math.Sqrt(squares / expected.Length);
        double largest = 0;
        for (int index = 0; index < expected.Length; index++)
        {
            double difference = Math.Abs((double)actual[index] - expected[index]) / Math.Max(Math.Abs(expected[index]), scale);
            if (!(difference <= largest))
            {
                largest = double.IsNaN(difference) ? double.PositiveInfinity : difference;
            }
        }

        return largest;
    }

    /// <summary>
    /// The difference of two losses, relative to the loss; for a projection, which may cancel to nearly nothing, to the root of its summed squared
    /// terms where that is larger.
    /// </summary>
    /// <param name="actual">The loss that is judged.</param>
    /// <param name="expected">The loss it is held against.</param>
    /// <param name="output">The network's output.</param>
    /// <param name="projection">The projection's targets; empty for another loss.</param>
    public static double LossDifference(double actual, double expected, ReadOnlySpan<float> output, ReadOnlySpan<float> projection)
    {
        double squares = 0;
        for (int index = 0; index < projection.Length; index++)
        {
            double term = (double)output[index] * projection[index];
            squares += term * term;
        }

        double difference = Math.Abs(actual - expected) / Math.Max(Math.Abs(expected), Math.Sqrt(squares));
        return double.IsNaN(difference) ? double.PositiveInfinity : difference;
    }

    /// <summary>Whether a tensor says anything: some value of it is not zero, and all are finite.</summary>
    public static bool IsTelling(ReadOnlySpan<float> values)
    {
        bool telling = false;
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }

            telling |= value != 0;
        }

        return telling;
    }
}
