using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Gpu;

/// <summary>Turns the reductions in expressions into loops of one thread, with what they gather in registers.</summary>
internal sealed class ThreadValues
{
    private readonly Dictionary<Reduction, (Register Value, Register Place)> _gathered = [];
    private readonly List<Statement> _statements = [];
    private readonly HashSet<Reduction> _winnersWanted;

    /// <param name="expressions">All that is going to be computed here.</param>
    public ThreadValues(IEnumerable<Expression> expressions) =>
        _winnersWanted = [.. expressions.SelectMany(expression => expression.Descendants()).OfType<Winner>().Select(winner => winner.Maximum)];

    /// <summary>What must run before the values can be read.</summary>
    public IReadOnlyList<Statement> Statements => _statements;

    /// <summary>The statements that store outputs at the position at hand.</summary>
    public static IReadOnlyList<Statement> Stores(IReadOnlyList<Schedule.OutputDefinition> outputs)
    {
        var values = new ThreadValues(outputs.Select(output => output.Value));
        Store[] stores = outputs.Select(output => new Store(output.Buffer, output.Offset, values.Of(output.Value))).ToArray();
        return [.. values.Statements, .. stores];
    }

    /// <summary>The expression with its reductions read from registers.</summary>
    public Expression Of(Expression expression) => expression.Replace(part => part switch
    {
        Winner winner => new Read(Gather(winner.Maximum).Place),
        Reduction reduction => new Read(Gather(reduction).Value),
        _ => null,
    });

    /// <summary>What a reduction begins with.</summary>
    public static Expression Neutral(ReductionKind kind) => new Number(kind == ReductionKind.Sum ? 0 : double.NegativeInfinity);

    /// <summary>Takes one more value in.</summary>
    public static Expression Combine(ReductionKind kind, Expression gathered, Expression value) =>
        kind == ReductionKind.Max ? new Binary(BinaryFunction.Max, gathered, value)
        : value is Binary { Function: BinaryFunction.Multiply } product ? new MultiplyAdd(product.Left, product.Right, gathered)
        : new Binary(BinaryFunction.Add, gathered, value);

    private (Register Value, Register Place) Gather(Reduction reduction)
    {
        if (_gathered.TryGetValue(reduction, out (Register Value, Register Place) known))
            return known;
        var value = new Register(reduction.Kind == ReductionKind.Sum ? "sum" : "largest", false, null);
        var place = new Register("winner", true, null);
        var inside = new ThreadValues([reduction.Body]);
        Expression body = inside.Of(reduction.Body);
        IReadOnlyList<Statement> step = [.. inside.Statements, .. _winnersWanted.Contains(reduction) ? Compete(reduction, body, value, place) : [new Assign(value, Combine(reduction.Kind, new Read(value), body))]];
        foreach (Axis axis in reduction.Axes.Reverse())
            step = [GpuLoops.Over(axis, step)];
        _statements.Add(new Declare(value, Neutral(reduction.Kind)));
        if (_winnersWanted.Contains(reduction))
            _statements.Add(new Declare(place, new IndexValue(0)));
        _statements.AddRange(step);
        return _gathered[reduction] = (value, place);
    }

    // The first of equals stays.
    private static IReadOnlyList<Statement> Compete(Reduction reduction, Expression body, Register value, Register place)
    {
        var candidate = new Register("candidate", false, null);
        Index position = reduction.Axes.Aggregate(Index.Zero, (index, axis) => (index * axis.Extent) + axis);
        return
        [
            new Declare(candidate, body),
            new Assign(place, new Select(Comparison.Greater, new Read(candidate), new Read(value), new IndexValue(position), new Read(place))),
            new Assign(value, Combine(ReductionKind.Max, new Read(value), new Read(candidate))),
        ];
    }
}
