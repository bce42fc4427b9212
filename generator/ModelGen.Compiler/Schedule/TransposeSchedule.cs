using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Schedules a copy whose source and result have different neighbours: square tiles, small enough that all their lines stay in the first-level cache, are
/// turned in registers, so that neither side is walked in long strides.
/// </summary>
internal sealed class TransposeSchedule : ISchedule
{
    // Turned in registers, and of a cache line's length.
    private static readonly int[] Edges = [16, 4, 1];

    private const int SmallestTile = 4;

    private readonly Nest _nest;
    private readonly Load _source;
    private readonly Axis _across;
    private readonly Axis _along;

    private TransposeSchedule(Nest nest, Load source, Axis across, Axis along)
    {
        _nest = nest;
        _source = source;
        _across = across;
        _along = along;
    }

    /// <summary>The schedule for a kernel that is such a copy; null for others.</summary>
    public static TransposeSchedule? For(Nest nest)
    {
        if (nest.Outputs is not [{ Value: Load { IsInteger: false } source } output] || source.Offset.Elements.Any())
            return null;
        // Along the one axis the source's elements are neighbours, along the other the result's.
        Axis? across = nest.Domain.FirstOrDefault(axis => source.Offset.CoefficientOf(axis).IsOne && !source.Offset.HidesAxis(axis));
        Axis? along = nest.Domain.FirstOrDefault(axis => output.Offset.CoefficientOf(axis).IsOne && !source.Offset.HidesAxis(axis));
        if (across is null || along is null || across == along || source.Offset.CoefficientOf(along).Factor == 0)
            return null;
        return Math.Min(Nest.Typical(across.Extent), Nest.Typical(along.Extent)) < SmallestTile ? null : new TransposeSchedule(nest, source, across, along);
    }

    private OutputDefinition Output => _nest.Outputs[0];

    public IEnumerable<Decision> Decisions => [new SquareDecision(_across, _along, Steps(_across).Union(Steps(_along)).OrderByDescending(edge => edge).ToArray())];

    public Scheduled Build()
    {
        var across = new Axis(_across.Name, _across.Extent);
        var along = new Axis(_along.Name, _along.Extent);
        Axis[] outer = _nest.StorageOrder().Where(axis => axis != _across && axis != _along).ToArray();
        LoopSegment[] segments = Steps(_across).Select(rows => new LoopSegment(rows,
        [
            new Loop(along, Bound.At(0), Bound.At(_along.Extent), Steps(_along).Select(columns => new LoopSegment(columns, Tile(across, rows, along, columns))).ToArray()),
        ])).ToArray();
        return outer.Length == 0
            ? new Scheduled([new Loop(across, Bound.ShareBegin, Bound.ShareEnd, segments)], _across.Extent, Edges[0])
            : SharedLoops.Around(outer, [new Loop(across, Bound.At(0), Bound.At(_across.Extent), segments)]);
    }

    // The edges that a whole walk along the axis needs.
    private static IEnumerable<int> Steps(Axis axis)
    {
        long left = axis.Extent.IsConstant ? axis.Extent.Constant : long.MaxValue;
        foreach (int edge in Edges)
        {
            if (left >= edge)
                yield return edge;
            left = axis.Extent.IsConstant ? left % edge : left;
        }
    }

    private IReadOnlyList<Statement> Tile(Axis across, int rows, Axis along, int columns)
    {
        int edge = Math.Min(rows, columns);
        Axis? row = rows > edge ? new Axis(across.Name + "InTile", rows) : null;
        Axis? column = columns > edge ? new Axis(along.Name + "InTile", columns) : null;
        Index? Place(Axis axis) => axis == _across ? (row is null ? across : (Index)across + row) : axis == _along ? (column is null ? along : (Index)along + column) : null;
        Index from = _source.Offset.Substitute(Place), to = Output.Offset.Substitute(Place);
        Statement tile = edge == 1
            ? new Store(Output.Buffer, to, new Load(_source.Buffer, from))
            : new Transpose(_source.Buffer, from, _source.Offset.CoefficientOf(_along), Output.Buffer, to, Output.Offset.CoefficientOf(_across), edge);
        if ((row ?? column) is { } inner)
            tile = new Loop(inner, Bound.At(0), Bound.At(inner.Extent), [new LoopSegment(edge, [tile])]);
        return [tile];
    }
}
