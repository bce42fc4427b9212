using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Loops;

/// <summary>The value of one element, as a function of axes. Inside a vector scope an expression that changes with the lane is a vector.</summary>
public abstract record Expression
{
    /// <summary>The expressions it is made of.</summary>
    public virtual ExpressionParts Parts => default;

    /// <summary>Whether its value is an integer.</summary>
    public virtual bool IsInteger => false;

    /// <summary>This expression with its parts and indices replaced; itself where none changes.</summary>
    /// <param name="part">Replaces a part.</param>
    /// <param name="index">Replaces an index.</param>
    public virtual Expression Map(Func<Expression, Expression> part, Func<Index, Index> index) => this;

    /// <summary>Every expression in it, itself included.</summary>
    public IReadOnlyList<Expression> Descendants()
    {
        var all = new List<Expression>();
        Add(this);
        return all;

        void Add(Expression expression)
        {
            all.Add(expression);
            foreach (Expression part in expression.Parts)
                Add(part);
        }
    }

    /// <summary>Every read of memory in it.</summary>
    public IEnumerable<Load> Loads() => Descendants().OfType<Load>();

    /// <summary>Whether its value changes with the axis.</summary>
    public virtual bool DependsOn(Axis axis)
    {
        foreach (Expression part in Parts)
        {
            if (part.DependsOn(axis))
                return true;
        }

        return false;
    }

    /// <summary>Whether something in it is summed over a part of an axis that <paramref name="axis"/> says the number of.</summary>
    public bool HasBoundsOf(Axis axis) => Descendants().OfType<Reduction>().Any(reduction => reduction.Axes.Any(summed => axis.Equals(summed.Part)));

    /// <summary>The expression with axes replaced; <paramref name="replacement"/> returns null for those that stay.</summary>
    public Expression Substitute(Func<Axis, Index?> replacement) => Replace(static _ => null, replacement);

    /// <summary>The expression with expressions in it replaced; <paramref name="expressions"/> returns null for those that stay, in which others then are.</summary>
    public Expression Replace(Func<Expression, Expression?> expressions) => Rewrite(expressions, static index => index);

    /// <summary>The expression with expressions in it replaced, and in what is left of it axes; both functions return null for what stays.</summary>
    public Expression Replace(Func<Expression, Expression?> expressions, Func<Axis, Index?> axes)
    {
        Func<Atom, Index?> atoms = Index.Replacing(axes);
        return Rewrite(expressions, index => index.Rewrite(atoms));
    }

    // One function for all the parts: expressions are rewritten by the thousand.
    private Expression Rewrite(Func<Expression, Expression?> expressions, Func<Index, Index> index)
    {
        Func<Expression, Expression> part = null!;
        part = expression => expressions(expression) ?? expression.Map(part, index);
        return part(this);
    }
}

/// <summary>What an expression is made of, at most four others, in their order.</summary>
public readonly struct ExpressionParts(Expression first, Expression? second = null, Expression? third = null, Expression? fourth = null)
{
    private readonly Expression? _first = first, _second = second, _third = third, _fourth = fourth;

    /// <summary>Goes through them.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>A place among the parts.</summary>
    public struct Enumerator
    {
        private readonly ExpressionParts _parts;
        private int _place;

        internal Enumerator(ExpressionParts parts) => _parts = parts;

        /// <summary>The part at this place.</summary>
        public readonly Expression Current => At(_place)!;

        /// <summary>Goes on to the next part.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext() => ++_place <= 4 && At(_place) is not null;

        private readonly Expression? At(int place) => place switch
        {
            1 => _parts._first,
            2 => _parts._second,
            3 => _parts._third,
            _ => _parts._fourth,
        };
    }
}

/// <summary>A floating-point number.</summary>
public sealed record Number(double Value) : Expression;

/// <summary>A count of elements as a floating-point number, such as the batch's size in a mean.</summary>
public sealed record CountOf(Size Size) : Expression;

/// <summary>An index as an integer.</summary>
public sealed record IndexValue(Index Index) : Expression
{
    /// <inheritdoc/>
    public override bool IsInteger => true;

    /// <inheritdoc/>
    public override Expression Map(Func<Expression, Expression> part, Func<Index, Index> index) =>
        index(Index) is var mapped && ReferenceEquals(mapped, Index) ? this : new IndexValue(mapped);

    /// <inheritdoc/>
    public override bool DependsOn(Axis axis) => Index.DependsOn(axis);
}

