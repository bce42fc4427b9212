using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Schedule;

/// <summary>Statements that run one after another, and the values that several of them need.</summary>
internal sealed class StraightRun
{
    private readonly IReadOnlyList<Statement> _statements;
    private readonly Axis? _lane;
    private readonly HashSet<string> _taken;
    private readonly HashSet<Buffer> _written = [];
    private readonly HashSet<Register> _assigned = [];

    // A single number and a vector that is that number in each lane are two values.
    private readonly HashSet<(Expression Value, bool IsVector)> _once = [], _shared = [];
    private readonly Dictionary<(Expression Value, bool IsVector), Register> _registers = [];
    private readonly Dictionary<string, int> _counts = [];
    private readonly List<Statement> _result = [];

    /// <summary>A run.</summary>
    /// <param name="statements">Its statements, none of which contains others.</param>
    /// <param name="lane">The lane axis of the scope they are in.</param>
    /// <param name="taken">The names that are in use, to which those of new registers are added.</param>
    public StraightRun(IReadOnlyList<Statement> statements, Axis? lane, HashSet<string> taken)
    {
        _statements = statements;
        _lane = lane;
        _taken = taken;
    }

    /// <summary>The statements with each shared value in a register of its own, declared before the first of them that needs it.</summary>
    public IReadOnlyList<Statement> Share()
    {
        foreach (Statement statement in _statements)
        {
            if (ValueOf(statement) is { } value)
                Count(value, IsVector(statement));
            if (statement is Store store)
                _written.Add(store.Buffer);
            else if (statement is Assign assign)
                _assigned.Add(assign.Register);
        }

        _shared.RemoveWhere(shared => Changes(shared.Value));
        if (_shared.Count == 0)
            return [.. _statements];

        foreach (Statement statement in _statements)
        {
            bool isVector = IsVector(statement);
            _result.Add(statement switch
            {
                Declare declare => declare with { Value = Shared(declare.Value, isVector) },
                Assign assign => assign with { Value = Shared(assign.Value, isVector) },
                Store store => store with { Value = Shared(store.Value, isVector) },
                var other => other,
            });
        }

        return _result;
    }

    private static Expression? ValueOf(Statement statement) => statement switch
    {
        Declare declare => declare.Value,
        Assign assign => assign.Value,
        Store store => store.Value,
        _ => null,
    };

    private bool IsVector(Statement statement) => _lane is not null && statement switch
    {
        Declare declare => declare.Register.Lane is not null,
        Assign assign => assign.Register.Lane is not null,
        Store store => store.Offset.DependsOn(_lane),
        _ => false,
    };

    // What is met a second time is a value of its own: what it is made of then counts once, for both. Behind a condition a value may lie outside its buffer, so the condition and all behind
    // it are one value; so are the lanes that one number is made of.
    private void Count(Expression expression, bool isVector)
    {
        if (IsWorthARegister(expression) && !_once.Add((expression, isVector)))
        {
            _shared.Add((expression, isVector));
            return;
        }

        if (expression is Guard or AcrossLanes)
            return;
        foreach (Expression part in expression.Parts)
            Count(part, isVector);
    }

    // The expression with what registers hold in it read from there, after those that it is the first to need are declared.
    private Expression Shared(Expression expression, bool isVector)
    {
        if (_registers.TryGetValue((expression, isVector), out Register? register))
            return new Read(register);
        Expression made = expression is Guard or AcrossLanes ? expression : expression.Map(part => Shared(part, isVector), static index => index);
        if (!_shared.Contains((expression, isVector)))
            return made;
        register = new Register(NameFor(expression), expression.IsInteger, isVector ? _lane : null);
        _registers.Add((expression, isVector), register);
        _result.Add(new Declare(register, made));
        return new Read(register);
    }

    private static bool IsWorthARegister(Expression expression) =>
        expression is Load || (expression is Unary or Binary or MultiplyAdd or Select or Guard && Stem(expression) is not null);

    // Whether one of the statements changes what it is computed from.
    private bool Changes(Expression expression)
    {
        if (expression is Load load ? _written.Contains(load.Buffer) : expression is Read read && _assigned.Contains(read.Register))
            return true;
        foreach (Expression part in expression.Parts)
        {
            if (Changes(part))
                return true;
        }

        return false;
    }

    private string NameFor(Expression expression)
    {
        string stem = Stem(expression) + Kind(expression), name;
        do
        {
            _counts.TryGetValue(stem, out int count);
            _counts[stem] = count + 1;
            name = $"{stem}_{count}";
        }
        while (!_taken.Add(name));
        return name;
    }

    // What it is computed from, in a word: the first thing that it reads, of a choice the first that it may be; null where it reads nothing.
    private static string? Stem(Expression expression)
    {
        switch (expression)
        {
            case Load load:
                return load.Buffer.Name;
            case Read read:
                return read.Register.Name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '_');
            case Select select:
                return Stem(select.WhenTrue) ?? Stem(select.WhenFalse) ?? Stem(select.Left) ?? Stem(select.Right);
        }

        foreach (Expression part in expression.Parts)
        {
            if (Stem(part) is { } stem)
                return stem;
        }

        return null;
    }

    private static string Kind(Expression expression) => expression switch
    {
        Unary { Function: UnaryFunction.Negate } => "Negative",
        Unary { Function: UnaryFunction.Exp } => "Exponential",
        Unary { Function: UnaryFunction.Log } => "Logarithm",
        Unary { Function: UnaryFunction.Sqrt } => "Root",
        Unary unary => unary.Function.ToString(),
        Binary { Function: BinaryFunction.Subtract } => "Difference",
        Binary { Function: BinaryFunction.Multiply } => "Product",
        Binary { Function: BinaryFunction.Divide } => "Quotient",
        Binary { Function: BinaryFunction.Max } => "Larger",
        Binary or MultiplyAdd => "Sum",
        Select => "Chosen",
        Guard => "Inside",
        _ => "",
    };
}
