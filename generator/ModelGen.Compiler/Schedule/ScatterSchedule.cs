using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Schedules additions to a result at places read from memory, as in the gradient of images at the winners of a pool: for each item the result is cleared,
/// then each filter's weights are held in registers while all its visits add them; where the factor is 0 the visit is skipped. Items are shared out
/// among workers and never meet.
/// </summary>
internal sealed class ScatterSchedule : ISchedule
{
    private readonly Scatter _scatter;
    private readonly Buffer _result;
    private readonly Target _target;
    private readonly Index _offset;
    private readonly Load _value;
    private readonly VisitTile _tile;

    public ScatterSchedule(ScatterDefinition definition, Target target)
    {
        _scatter = definition.Scatter;
        _result = definition.Result;
        _target = target;
        Axis[] spread = _scatter.Spread.Where(axis => !axis.Extent.IsOne).ToArray();
        Index? Single(Axis axis) => axis.Extent.IsOne && _scatter.Spread.Contains(axis) ? Index.Zero : null;
        var additions = new OutputDefinition(_result, definition.Offset.Substitute(Single), _scatter.Value.Substitute(Single));
        Nest nest = new Nest(spread, [additions], null, null).MergeDomain();
        _offset = nest.Outputs[0].Offset;
        _value = (Load)nest.Outputs[0].Value;
        _tile = new VisitTile(nest.StorageOrder(), target);
    }

    public IEnumerable<Decision> Decisions => [_tile.Decision];

    public Scheduled Build()
    {
        Axis item = _scatter.Item, filter = _scatter.Visits[0];
        Shapes.Size row = _offset.CoefficientOf(item);
        IReadOnlyList<Statement> visits = _tile.Build(AllVisits);
        Statement[] body =
        [
            ZeroFill.Of(_result, (Index)item * row, row.Constant, _target),
            Loop.Over(filter, visits),
        ];
        return new Scheduled([new Loop(item, Bound.ShareBegin, Bound.ShareEnd, [new LoopSegment(1, body)])], item.Extent, 1);
    }

    private IReadOnlyList<Statement> AllVisits(IReadOnlyList<TileVector> vectors, Index column)
    {
        Dictionary<TileVector, Register> values = vectors.ToDictionary(vector => vector, vector => new Register("weight" + vector.Suffix, false, vector.Lane));
        Index first = _tile.First(_value.Offset, column);
        IReadOnlyList<Statement> body = Visit(vectors, column, values);
        foreach (Axis axis in _scatter.Visits.Skip(1).Reverse())
            body = [Loop.Over(axis, body)];
        return [.. vectors.Select(vector => new Declare(values[vector], new Load(_value.Buffer, first + vector.Shift(_value.Offset)))), .. body];
    }

    private IReadOnlyList<Statement> Visit(IReadOnlyList<TileVector> vectors, Index column, Dictionary<TileVector, Register> values)
    {
        var factor = new Register("factor", false, null);
        Element element = _offset.Elements.First();
        var at = new Axis("place", element.Limit);
        Index first = _tile.First(_offset, column).Rewrite(atom => atom is Element ? (Index)at : null);
        Buffer anchor = _result with { Name = _result.Name + "There" };
        Statement Add(TileVector vector)
        {
            Index shift = vector.Shift(_offset);
            return new Store(anchor, shift, new MultiplyAdd(new Read(factor), new Read(values[vector]), new Load(anchor, shift)));
        }

        return
        [
            new Declare(factor, _scatter.Factor),
            new WhenNonZero(
                factor,
                VisitTile.Scopes(vectors, [new LetIndex(at, Index.Of(element, 1)), new Anchor(anchor, _result, first)], Add)),
        ];
    }
}
