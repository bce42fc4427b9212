using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Schedules a reduction whose vectors run along the reduced axis: several vectors are combined side by side, then with each other, then their
/// lanes, all in a fixed order. Sums and maxima of rows.
/// </summary>
internal sealed class DotSchedule(Nest nest, Axis vector, Target target) : ISchedule
{
    private const int VectorsInFlight = 4;

    private readonly Reduction _inner = nest.Inner!;

    public IEnumerable<Decision> Decisions => [new InFlightDecision(Vectors)];

    private int Lanes => target.LanesFor(Nest.Typical(vector.Extent));

    private int Vectors => Nest.Typical(vector.Extent) >= VectorsInFlight * Lanes ? VectorsInFlight : 1;

    public Scheduled Build()
    {
        int lanes = Lanes, vectors = Vectors;
        var lane = new Axis("lane", lanes);
        string name = _inner.Kind == ReductionKind.Sum ? "sum" : "largest";
        Register[] partial = Enumerable.Range(0, vectors).Select(v => new Register(name + v, false, lane)).ToArray();
        var rest = new Register(name, false, null);
        var neutral = new Number(_inner.Kind == ReductionKind.Sum ? 0 : double.NegativeInfinity);
        var statements = new List<Statement>();
        statements.AddRange(partial.Select(register => new Declare(register, neutral)));
        statements.Add(new Declare(rest, neutral));

        var at = new Axis(vector.Name, vector.Extent);
        var segments = new List<LoopSegment>();
        if (vectors > 1)
            segments.Add(new LoopSegment(vectors * lanes, [new VectorScope(lane, partial.Select((register, v) => Accumulate(register, (Index)at + (v * lanes) + lane)).ToArray())]));
        if (!(vector.Extent.IsConstant && vector.Extent.Constant % (vectors * lanes) < lanes && vectors > 1))
            segments.Add(new LoopSegment(lanes, [new VectorScope(lane, [Accumulate(partial[0], (Index)at + lane)])]));
        if (!(vector.Extent.IsConstant && vector.Extent.Constant % lanes == 0))
            segments.Add(new LoopSegment(1, [Accumulate(rest, at)]));
        IReadOnlyList<Statement> loops = [new Loop(at, Bound.At(0), Bound.At(vector.Extent), segments)];
        foreach (Axis axis in _inner.Axes.Where(axis => axis != vector).OrderBy(axis => Nest.Typical(axis.Extent)))
            loops = [new Loop(axis, Bound.At(0), Bound.At(axis.Extent), [new LoopSegment(1, loops)])];
        statements.AddRange(loops);

        for (int v = 1; v < vectors; v++)
            statements.Add(new Assign(partial[0], Combine(new Read(partial[0]), new Read(partial[v]))));
        statements.Add(new Assign(rest, Combine(new AcrossLanes(_inner.Kind, new Read(partial[0])), new Read(rest))));
        Expression Swap(Expression expression) => expression is Reduction ? new Read(rest) : expression.Map(Swap, index => index);
        statements.AddRange(nest.Outputs.Select(output => new Store(output.Buffer, output.Offset, Swap(output.Value))));
        return SharedLoops.Around(nest.StorageOrder(), statements);
    }

    private Statement Accumulate(Register register, Index at)
    {
        Expression value = _inner.Body.Substitute(axis => axis == vector ? at : null);
        return new Assign(register, value is Binary { Function: BinaryFunction.Multiply } product && _inner.Kind == ReductionKind.Sum
            ? new MultiplyAdd(product.Left, product.Right, new Read(register))
            : Combine(new Read(register), value));
    }

    private Expression Combine(Expression left, Expression right) =>
        new Binary(_inner.Kind == ReductionKind.Sum ? BinaryFunction.Add : BinaryFunction.Max, left, right);
}
