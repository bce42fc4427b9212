using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print.Cpu;

/// <summary>Prints expressions as pieces of a line: what changes with the lane as vectors, everything else as single numbers.</summary>
internal sealed class ExpressionPrinter(CodeWriter writer)
{
    private readonly IndexPrinter _indices = new(writer);

    /// <summary>Prints the expression as a vector where <paramref name="lane"/> is one, else as a single number.</summary>
    public void Value(Expression expression, Axis? lane)
    {
        if (lane is null)
            Scalar(expression);
        else
            Vector(expression, lane);
    }

    /// <summary>Prints the expression so that an operator, a cast or a member can stand beside it: in parentheses where it is made of operators itself.</summary>
    public void Operand(Expression expression, Axis? lane)
    {
        bool isEnclosed = HasOperator(expression, lane);
        writer.Add(isEnclosed ? "(" : "");
        Value(expression, lane);
        writer.Add(isEnclosed ? ")" : "");
    }

    /// <summary>Prints what stands behind a register that is assigned: <c> = value</c>, or <c> += value</c> where it is added to.</summary>
    public void Assigned(Register register, Expression value)
    {
        if (value is Binary { Function: BinaryFunction.Add, Left: Read { Register: var added } } sum && added == register)
        {
            bool isNegated = sum.Right is Unary { Function: UnaryFunction.Negate } && (register.Lane is null || sum.Right.DependsOn(register.Lane));
            writer.Add(isNegated ? " -= " : " += ");
            Value(isNegated ? ((Unary)sum.Right).Operand : sum.Right, register.Lane);
            return;
        }

        writer.Add(" = ");
        Value(value, register.Lane);
    }

    /// <summary>Prints what a random word is drawn from, as the arguments of the method that draws it.</summary>
    public void Counter(RandomWord word, Axis? lane)
    {
        writer.Add("random, ").Add(word.Layer).Add(", ");
        _indices.Print(word.Sample);
        writer.Add(", ");
        if (lane is null)
            _indices.Int(word.Element);
        else
            Indices(word.Element, lane, VectorType.Of(lane.Extent.Constant));
    }

    // What is the same in all lanes stands in a call that spreads it.
    private static bool HasOperator(Expression expression, Axis? lane) => (lane is null || expression.DependsOn(lane)) && expression switch
    {
        Binary { Function: not BinaryFunction.Max } or Unary { Function: UnaryFunction.Negate } or Guard => true,
        Select => lane is null,
        _ => false,
    };

    private void Scalar(Expression expression)
    {
        switch (expression)
        {
            case Number number:
                writer.Add(CodeWriter.Literal((float)number.Value));
                break;
            case CountOf count:
                writer.Add(IndexPrinter.Text(count.Size, "float"));
                break;
            case IndexValue { Index.IsConstant: true } value:
                writer.Add(value.Index.Constant);
                break;
            case IndexValue value:
                _indices.Int(value.Index);
                break;
            case Load load:
                writer.Add(load.Buffer.Type == ElementType.UInt8 ? "(int)" : "");
                _indices.Place(load.Buffer, load.Offset);
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
                Compared(select);
                writer.Add(" ? ");
                Operand(select.WhenTrue, null);
                writer.Add(" : ");
                Operand(select.WhenFalse, null);
                break;
            default:
                Common(expression, null, "float");
                break;
        }
    }

    private void Compared(Select select)
    {
        // The C# compiler takes a variable that is compared with itself for a mistake.
        if (select.Left.Equals(select.Right))
        {
            writer.Add("!float.IsNaN(");
            Value(select.Left, null);
            writer.Add(")");
            return;
        }

        Operand(select.Left, null);
        writer.Add(" ").Add(Operator(select.Comparison)).Add(" ");
        Operand(select.Right, null);
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
            case Unary { Function: UnaryFunction.Negate } negated:
                bool isNumber = negated.Operand is Number;
                writer.Add(isNumber ? "-(" : "-");
                Operand(negated.Operand, lane);
                writer.Add(isNumber ? ")" : "");
                break;
            case Unary unary:
                if (unary.Function == UnaryFunction.Sqrt)
                    writer.Add(type).Add(".Sqrt(");
                else
                    writer.Add($"VectorMath.{unary.Function}(");
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
            case Binary { Function: BinaryFunction.Add, Right: Unary { Function: UnaryFunction.Negate } negated } sum when lane is null || sum.Right.DependsOn(lane):
                Operand(sum.Left, lane);
                writer.Add(" - ");
                Operand(negated.Operand, lane);
                break;
            case Binary binary:
                Operand(binary.Left, lane);
                writer.Add(" ").Add(Operator(binary.Function)).Add(" ");
                Operand(binary.Right, lane);
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
                Condition(guard);
                writer.Add(" ? ");
                Operand(guard.Value, lane);
                writer.Add(" : ");
                Operand(guard.Otherwise, lane);
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
            _indices.Int(first);
            writer.Add(stride.IsConstant ? ", " : ", (int)(").Add(IndexPrinter.Text(stride)).Add(stride.IsConstant ? ")" : "))");
        }
        else if (first.IsConstant && first.Constant == 0)
        {
            writer.Add(type.Integers).Add(".Indices");
        }
        else
        {
            writer.Add("(").Add(type.Class).Add(".Create(");
            _indices.Int(first);
            writer.Add(") + ").Add(type.Integers).Add(".Indices)");
        }
    }

    private void Load(Load load, Axis lane, VectorType type)
    {
        if (load.Offset.CoefficientOf(lane).IsOne)
        {
            Index first = load.Offset.Substitute(axis => axis == lane ? Index.Zero : null);
            if (load.Buffer.Type == ElementType.UInt8)
            {
                writer.Add("VectorMath.Widen").Add(type.Lanes * 32).Add("(ref ");
                _indices.Place(load.Buffer, first);
            }
            else
            {
                writer.Add(type.Class).Add(".LoadUnsafe(");
                _indices.VectorPlace(load.Buffer, first);
            }

            writer.Add(")");
            return;
        }

        writer.Add(type.Class).Add(".Create(");
        for (int i = 0; i < type.Lanes; i++)
        {
            writer.Add(i == 0 ? "" : ", ");
            _indices.Place(load.Buffer, load.Offset.Substitute(axis => axis == lane ? i : null));
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
                _indices.Print(condition.Index);
                writer.Add(" == 0");
                continue;
            }

            if (condition.Index.Bounds() is not ( >= 0, _))
            {
                _indices.Print(condition.Index);
                writer.Add(" >= 0 && ");
            }

            _indices.Print(condition.Index);
            writer.Add(" < ");
            _indices.Print(condition.Extent);
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
