using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print.Cpu;

/// <summary>Prints expressions as pieces of a line: what changes with the lane as vectors, everything else as single numbers.</summary>
internal sealed class ExpressionPrinter(CodeWriter writer)
{
    /// <summary>A size: <c>25 * batch</c>.</summary>
    public static string Text(Size size)
    {
        if (size.IsConstant)
            return CodeWriter.Literal(size.Factor);
        string symbols = string.Join(" * ", size.SymbolNames.Select(Identifiers.Safe));
        return size.Factor == 1 ? symbols : CodeWriter.Literal(size.Factor) + " * " + symbols;
    }

    /// <summary>Prints a size.</summary>
    public void Print(Size size)
    {
        if (size.IsConstant)
            writer.Add(size.Factor);
        else
            writer.Add(Text(size));
    }

    /// <summary>Prints an index: <c>row * 64 + column + 16</c>.</summary>
    public void Print(Index index)
    {
        bool first = true;
        foreach ((Atom atom, Size coefficient) in index.Terms)
        {
            bool negative = coefficient.Factor < 0;
            writer.Add(first ? (negative ? "-" : "") : negative ? " - " : " + ");
            Print(atom, negative ? coefficient with { Factor = -coefficient.Factor } : coefficient);
            first = false;
        }

        if (first)
            writer.Add(index.Constant);
        else if (index.Constant != 0)
            writer.Add(index.Constant < 0 ? " - " : " + ").Add(Math.Abs(index.Constant));
    }

    /// <summary>Prints a place in a buffer, for reading or writing.</summary>
    public void Place(Buffer buffer, Index offset)
    {
        if (offset.IsConstant && offset.Constant == 0)
        {
            writer.Add(buffer.Name);
            return;
        }

        writer.Add("Unsafe.Add(ref ").Add(buffer.Name).Add(", ");
        Print(offset);
        writer.Add(")");
    }

    /// <summary>Prints the expression as a vector where <paramref name="lane"/> is one, else as a single number.</summary>
    public void Value(Expression expression, Axis? lane)
    {
        if (lane is null)
            Scalar(expression);
        else
            Vector(expression, lane);
    }

    /// <summary>Prints what a random word is drawn from, as the arguments of the method that draws it.</summary>
    public void Counter(RandomWord word, Axis? lane)
    {
        writer.Add("random, ").Add(word.Layer).Add(", ");
        Print(word.Sample);
        writer.Add(", ");
        if (lane is null)
            Int(word.Element);
        else
            Indices(word.Element, lane, VectorType.Of(lane.Extent.Constant));
    }

    private void Print(Atom atom, Size coefficient)
    {
        if (atom is One)
        {
            Print(coefficient);
            return;
        }

        Print(atom);
        if (coefficient.IsOne)
            return;
        writer.Add(" * ");
        Print(coefficient);
    }

    private void Print(Atom atom)
    {
        switch (atom)
        {
            case Axis axis:
                writer.Add(Identifiers.Safe(axis.Name));
                break;
            case Quotient quotient:
                Enclosed(quotient.Dividend);
                writer.Add(" / ").Add(quotient.Divisor);
                break;
            case Remainder remainder:
                Enclosed(remainder.Dividend);
                writer.Add(" % ").Add(remainder.Divisor);
                break;
            case Element element:
                // A row's number times its length may be more than an int holds.
                writer.Add(element.Buffer.Type == ElementType.Int32 ? "(nint)" : "");
                Place(element.Buffer, element.Offset);
                break;
            default:
                throw new InvalidOperationException($"Unknown atom {atom}.");
        }
    }

    private void Enclosed(Index index)
    {
        bool isAtom = index.Terms.Count == 1 && index.Constant == 0 && index.Terms[0].Coefficient.IsOne;
        writer.Add(isAtom ? "" : "(");
        Print(index);
        writer.Add(isAtom ? "" : ")");
    }

    private void Int(Index index)
    {
        writer.Add("(int)(");
        Print(index);
        writer.Add(")");
    }

    private void Scalar(Expression expression)
    {
        switch (expression)
        {
            case Number number:
                writer.Add(CodeWriter.Literal((float)number.Value));
                break;
            case CountOf count:
                bool isName = count.Size.Factor == 1 && !count.Size.Symbols.Contains('*');
                writer.Add(isName ? "(float)" : "(float)(").Add(Text(count.Size)).Add(isName ? "" : ")");
                break;
            case IndexValue { Index.IsConstant: true } value:
                writer.Add(value.Index.Constant);
                break;
            case IndexValue value:
                Int(value.Index);
                break;
            case Load load:
                writer.Add(load.Buffer.Type == ElementType.UInt8 ? "(int)" : "");
                Place(load.Buffer, load.Offset);
                break;
            case RandomWord word:
                writer.Add("VectorMath.RandomWord(");
                Counter(word, null);
                writer.Add(")");
                break;
            case Read read:
                writer.Add(read.Register.Name);
                break;
            case AcrossLanes across:
                writer.Add(across.Kind == ReductionKind.Sum ? "VectorMath.Sum(" : "VectorMath.Max(");
                Vector(across.Vector, LaneOf(across.Vector));
                writer.Add(")");
                break;
            case Select select:
                writer.Add("(");
                Scalar(select.Left);
                writer.Add(" ").Add(Operator(select.Comparison)).Add(" ");
                Scalar(select.Right);
                writer.Add(" ? ");
                Scalar(select.WhenTrue);
                writer.Add(" : ");
                Scalar(select.WhenFalse);
                writer.Add(")");
                break;
            default:
                Common(expression, null, "float");
                break;
        }
    }

