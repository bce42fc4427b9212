using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print.Cpu;

/// <summary>Prints expressions: what changes with the lane as vectors, everything else as single numbers.</summary>
internal static class ExpressionPrinter
{
    /// <summary>A size: <c>25 * batch</c>.</summary>
    public static string Print(Size size)
    {
        string symbols = string.Join(" * ", size.SymbolNames.Select(Identifiers.Safe));
        return size.IsConstant ? CodeWriter.Literal(size.Factor)
            : size.Factor == 1 ? symbols
            : CodeWriter.Literal(size.Factor) + " * " + symbols;
    }

    /// <summary>An index: <c>row * 64 + column + 16</c>.</summary>
    public static string Print(Index index)
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

    /// <summary>A place in a buffer, for reading or writing.</summary>
    public static string Place(Buffer buffer, Index offset) =>
        offset.IsConstant && offset.Constant == 0 ? buffer.Name : $"Unsafe.Add(ref {buffer.Name}, {Print(offset)})";

    /// <summary>The expression as a vector where <paramref name="lane"/> is one, else as a single number.</summary>
    public static string Value(Expression expression, Axis? lane) =>
        lane is null ? Scalar(expression) : Vector(expression, lane);

    /// <summary>What a random word is drawn from, as the arguments of the method that draws it.</summary>
    public static string Counter(RandomWord word, Axis? lane)
    {
        string element = lane is null ? $"(int)({Print(word.Element)})" : Indices(word.Element, lane, new VectorType(lane.Extent.Constant));
        return $"random, {CodeWriter.Literal(word.Layer)}, {Print(word.Sample)}, {element}";
    }

    private static string Print(Atom atom) => atom switch
    {
        Axis axis => Identifiers.Safe(axis.Name),
        Quotient quotient => $"{Enclosed(quotient.Dividend)} / {CodeWriter.Literal(quotient.Divisor)}",
        Remainder remainder => $"{Enclosed(remainder.Dividend)} % {CodeWriter.Literal(remainder.Divisor)}",
        // A row's number times its length may be more than an int holds.
        Element { Buffer.Type: ElementType.Int32 } element => $"(nint){Place(element.Buffer, element.Offset)}",
        Element element => Place(element.Buffer, element.Offset),
        _ => throw new InvalidOperationException($"Unknown atom {atom}."),
    };

    private static string Enclosed(Index index) => index.Terms.Count == 1 && index.Constant == 0 && index.Terms[0].Coefficient.IsOne ? Print(index) : $"({Print(index)})";

    private static string Scalar(Expression expression) => expression switch
    {
        Number number => CodeWriter.Literal((float)number.Value),
        CountOf count => count.Size.Factor == 1 && !count.Size.Symbols.Contains('*') ? $"(float){Print(count.Size)}" : $"(float)({Print(count.Size)})",
        IndexValue value => value.Index.IsConstant ? CodeWriter.Literal(value.Index.Constant) : $"(int)({Print(value.Index)})",
        Load { Buffer.Type: ElementType.UInt8 } load => $"(int){Place(load.Buffer, load.Offset)}",
        Load load => Place(load.Buffer, load.Offset),
        RandomWord word => $"VectorMath.RandomWord({Counter(word, null)})",
        Read read => read.Register.Name,
        Unary unary => Function(unary.Function, Scalar(unary.Operand), "float"),
        Binary { Function: BinaryFunction.Max } binary => $"float.MaxNative({Scalar(binary.Left)}, {Scalar(binary.Right)})",
        Binary binary => $"({Scalar(binary.Left)} {Operator(binary.Function)} {Scalar(binary.Right)})",
        MultiplyAdd fused => $"float.MultiplyAddEstimate({Scalar(fused.Left)}, {Scalar(fused.Right)}, {Scalar(fused.Addend)})",
        Select select => $"({Scalar(select.Left)} {Operator(select.Comparison)} {Scalar(select.Right)} ? {Scalar(select.WhenTrue)} : {Scalar(select.WhenFalse)})",
        Guard guard => $"({Condition(guard)} ? {Scalar(guard.Value)} : {Scalar(guard.Otherwise)})",
        AcrossLanes across => $"{(across.Kind == ReductionKind.Sum ? "VectorMath.Sum" : "VectorMath.Max")}({Vector(across.Vector, LaneOf(across.Vector))})",
        _ => throw new InvalidOperationException($"A schedule left {expression} over."),
    };

