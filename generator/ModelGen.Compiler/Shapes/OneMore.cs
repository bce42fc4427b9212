namespace ModelGen.Compiler.Shapes;

/// <summary>
/// One more than a size: the states of a loop are one more than its steps. A symbol's is a symbol of its own, which follows from that.
/// </summary>
/// <param name="Than">The symbol.</param>
public sealed record OneMore(string Than)
{
    private const string Prefix = "OneMore(";

    /// <summary>One more than a size that is a number or one symbol.</summary>
    public static Size Of(Size size) => size.IsConstant ? size.Constant + 1 : Size.Of(Prefix + size.Symbols + ")");

    /// <summary>What a symbol is one more than; null where it is any other.</summary>
    public static OneMore? Of(string symbol) =>
        symbol.StartsWith(Prefix, StringComparison.Ordinal) ? new OneMore(symbol.Substring(Prefix.Length, symbol.Length - 1 - Prefix.Length)) : null;
}
