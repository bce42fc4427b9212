using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Schedules additions of rows to a table, as in the gradient of an embedding: the table's rows are shared out among workers, each of which clears its own and then
/// goes through all that is to be added, in order, for what falls among them. So no two workers meet, and every row's sum has one order.
/// </summary>
internal sealed class RowAdditionSchedule(RowAdditionDefinition definition, Target target) : ISchedule
{
    public IEnumerable<Decision> Decisions => [];

    public Scheduled Build()
    {
        (Axis addend, Axis column) = (definition.Rows.Addend, definition.Rows.Column);
        Element element = definition.Rows.Row.Elements.First();
        var row = new Axis("row", element.Limit);
        Index place = definition.Offset.Rewrite(atom => atom is Element ? (Index)row : null);
        long width = column.Extent.Constant;
        Loop cleared = new(row, Bound.ShareBegin, Bound.ShareEnd, [new LoopSegment(1, [ZeroFill.Of(definition.Result, (Index)row * place.CoefficientOf(row), width, target)])]);

        var at = new Axis(column.Name, column.Extent);
        LoopSegment[] segments = ElementwiseSchedule.Steps(column.Extent, target).Select(lanes =>
        {
            Axis? lane = lanes > 1 ? new Axis("lane", lanes) : null;
            Index? Replace(Axis axis) => axis == column ? (lane is null ? at : (Index)at + lane) : null;
            Index sum = place.Substitute(Replace);
            var added = new Binary(BinaryFunction.Add, new Load(definition.Result, sum), definition.Rows.Value.Substitute(Replace));
            return new LoopSegment(lanes, [new VectorScope(lane, [new Store(definition.Result, sum, added)])]);
        }).ToArray();
        Statement[] turn =
        [
            new LetIndex(row, definition.Rows.Row),
            new WhenInShare(row, [new Loop(at, Bound.At(0), Bound.At(column.Extent), segments)]),
        ];
        return new Scheduled([cleared, Loop.Over(addend, turn)], element.Limit, 1);
    }
}