/// <summary>
/// A random 32-bit word, as a signed integer, for an element of a sample in one layer of the training step at hand: however often and in whatever order it is
/// evaluated, it is the same.
/// </summary>
/// <param name="Layer">The number of the layer among those that draw.</param>
/// <param name="Sample">The position along the first axis.</param>
/// <param name="Element">The position inside the sample, counted row by row.</param>
public sealed record RandomWord(int Layer, Index Sample, Index Element) : Expression
{
    /// <inheritdoc/>
    public override bool IsInteger => true;

    /// <inheritdoc/>
    public override Expression Map(Func<Expression, Expression> part, Func<Index, Index> index) =>
        (index(Sample), index(Element)) is var (sample, element) && ReferenceEquals(sample, Sample) && ReferenceEquals(element, Element)
            ? this
            : new RandomWord(Layer, sample, element);

    /// <inheritdoc/>
    public override bool DependsOn(Axis axis) => Sample.DependsOn(axis) || Element.DependsOn(axis);
}

/// <summary>An element of a buffer; a byte is read as an integer.</summary>
public sealed record Load(Buffer Buffer, Index Offset) : Expression
{
    /// <inheritdoc/>
    public override bool IsInteger => Buffer.Type != ElementType.Float32;

    /// <inheritdoc/>
    public override Expression Map(Func<Expression, Expression> part, Func<Index, Index> index) =>
        index(Offset) is var mapped && ReferenceEquals(mapped, Offset) ? this : new Load(Buffer, mapped);

    /// <inheritdoc/>
    public override bool DependsOn(Axis axis) => Offset.DependsOn(axis);
}

/// <summary>Functions of one number.</summary>
public enum UnaryFunction
{
    /// <summary>−x.</summary>
    Negate,

    /// <summary>eˣ.</summary>
    Exp,

    /// <summary>The natural logarithm.</summary>
    Log,

    /// <summary>The square root.</summary>
    Sqrt,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>1/(1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>The error function.</summary>
    Erf,
}

/// <summary>A function of one number.</summary>
public sealed record Unary(UnaryFunction Function, Expression Operand) : Expression
{
    /// <inheritdoc/>
    public override ExpressionParts Parts => new(Operand);

    /// <inheritdoc/>
    public override Expression Map(Func<Expression, Expression> part, Func<Index, Index> index) =>
        part(Operand) is var mapped && ReferenceEquals(mapped, Operand) ? this : new Unary(Function, mapped);
}

/// <summary>Functions of two numbers.</summary>
public enum BinaryFunction
{
    /// <summary>x + y.</summary>
    Add,

    /// <summary>x − y.</summary>
    Subtract,

    /// <summary>x·y.</summary>
    Multiply,

    /// <summary>x/y.</summary>
    Divide,

    /// <summary>The larger.</summary>
    Max,
}

/// <summary>A function of two numbers.</summary>
public sealed record Binary(BinaryFunction Function, Expression Left, Expression Right) : Expression
{
    /// <inheritdoc/>
    public override ExpressionParts Parts => new(Left, Right);

    /// <inheritdoc/>
    public override Expression Map(Func<Expression, Expression> part, Func<Index, Index> index)
    {
        (Expression left, Expression right) = (part(Left), part(Right));
        return ReferenceEquals(left, Left) && ReferenceEquals(right, Right) ? this : new Binary(Function, left, right);
    }
}

/// <summary>x·y + z, rounded once where the machine can.</summary>
public sealed record MultiplyAdd(Expression Left, Expression Right, Expression Addend) : Expression
{
    /// <inheritdoc/>
    public override ExpressionParts Parts => new(Left, Right, Addend);

    /// <inheritdoc/>
    public override Expression Map(Func<Expression, Expression> part, Func<Index, Index> index)
    {
        (Expression left, Expression right, Expression addend) = (part(Left), part(Right), part(Addend));
        return ReferenceEquals(left, Left) && ReferenceEquals(right, Right) && ReferenceEquals(addend, Addend) ? this : new MultiplyAdd(left, right, addend);
    }
}

/// <summary>How two numbers are compared.</summary>
public enum Comparison
{
    /// <summary>x &gt; y.</summary>
    Greater,

    /// <summary>x ≥ y.</summary>
    GreaterOrEqual,

    /// <summary>x = y.</summary>
    Equal,
}

/// <summary>One of two values, by a comparison of data. Both are evaluated.</summary>
public sealed record Select(Comparison Comparison, Expression Left, Expression Right, Expression WhenTrue, Expression WhenFalse) : Expression
{
    /// <inheritdoc/>
    public override ExpressionParts Parts => new(Left, Right, WhenTrue, WhenFalse);

