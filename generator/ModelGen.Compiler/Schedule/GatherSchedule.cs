using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Schedules a sum of factor·vector where the vector's place is read from memory, as in the gradient of a weight at the winners of a pool. All positions of the
/// result that one visit adds to are registers; where the factor is 0 the visit is skipped. The outermost summed axis runs outside of everything, so that what
/// its turn reads stays in the first-level cache; the sums rest in memory between turns. Shared out are the positions that the place depends on, in groups, and before them the
/// parts that the sum is taken in, where it is.
/// </summary>
internal sealed class GatherSchedule : ISchedule
{
    // Turns of the outermost summed axis are taken together until the sums' way from and to memory is small beside the visits.
    private const long FewestVisits = 32;
    private const long MostTurns = 16;

    // What a turn reads is read again for each group: a group is large enough for that to cost little.
    private const long SmallestGroup = 32;

    private readonly Nest _nest;
    private readonly Target _target;
    private readonly Load _factor;
    private readonly Load _value;
    private readonly Axis? _part;
    private readonly IReadOnlyList<Axis> _owned;
    private readonly IReadOnlyList<Axis> _summed;
    private readonly VisitTile _tile;
    private readonly long _rowLength;

    public GatherSchedule(Nest nest, Target target)
    {
        _nest = InGroups(nest.MergeDomain());
        _target = target;
        var product = (Binary)_nest.Inner!.Body;
        _factor = (Load)product.Left;
        _value = (Load)product.Right;
        Axis[] stored = _nest.StorageOrder().ToArray();
        _part = stored.FirstOrDefault(_nest.Inner.HasBoundsOf);
        _owned = stored.Where(axis => _value.Offset.HidesAxis(axis)).ToArray();
        Axis[] free = stored.Where(axis => axis != _part && !_owned.Contains(axis)).ToArray();
        _rowLength = free.Aggregate(1L, (count, axis) => count * axis.Extent.Constant);
        _tile = new VisitTile(free, target);
        _summed = _nest.Inner.Axes.OrderByDescending(axis => Nest.Typical(_factor.Offset.CoefficientOf(axis))).ToArray();
    }

    /// <summary>Whether a nest sums what lies at places read from memory, others for other positions of the result: those are shared out.</summary>
    public static bool Applies(Nest nest) =>
        nest.Inner is { } inner && inner.Loads().Any(load => load.Offset.Elements.Any() && nest.Domain.Any(axis => load.Offset.HidesAxis(axis)));

    private OutputDefinition Output => _nest.Outputs[0];

    public IEnumerable<Decision> Decisions => [_tile.Decision, new TurnsDecision(_summed[0], Together, Visits)];

    // The visits of one turn of the outermost summed axis, and the turns that are taken together.
    private long Visits => _summed.Skip(1).Aggregate(1L, (count, axis) => count * axis.Extent.Constant);

    private long Together => Math.Min(MostTurns, Math.Max(1, FewestVisits / Visits));

    public Scheduled Build()
    {
        Index row = Output.Offset.Substitute(axis => axis == _part || _owned.Contains(axis) ? null : Index.Zero);
        Axis turn = _summed[0];
        long together = Together;
        var segments = new List<LoopSegment>();
        if (together > 1)
        {
            var inside = new Axis(turn.Name + "InBlock", together);
            segments.Add(new LoopSegment(together, [Owned(_tile.Build((vectors, column) => Sum(vectors, column, [inside, .. _summed.Skip(1)], axis => axis == turn ? (Index)turn + inside : null)))]));
        }

        segments.Add(new LoopSegment(1, [Owned(_tile.Build((vectors, column) => Sum(vectors, column, _summed.Skip(1), _ => null)))]));
        Statement[] body = [Owned([ZeroFill.Of(Output.Buffer, row, _rowLength, _target)]), Loop.Over(turn, segments)];
        return _part is null
            ? new Scheduled(body, _owned[0].Extent, 1)
            : SharedLoops.Around([_part, _owned[0]], body);
    }

    // For a sum in parts, the outermost axis that the place depends on as one over groups and one inside them.
    private static Nest InGroups(Nest nest)
    {
        Axis owned = nest.StorageOrder().First(axis => nest.Inner!.Loads().Any(load => load.Offset.HidesAxis(axis)));
        if (!nest.Domain.Any(nest.Inner!.HasBoundsOf))
            return nest;
        long groups = owned.Extent.Constant / SmallestGroup;
        while (groups > 1 && owned.Extent.Constant % groups != 0)
            groups--;
        var group = new Axis("group", Math.Max(1, groups));
        var inside = new Axis(owned.Name, owned.Extent.Constant / group.Extent.Constant);
        return nest.Split(owned, group, inside);
    }

    // Walks the positions that the place depends on: the worker's share of them, or the group at hand.
    private Statement Owned(IReadOnlyList<Statement> body)
    {
        foreach (Axis axis in _owned.Skip(_part is null ? 1 : 2).Reverse())
            body = [Loop.Over(axis, body)];
        return _part is null ? new Loop(_owned[0], Bound.ShareBegin, Bound.ShareEnd, [new LoopSegment(1, body)]) : Loop.Over(_owned[1], body);
    }

    private IReadOnlyList<Statement> Sum(IReadOnlyList<TileVector> vectors, Index column, IEnumerable<Axis> visited, Func<Axis, Index?> place)
    {
        Index result = _tile.First(Output.Offset, column);
        Index ResultAt(TileVector vector) => result + vector.Shift(Output.Offset);
        Dictionary<TileVector, Register> sums = vectors.ToDictionary(vector => vector, vector => new Register("sum" + vector.Suffix, false, vector.Lane));
        IReadOnlyList<Statement> body = Visit(vectors, column, sums, place);
        foreach (Axis axis in visited.Reverse())
            body = [Loop.Over(axis, body)];
        return
        [
            .. vectors.Select(vector => new Declare(sums[vector], new Load(Output.Buffer, ResultAt(vector)))),
            .. body,
            .. VisitTile.Scopes(vectors, [], vector => new Store(Output.Buffer, ResultAt(vector), new Read(sums[vector]))),
        ];
    }

    private IReadOnlyList<Statement> Visit(IReadOnlyList<TileVector> vectors, Index column, Dictionary<TileVector, Register> sums, Func<Axis, Index?> place)
    {
        var factor = new Register("factor", false, null);
        Element element = _value.Offset.Elements.First();
        var at = new Axis("place", element.Limit);
        Index first = _tile.First(_value.Offset, column).Rewrite(atom => atom is Element ? (Index)at : null).Substitute(place);
        Buffer anchor = _value.Buffer with { Name = _value.Buffer.Name + "There" };
        return
        [
            new Declare(factor, new Load(_factor.Buffer, _factor.Offset.Substitute(place))),
            new WhenNonZero(factor,
            [
                new LetIndex(at, Index.Of(element with { Offset = element.Offset.Substitute(place) }, 1)),
                new Anchor(anchor, _value.Buffer, first),
                .. vectors.Select(vector => new Assign(
                    sums[vector],
                    new MultiplyAdd(new Read(factor), new Load(anchor, vector.Shift(_value.Offset)), new Read(sums[vector])))),
            ]),
        ];
    }
}