    private static string Vector(Expression expression, Axis lane)
    {
        var type = new VectorType(lane.Extent.Constant);
        if (expression is Number { Value: 0 })
            return type.Floats + ".Zero";
        if (expression is IndexValue { Index: { IsConstant: true, Constant: 0 } })
            return type.Integers + ".Zero";
        if (!expression.DependsOn(lane))
            return $"{type.Class}.Create({Scalar(expression)})";
        return expression switch
        {
            IndexValue value => Indices(value.Index, lane, type),
            Load load => Load(load, lane, type),
            RandomWord word => $"VectorMath.RandomWord({Counter(word, lane)})",
            Read read => read.Register.Name,
            Unary unary => Function(unary.Function, Vector(unary.Operand, lane), type.Class),
            Binary { Function: BinaryFunction.Max } binary => $"{type.Class}.MaxNative({Vector(binary.Left, lane)}, {Vector(binary.Right, lane)})",
            Binary binary => $"({Vector(binary.Left, lane)} {Operator(binary.Function)} {Vector(binary.Right, lane)})",
            MultiplyAdd fused => $"{type.Class}.MultiplyAddEstimate({Vector(fused.Left, lane)}, {Vector(fused.Right, lane)}, {Vector(fused.Addend, lane)})",
            Select select => Selection(select, lane, type),
            Guard guard => $"({Condition(guard)} ? {Vector(guard.Value, lane)} : {Vector(guard.Otherwise, lane)})",
            _ => throw new InvalidOperationException($"A schedule left {expression} over."),
        };
    }

    private static string Indices(Index index, Axis lane, VectorType type)
    {
        Index first = index.Substitute(axis => axis == lane ? Index.Zero : null);
        if (index.CoefficientOf(lane) is { IsOne: false } stride)
            return $"{type.Class}.CreateSequence((int)({Print(first)}), {(stride.IsConstant ? Print(stride) : $"(int)({Print(stride)})")})";
        return first.IsConstant && first.Constant == 0
            ? type.Integers + ".Indices"
            : $"({type.Class}.Create((int)({Print(first)})) + {type.Integers}.Indices)";
    }

    private static string Load(Load load, Axis lane, VectorType type)
    {
        if (load.Offset.CoefficientOf(lane).IsOne)
        {
            string place = Place(load.Buffer, load.Offset.Substitute(axis => axis == lane ? Index.Zero : null));
            return load.Buffer.Type == ElementType.UInt8
                ? $"VectorMath.Widen{type.Lanes * 32}(ref {place})"
                : $"{type.Class}.LoadUnsafe(ref {place})";
        }

        IEnumerable<string> elements = Enumerable.Range(0, (int)type.Lanes)
            .Select(i => Place(load.Buffer, load.Offset.Substitute(axis => axis == lane ? i : null)));
        return $"{type.Class}.Create({string.Join(", ", elements)})";
    }

    private static string Selection(Select select, Axis lane, VectorType type)
    {
        string compare = select.Comparison switch
        {
            Comparison.Greater => "GreaterThan",
            Comparison.GreaterOrEqual => "GreaterThanOrEqual",
            _ => "Equals",
        };
        string mask = $"{type.Class}.{compare}({Vector(select.Left, lane)}, {Vector(select.Right, lane)})";
        if (select.Left.IsInteger != select.IsInteger)
            mask += select.IsInteger ? ".AsInt32()" : ".AsSingle()";
        return $"{type.Class}.ConditionalSelect({mask}, {Vector(select.WhenTrue, lane)}, {Vector(select.WhenFalse, lane)})";
    }

    private static string Condition(Guard guard) => string.Join(" && ", guard.Conditions.Select(condition =>
    {
        string index = Print(condition.Index);
        bool neverNegative = condition.Index.Bounds() is ( >= 0, _);
        return condition.Extent.IsOne ? $"{index} == 0"
            : neverNegative ? $"{index} < {Print(condition.Extent)}"
            : $"{index} >= 0 && {index} < {Print(condition.Extent)}";
    }));

    private static string Function(UnaryFunction function, string operand, string sqrtClass) => function switch
    {
        UnaryFunction.Negate => $"(-{operand})",
        UnaryFunction.Sqrt => $"{sqrtClass}.Sqrt({operand})",
        _ => $"VectorMath.{function}({operand})",
    };

    private static string Operator(BinaryFunction function) => function switch
    {
        BinaryFunction.Add => "+",
        BinaryFunction.Subtract => "-",
        BinaryFunction.Multiply => "*",
        BinaryFunction.Divide => "/",
        _ => throw new InvalidOperationException($"{function} is no operator."),
    };

    private static string Operator(Comparison comparison) => comparison switch
    {
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => ">=",
        _ => "==",
    };

    private static Axis LaneOf(Expression vector) => vector.Descendants().OfType<Read>().Select(read => read.Register.Lane).First(lane => lane is not null)!;
}
