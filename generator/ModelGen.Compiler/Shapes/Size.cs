using System.Globalization;

namespace ModelGen.Compiler.Shapes;

/// <summary>
/// The size of an axis, or a count of elements: a number times symbols that are known only at run time, such as <c>25·batch</c>.
/// </summary>
/// <param name="Factor">The number.</param>
/// <param name="Symbols">The symbols in alphabetical order, joined by <c>*</c>; empty for a constant.</param>
public sealed record Size(long Factor, string Symbols)
{
    /// <summary>A constant.</summary>
    public static implicit operator Size(long value) => new(value, "");

    /// <summary>The size that a symbol stands for.</summary>
    public static Size Of(string symbol) => new(1, symbol);

    /// <summary>Whether no symbol is in it.</summary>
    public bool IsConstant => Symbols.Length == 0;

    /// <summary>Whether it is the number one.</summary>
    public bool IsOne => Factor == 1 && IsConstant;

    /// <summary>The number, for a size known to be constant.</summary>
    public long Constant => IsConstant ? Factor : throw new InvalidOperationException($"The size {this} is not constant.");

    /// <summary>The symbols, one by one.</summary>
    public IEnumerable<string> SymbolNames => IsConstant ? [] : Symbols.Split('*');

    /// <summary>Whether it is a multiple of a number whatever the symbols stand for.</summary>
    public bool IsMultipleOf(long number) => Factor % number == 0;

    /// <summary>Whether it grows from turn to turn of a loop inside a kernel.</summary>
    public bool GrowsInLoop => SymbolNames.Any(symbol => SoFar.Of(symbol) is not null);

    /// <summary>The symbols that must be known to tell the size: those that counts of parts and of states follow from instead of these.</summary>
    public IEnumerable<string> FreeSymbols => SymbolNames.Where(symbol => SoFar.Of(symbol) is null).Select(symbol => SumParts.Of(symbol)?.Whole ?? OneMore.Of(symbol)?.Than ?? symbol);

    /// <summary>The product.</summary>
    public static Size operator *(Size left, Size right)
    {
        if (left.Factor == 0 || right.Factor == 0)
            return 0;
        if (left.IsOne || right.IsOne)
            return left.IsOne ? right : left;
        string symbols = left.IsConstant ? right.Symbols
            : right.IsConstant ? left.Symbols
            : string.Join("*", left.SymbolNames.Concat(right.SymbolNames).OrderBy(name => name, StringComparer.Ordinal));
        return new Size(checked(left.Factor * right.Factor), symbols);
    }

    /// <summary>The quotient where <paramref name="divisor"/> divides this size whatever the symbols stand for; else null.</summary>
    public Size? DividedBy(Size divisor)
    {
        if (divisor.Factor == 0 || Factor % divisor.Factor != 0)
            return null;
        List<string> left = SymbolNames.ToList();
        foreach (string symbol in divisor.SymbolNames)
        {
            if (!left.Remove(symbol))
                return null;
        }

        return new Size(Factor / divisor.Factor, string.Join("*", left));
    }

    /// <summary>The number for given values of the symbols.</summary>
    public long Evaluate(Func<string, long> valueOf) => SymbolNames.Aggregate(Factor, (product, symbol) => checked(product * ValueOf(symbol, valueOf)));

    private static long ValueOf(string symbol, Func<string, long> valueOf) =>
        SumParts.Of(symbol) is { } parts ? parts.CountOf(valueOf(parts.Whole)) : OneMore.Of(symbol) is { } more ? valueOf(more.Than) + 1 : valueOf(symbol);

    // Most sizes are numbers.
    /// <inheritdoc/>
    public override int GetHashCode() => IsConstant ? Factor.GetHashCode() : unchecked((Factor.GetHashCode() * 31) + Symbols.GetHashCode());

    /// <inheritdoc/>
    public override string ToString()
    {
        string number = Factor.ToString(CultureInfo.InvariantCulture);
        return IsConstant ? number : Factor == 1 ? Symbols.Replace("*", "·") : number + "·" + Symbols.Replace("*", "·");
    }
}