    /// <inheritdoc/>
    public override bool IsInteger => WhenTrue.IsInteger;

    /// <inheritdoc/>
    public override Expression Map(Func<Expression, Expression> part, Func<Index, Index> index)
    {
        (Expression left, Expression right, Expression whenTrue, Expression whenFalse) = (part(Left), part(Right), part(WhenTrue), part(WhenFalse));
        bool isSame = ReferenceEquals(left, Left) && ReferenceEquals(right, Right) && ReferenceEquals(whenTrue, WhenTrue) && ReferenceEquals(whenFalse, WhenFalse);
        return isSame ? this : new Select(Comparison, left, right, whenTrue, whenFalse);
    }
}

/// <summary>Holds where 0 ≤ index &lt; extent.</summary>
public sealed record InRange(Index Index, Size Extent);

/// <summary>A value where all conditions on indices hold, another elsewhere. Where they do not hold the value is not evaluated: it may lie outside its buffer.</summary>
public sealed record Guard(EquatableArray<InRange> Conditions, Expression Value, Expression Otherwise) : Expression
{
    /// <inheritdoc/>
    public override ExpressionParts Parts => new(Value, Otherwise);

    /// <inheritdoc/>
    public override bool IsInteger => Value.IsInteger;

    /// <inheritdoc/>
    public override Expression Map(Func<Expression, Expression> part, Func<Index, Index> index)
    {
        InRange[] conditions = [.. Conditions.Select(condition => index(condition.Index) is var place && ReferenceEquals(place, condition.Index) ? condition : condition with { Index = place })];
        (Expression value, Expression otherwise) = (part(Value), part(Otherwise));
        return ReferenceEquals(value, Value) && ReferenceEquals(otherwise, Otherwise) && conditions.Zip(Conditions, ReferenceEquals).All(same => same)
            ? this
            : new Guard(new(conditions), value, otherwise);
    }

    /// <inheritdoc/>
    public override bool DependsOn(Axis axis) => base.DependsOn(axis) || Conditions.Any(condition => condition.Index.DependsOn(axis));
}

/// <summary>A sum or maximum over axes; only in definitions, schedules turn it into loops.</summary>
public sealed record Reduction(ReductionKind Kind, EquatableArray<Axis> Axes, Expression Body) : Expression
{
    /// <inheritdoc/>
    public override ExpressionParts Parts => new(Body);

    /// <inheritdoc/>
    public override Expression Map(Func<Expression, Expression> part, Func<Index, Index> index) =>
        part(Body) is var mapped && ReferenceEquals(mapped, Body) ? this : this with { Body = mapped };
}

/// <summary>The position, counted row by row over the axes, of the first maximum; only in definitions.</summary>
public sealed record Winner(Reduction Maximum) : Expression
{
    /// <inheritdoc/>
    public override bool IsInteger => true;

    /// <inheritdoc/>
    public override ExpressionParts Parts => new(Maximum);

    /// <inheritdoc/>
    public override Expression Map(Func<Expression, Expression> part, Func<Index, Index> index) =>
        part(Maximum) is var mapped && ReferenceEquals(mapped, Maximum) ? this : new Winner((Reduction)mapped);
}

/// <summary>A local variable's value.</summary>
public sealed record Read(Register Register) : Expression
{
    /// <inheritdoc/>
    public override bool IsInteger => Register.IsInteger;

    /// <inheritdoc/>
    public override bool DependsOn(Axis axis) => axis.Equals(Register.Lane);
}

/// <summary>The sum or maximum of a vector's lanes, in a fixed order.</summary>
public sealed record AcrossLanes(ReductionKind Kind, Expression Vector) : Expression
{
    /// <inheritdoc/>
    public override ExpressionParts Parts => new(Vector);

    /// <inheritdoc/>
    public override Expression Map(Func<Expression, Expression> part, Func<Index, Index> index) =>
        part(Vector) is var mapped && ReferenceEquals(mapped, Vector) ? this : this with { Vector = mapped };

    /// <inheritdoc/>
    public override bool DependsOn(Axis axis) => false;
}

/// <summary>A local variable: a register. Equal only to itself.</summary>
/// <param name="Name">Its name, unique in the kernel's scope.</param>
/// <param name="IsInteger">Whether it holds integers.</param>
/// <param name="Lane">The lane axis of the vector it holds; null for a single number.</param>
public sealed record Register(string Name, bool IsInteger, Axis? Lane)
{
    /// <inheritdoc/>
    public bool Equals(Register? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