    private void Vector(Expression expression, Axis lane)
    {
        VectorType type = VectorType.Of(lane.Extent.Constant);
        switch (expression)
        {
            case Number { Value: 0 }:
                writer.Add(type.Floats).Add(".Zero");
                break;
            case IndexValue { Index: { IsConstant: true, Constant: 0 } }:
                writer.Add(type.Integers).Add(".Zero");
                break;
            case Read read when expression.DependsOn(lane):
                writer.Add(read.Register.Name);
                break;
            case var _ when !expression.DependsOn(lane):
                writer.Add(type.Class).Add(".Create(");
                Scalar(expression);
                writer.Add(")");
                break;
            case IndexValue value:
                Indices(value.Index, lane, type);
                break;
            case Load load:
                Load(load, lane, type);
                break;
            case RandomWord word:
                writer.Add("VectorMath.RandomWord(");
                Counter(word, lane);
                writer.Add(")");
                break;
            case Select select:
                Selection(select, lane, type);
                break;
            default:
                Common(expression, lane, type.Class);
                break;
        }
    }

    // What is written alike for vectors and single numbers.
    private void Common(Expression expression, Axis? lane, string type)
    {
        switch (expression)
        {
            case Unary unary:
                writer.Add(unary.Function switch
                {
                    UnaryFunction.Negate => "(-",
                    UnaryFunction.Sqrt => type + ".Sqrt(",
                    _ => $"VectorMath.{unary.Function}(",
                });
                Value(unary.Operand, lane);
                writer.Add(")");
                break;
            case Binary { Function: BinaryFunction.Max } binary:
                writer.Add(type).Add(".MaxNative(");
                Value(binary.Left, lane);
                writer.Add(", ");
                Value(binary.Right, lane);
                writer.Add(")");
                break;
            case Binary binary:
                writer.Add("(");
                Value(binary.Left, lane);
                writer.Add(" ").Add(Operator(binary.Function)).Add(" ");
                Value(binary.Right, lane);
                writer.Add(")");
                break;
            case MultiplyAdd fused:
                writer.Add(type).Add(".MultiplyAddEstimate(");
                Value(fused.Left, lane);
                writer.Add(", ");
                Value(fused.Right, lane);
                writer.Add(", ");
                Value(fused.Addend, lane);
                writer.Add(")");
                break;
            case Guard guard:
                writer.Add("(");
                Condition(guard);
                writer.Add(" ? ");
                Value(guard.Value, lane);
                writer.Add(" : ");
                Value(guard.Otherwise, lane);
                writer.Add(")");
                break;
            default:
                throw new InvalidOperationException($"A schedule left {expression} over.");
        }
    }

    private void Indices(Index index, Axis lane, VectorType type)
    {
        Index first = index.Substitute(axis => axis == lane ? Index.Zero : null);
        if (index.CoefficientOf(lane) is { IsOne: false } stride)
        {
            writer.Add(type.Class).Add(".CreateSequence(");
            Int(first);
            writer.Add(stride.IsConstant ? ", " : ", (int)(").Add(Text(stride)).Add(stride.IsConstant ? ")" : "))");
        }
        else if (first.IsConstant && first.Constant == 0)
        {
            writer.Add(type.Integers).Add(".Indices");
        }
        else
        {
            writer.Add("(").Add(type.Class).Add(".Create(");
            Int(first);
            writer.Add(") + ").Add(type.Integers).Add(".Indices)");
        }
    }

    private void Load(Load load, Axis lane, VectorType type)
    {
        if (load.Offset.CoefficientOf(lane).IsOne)
        {
            writer.Add(load.Buffer.Type == ElementType.UInt8 ? $"VectorMath.Widen{type.Lanes * 32}(ref " : type.Class + ".LoadUnsafe(ref ");
            Place(load.Buffer, load.Offset.Substitute(axis => axis == lane ? Index.Zero : null));
            writer.Add(")");
            return;
        }

        writer.Add(type.Class).Add(".Create(");
        for (int i = 0; i < type.Lanes; i++)
        {
            writer.Add(i == 0 ? "" : ", ");
            Place(load.Buffer, load.Offset.Substitute(axis => axis == lane ? i : null));
        }

        writer.Add(")");
    }

    private void Selection(Select select, Axis lane, VectorType type)
    {
        writer.Add(type.Class).Add(".ConditionalSelect(").Add(type.Class).Add(select.Comparison switch
        {
            Comparison.Greater => ".GreaterThan(",
            Comparison.GreaterOrEqual => ".GreaterThanOrEqual(",
            _ => ".Equals(",
        });
        Vector(select.Left, lane);
        writer.Add(", ");
        Vector(select.Right, lane);
        writer.Add(select.Left.IsInteger == select.IsInteger ? "), " : select.IsInteger ? ").AsInt32(), " : ").AsSingle(), ");
        Vector(select.WhenTrue, lane);
        writer.Add(", ");
        Vector(select.WhenFalse, lane);
        writer.Add(")");
    }

    private void Condition(Guard guard)
    {
        string and = "";
        foreach (InRange condition in guard.Conditions)
        {
            writer.Add(and);
            and = " && ";
            if (condition.Extent.IsOne)
            {
                Print(condition.Index);
                writer.Add(" == 0");
                continue;
            }

            if (condition.Index.Bounds() is not ( >= 0, _))
            {
                Print(condition.Index);
                writer.Add(" >= 0 && ");
            }

            Print(condition.Index);
            writer.Add(" < ");
            Print(condition.Extent);
        }
    }

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
