using System.Globalization;

namespace ModelGen.Compiler.Shapes;

/// <summary>
/// The parts in which a sum over a batch is taken: they depend on the batch alone, never on the threads, so that the result does not either. How many they are is a symbol of
/// its own, which follows from the batch's.
/// </summary>
/// <param name="Whole">The symbol of the batch's size.</param>
/// <param name="Most">The most parts.</param>
public sealed record SumParts(string Whole, long Most)
{
    // Smaller parts are not worth a thread.
    private const long SmallestPart = 16;
    private const string Prefix = "SumParts(";
    private const string Separator = ", ";

    /// <summary>The number of parts, as a size.</summary>
    public Size Count => Size.Of($"{Prefix}{Whole}{Separator}{Most.ToString(CultureInfo.InvariantCulture)})");

    /// <summary>What a symbol counts the parts of; null where it is any other.</summary>
    public static SumParts? Of(string symbol)
    {
        if (!symbol.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        int separator = symbol.IndexOf(Separator, StringComparison.Ordinal), most = separator + Separator.Length;
        return new SumParts(
            symbol.Substring(Prefix.Length, separator - Prefix.Length),
            long.Parse(symbol.Substring(most, symbol.Length - 1 - most), CultureInfo.InvariantCulture));
    }

    /// <summary>How many parts a batch of so many samples is summed in. The runtime's <c>CompiledNetwork.SumParts</c> is the same.</summary>
    public long CountOf(long samples) => Math.Min(Most, Math.Max(1, samples / SmallestPart));
}
