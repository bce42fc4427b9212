using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print.Gpu;

/// <summary>Prints sizes, indices and expressions for a thread of a GPU: single numbers, indices of 32 bits.</summary>
internal sealed class GpuExpressionPrinter(GpuNames names)
{
    private readonly HashSet<string> _symbols = [];

    /// <summary>The sizes that vary at run time and were printed.</summary>
    public IReadOnlyCollection<string> Symbols => _symbols;

    /// <summary>A size: <c>25 * batch</c>.</summary>
    public string Print(Size size)
    {
        _symbols.UnionWith(size.SymbolNames);
        string symbols = string.Join(" * ", size.SymbolNames.Select(Identifiers.Safe));
        return size.IsConstant ? CodeWriter.Literal(size.Factor)
            : size.Factor == 1 ? symbols
            : CodeWriter.Literal(size.Factor) + " * " + symbols;
    }

    /// <summary>An index: <c>row * 64 + column + 16</c>.</summary>
    public string Print(Index index)
    {
        var text = new System.Text.StringBuilder();
        foreach ((Atom atom, Size coefficient) in index.Terms)
        {
            bool negative = coefficient.Factor < 0;
            Size magnitude = coefficient with { Factor = Math.Abs(coefficient.Factor) };
            string term = atom is One ? Print(magnitude) : magnitude.IsOne ? Print(atom) : $"{Print(atom)} * {Print(magnitude)}";
            text.Append(text.Length == 0 ? (negative ? "-" : "") : negative ? " - " : " + ").Append(term);
        }

        if (text.Length == 0)
            return CodeWriter.Literal(index.Constant);
        if (index.Constant != 0)
            text.Append(index.Constant < 0 ? " - " : " + ").Append(CodeWriter.Literal(Math.Abs(index.Constant)));
        return text.ToString();
    }

    /// <summary>An element of a buffer.</summary>
    public string Place(Buffer buffer, Index offset) => $"{names.Of(buffer, buffer.Name)}[{Print(offset)}]";

    /// <summary>Conditions that must all hold.</summary>
    public string Conditions(IEnumerable<InRange> conditions) => string.Join(" && ", conditions.Select(condition =>
    {
        string index = Print(condition.Index);
        bool neverNegative = condition.Index.Bounds() is ( >= 0, _);
        return condition.Extent.IsOne ? $"{index} == 0"
            : neverNegative ? $"{index} < {Print(condition.Extent)}"
            : $"{index} >= 0 && {index} < {Print(condition.Extent)}";
    }));

    /// <summary>What a random word is drawn from, as the arguments of the method that draws it.</summary>
    public string Counter(RandomWord word) => $"random, {CodeWriter.Literal(word.Layer)}, {Print(word.Sample)}, {Print(word.Element)}";

    /// <summary>An expression's value.</summary>
    public string Value(Expression expression) => expression switch
    {
        Number number => CodeWriter.Literal((float)number.Value),
        CountOf { Size: var size } => size.Factor == 1 && !size.Symbols.Contains('*') ? $"(float){Print(size)}" : $"(float)({Print(size)})",
        IndexValue value => Print(value.Index),
        Load { Buffer.Type: ElementType.UInt8 } load => $"(int){Place(load.Buffer, load.Offset)}",
        Load load => Place(load.Buffer, load.Offset),
        RandomWord word => $"GpuRandom.Word({Counter(word)})",
        Read read => names.Of(read.Register, read.Register.Name),
        Unary { Function: UnaryFunction.Negate } unary => $"-{Operand(unary.Operand)}",
        Unary { Function: UnaryFunction.Sqrt } unary => $"MathF.Sqrt({Value(unary.Operand)})",
        Unary unary => $"GpuMath.{unary.Function}({Value(unary.Operand)})",
        Binary { Function: BinaryFunction.Max } binary => $"GpuMath.Max({Value(binary.Left)}, {Value(binary.Right)})",
        Binary binary => $"{Operand(binary.Left)} {Operator(binary.Function)} {Operand(binary.Right)}",
        MultiplyAdd fused => $"{Operand(fused.Left)} * {Operand(fused.Right)} + {Operand(fused.Addend)}",
        Select select => $"{Operand(select.Left)} {Operator(select.Comparison)} {Operand(select.Right)} ? {Operand(select.WhenTrue)} : {Operand(select.WhenFalse)}",
        Guard guard => $"{Conditions(guard.Conditions)} ? {Operand(guard.Value)} : {Operand(guard.Otherwise)}",
        _ => throw new InvalidOperationException($"A schedule left {expression} over."),
    };

    /// <summary>An expression's value so that an operator or a cast can stand beside it: in parentheses where it is made of operators itself.</summary>
    public string Operand(Expression expression) => expression switch
    {
        Binary { Function: BinaryFunction.Max } => Value(expression),
        Binary or MultiplyAdd or Select or Guard or Unary { Function: UnaryFunction.Negate } or Number { Value: < 0 } => $"({Value(expression)})",
        IndexValue { Index: { IsConstant: false } index } => Enclosed(index),
        _ => Value(expression),
    };

    private string Print(Atom atom) => atom switch
    {
        Axis axis => names.Of(axis, axis.Name),
        Quotient quotient => $"{Enclosed(quotient.Dividend)} / {CodeWriter.Literal(quotient.Divisor)}",
        Remainder remainder => $"{Enclosed(remainder.Dividend)} % {CodeWriter.Literal(remainder.Divisor)}",
        Element element => Place(element.Buffer, element.Offset),
        _ => throw new InvalidOperationException($"Unknown atom {atom}."),
    };

    private string Enclosed(Index index) => index.Terms.Count == 1 && index.Constant == 0 && index.Terms[0].Coefficient.IsOne ? Print(index) : $"({Print(index)})";

    private static string Operator(Comparison comparison) => comparison switch
    {
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => ">=",
        _ => "==",
    };

    private static string Operator(BinaryFunction function) => function switch
    {
        BinaryFunction.Add => "+",
        BinaryFunction.Subtract => "-",
        BinaryFunction.Multiply => "*",
        BinaryFunction.Divide => "/",
        _ => throw new InvalidOperationException($"{function} is no operator."),
    };
}
