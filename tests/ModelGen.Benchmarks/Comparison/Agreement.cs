using ModelGen.Numerics.Cases;

namespace ModelGen.Benchmarks.Comparison;

/// <summary>That both sides compute the same stands before any timing.</summary>
internal static class Agreement
{
    /// <summary>Compares one value of both sides.</summary>
    /// <param name="what">What the value is.</param>
    /// <param name="ours">Ours.</param>
    /// <param name="theirs">libtorch's.</param>
    /// <param name="bound">The largest relative difference.</param>
    /// <returns>Null where they agree; otherwise what is wrong.</returns>
    public static string? Disagreement(string what, float[] ours, float[] theirs, double bound)
    {
        if (!Closeness.IsTelling(theirs))
        {
            return $"libtorch's {what} is all zeros or not finite, so that nothing can be compared with it.";
        }

        double difference = Closeness.Difference(ours, theirs);
        return difference < bound ? null : $"the {what} differs from libtorch's by {difference:g3}, relative; the bound is {bound:g1}.";
    }
}
