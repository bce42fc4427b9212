using ModelGen.Compiler.Print.Cpu;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Print.Class;

/// <summary>Sizes and sums of sizes as C# expressions.</summary>
internal static class SizeText
{
    /// <summary>A sum of sizes as a <c>long</c>: <c>64L + 3200L * batch</c>.</summary>
    public static string Sum(IEnumerable<Size> sizes)
    {
        string[] terms = sizes
            .GroupBy(size => size.Symbols)
            .Select(group => new Size(group.Sum(size => size.Factor), group.Key))
            .Where(size => size.Factor != 0)
            .OrderBy(size => size.Symbols, StringComparer.Ordinal)
            .Select(Long)
            .ToArray();
        return terms.Length == 0 ? "0L" : string.Join(" + ", terms);
    }

    /// <summary>A size as a <c>long</c>.</summary>
    public static string Long(Size size) =>
        size.Factor == 1 && !size.IsConstant ? "(long)" + string.Join(" * ", size.SymbolNames.Select(Identifiers.Safe))
        : CodeWriter.Literal(size.Factor) + "L" + string.Concat(size.SymbolNames.Select(symbol => " * " + Identifiers.Safe(symbol)));

    /// <summary>A size as an <c>int</c>.</summary>
    public static string Int(Size size) => IndexPrinter.Text(size);

    /// <summary>A sum of sizes for reading, for given values of the symbols.</summary>
    public static long Evaluate(IEnumerable<Size> sizes, long symbol) => sizes.Sum(size => size.Evaluate(_ => symbol));
}
