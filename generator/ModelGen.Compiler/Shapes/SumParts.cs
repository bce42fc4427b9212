namespace ModelGen.Compiler.Shapes;

/// <summary>
/// The parts in which a sum over a batch is taken: they depend on the batch alone, never on the threads, so that the result does not either. How many they are is a symbol of
/// its own, which follows from the batch's.
/// </summary>
public static class SumParts
{
    private const string Prefix = "SumParts(";

    // More parts than that would cost more memory traffic than their threads save; smaller ones are not worth a thread.
    private const long Most = 8;
    private const long SmallestPart = 16;

    /// <summary>How many parts a batch of so many samples is summed in. The runtime's <c>CompiledNetwork.SumParts</c> is the same.</summary>
    public static long Count(long samples) => Math.Min(Most, Math.Max(1, samples / SmallestPart));

    /// <summary>The number of parts of a batch whose size is a symbol.</summary>
    public static Size Of(string symbol) => Size.Of($"{Prefix}{symbol})");

    /// <summary>The symbol whose parts a symbol counts; null for any other.</summary>
    public static string? Whole(string symbol) =>
        symbol.StartsWith(Prefix, StringComparison.Ordinal) ? symbol.Substring(Prefix.Length, symbol.Length - Prefix.Length - 1) : null;
}
