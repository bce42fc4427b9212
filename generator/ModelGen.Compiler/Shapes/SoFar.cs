namespace ModelGen.Compiler.Shapes;

/// <summary>The turns of a loop so far, the one at hand included: a symbol inside a kernel, which follows from the loop's variable.</summary>
/// <param name="Loop">The loop's variable, which counts from 0.</param>
public sealed record SoFar(string Loop)
{
    // What it counts for where extents are compared: blocks are few.
    private const long Typical = 3;
    private const string Prefix = "SoFar(";

    /// <summary>The number of turns, as a size.</summary>
    public Size Turns => Size.Of(Prefix + Loop + ")");

    /// <summary>What a symbol counts the turns of; null where it is any other.</summary>
    public static SoFar? Of(string symbol) =>
        symbol.StartsWith(Prefix, StringComparison.Ordinal) ? new SoFar(symbol.Substring(Prefix.Length, symbol.Length - 1 - Prefix.Length)) : null;

    /// <summary>What a symbol counts for where extents are compared, if it is such a number; else <paramref name="otherwise"/>.</summary>
    public static long TypicalOf(string symbol, long otherwise) => Of(symbol) is null ? otherwise : Typical;
}
