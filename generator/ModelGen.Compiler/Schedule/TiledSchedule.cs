using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Schedules a reduction whose vectors run along an axis of the result: a tile of rows × vectors is summed in registers over the whole reduction and
/// then finished (bias, activation, pool) and stored. Contractions, column sums, and reductions that stay scalar.
/// </summary>
internal sealed class TiledSchedule : ISchedule
{
    private const int MostUnrolledPositions = 12;
    private const int FewestItems = 4;
    private const long LongestShortSum = 32;

    private readonly Nest _nest;
    private readonly Target _target;
    private readonly Axis? _vector;
    private readonly IReadOnlyList<Axis> _unrolled;
    private readonly Axis? _row;
    private readonly IReadOnlyList<Axis> _outer;
    private readonly TileShape _shape;
    private readonly TileBody _tile;
    private readonly List<Decision> _decisions = [];

    public TiledSchedule(Nest nest, Axis? vector, Target target)
    {
        _nest = nest;
        _target = target;
        _vector = vector;
        Axis[] others = nest.StorageOrder().Where(axis => axis != vector).ToArray();
        _row = RowAxis(others);
        _unrolled = UnrolledAxes(others);
        _outer = others.Where(axis => axis != _row && !_unrolled.Contains(axis)).ToArray();
        int positions = _unrolled.Aggregate(1, (product, axis) => product * (int)axis.Extent.Constant)
            * (nest.Window?.Axes.Aggregate(1, (product, axis) => product * (int)axis.Extent.Constant) ?? 1)
            * (1 + nest.Others.Count);
        IReadOnlyList<TileCandidate> tiles = vector is { Extent: { IsConstant: true } or { GrowsInLoop: true } } ? TileShape.Estimates(_row?.Extent ?? 1, vector.Extent, positions, target) : [];
        _shape = TileShape.Best(tiles);
        _decisions.Add(TileShape.Decision(_row, _unrolled, positions, _shape, tiles));
        _tile = new TileBody(nest, vector, _row, _unrolled);
    }

    public IEnumerable<Decision> Decisions => _decisions;

    public Scheduled Build()
    {
        if (_unrolled.Count == 0 && PackedTurns.For(_nest, _vector, _row, _shape, _target) is { } turns)
        {
            _decisions.Add(turns.Decision);
            return turns.Build();
        }

        if (PackedPanels.For(_nest, _vector, _row, _shape, _target) is not { } panels)
            return InPlace();
        _decisions.Add(panels.Decision);
        Scheduled packed = panels.Build();
        // How many rows a batch has shows when it runs.
        return _row!.Extent.IsConstant ? packed : packed with { Body = [new WhenAtLeast(_row.Extent, PackedPanels.FewestRows, packed.Body, InPlace().Body)] };
    }

    // The operands where they lie.
    private Scheduled InPlace()
    {
        // Rows that divide into whole tiles are shared out as tiles, among everything else that is.
        if (_row is { Extent.IsConstant: true } && _row.Extent.Constant == _shape.Rows)
            return AroundOuter(columns => _tile.Build(columns, Index.Zero, _shape.Rows));
        if (_row is { Extent.IsConstant: true } && _row.Extent.Constant % _shape.Rows == 0)
        {
            var tiles = new Axis(_row.Name + "Tile", _row.Extent.Constant / _shape.Rows);
            return SharedLoops.Around([.. _outer, tiles], Columns(columns => _tile.Build(columns, (Index)tiles * _shape.Rows, _shape.Rows)));
        }

        // Rows of a batch are shared out as they are everywhere else, so that a worker finds in its own caches what it wrote before.
        if (_row is { Extent.IsConstant: false } && _outer.Count > 0 && _outer.All(axis => axis.Extent.IsConstant))
        {
            IReadOnlyList<Statement> share = Columns(Rows(_tile, Bound.ShareBegin, Bound.ShareEnd));
            return new Scheduled(_outer.Reverse().Aggregate(share, (body, axis) => [Loop.Over(axis, body)]), _row.Extent, _shape.Rows);
        }

        if (_outer.Count > 0 || _row is null)
            return AroundOuter(Rows(_tile, Bound.At(0), Bound.At(_row?.Extent ?? 1)));
        _decisions.AddRange(ReductionBlocks.Decide(_nest, _vector, _row, _shape, _target));
        IReadOnlyList<Statement> body = ReductionBlocks.For(_nest, _vector, _row, _shape, _target) is { } blocks
            ? blocks.Build((block, length) => Columns(Rows(new TileBody(blocks.OfBlock(block, length), _vector, _row, _unrolled), Bound.ShareBegin, Bound.ShareEnd), addsToResult: true))
            : HasShortSum ? RowByRow(_row) : Columns(Rows(_tile, Bound.ShareBegin, Bound.ShareEnd));
        return new Scheduled(body, _row.Extent, _shape.Rows);
    }

    // Behind a short sum there is more to write than to read: whole rows are then written from left to right rather than a strip of each.
    private bool HasShortSum =>
        _nest.Inner!.Axes.All(axis => axis.Extent.IsConstant) && _nest.Inner.Axes.Aggregate(1L, (product, axis) => product * axis.Extent.Constant) <= LongestShortSum;

    private IReadOnlyList<Statement> RowByRow(Axis rows)
    {
        var row = new Axis(rows.Name, rows.Extent);
        LoopSegment[] segments = TileShape.RowStepsOfShare(rows.Extent, _shape.Rows)
            .Select(step => new LoopSegment(step, Columns(columns => _tile.Build(columns, row, step))))
            .ToArray();
        return [new Loop(row, Bound.ShareBegin, Bound.ShareEnd, segments)];
    }

    // The turns of the outer axes are shared out; where they are too few for a team, tiles of columns are, as narrow as it takes.
    private Scheduled AroundOuter(Func<TileColumns, IReadOnlyList<Statement>> rows)
    {
        bool few = _outer.Aggregate(1L, (product, axis) => product * Nest.Typical(axis.Extent)) < FewestItems && _outer.Skip(1).All(axis => axis.Extent.IsConstant);
        if (!few || _vector is not { Extent.IsConstant: true })
            return SharedLoops.Around(_outer, Columns(rows));
        for (int vectors = _shape.Vectors; vectors > 0; vectors--)
        {
            int step = vectors * _target.Lanes;
            if (_vector.Extent.Constant % step != 0 || _vector.Extent.Constant == step)
                continue;
            var tiles = new Axis(_vector.Name + "Tile", _vector.Extent.Constant / step);
            return SharedLoops.Around([.. _outer, tiles], rows(new TileColumns((Index)tiles * step, vectors, _target.Lanes)));
        }

        return _outer.Count == 0 && _vector.Extent.Constant >= FewestItems * _shape.Vectors * _target.Lanes ? SharedColumns(rows) : SharedLoops.Around(_outer, Columns(rows));
    }

    // Columns that do not divide into tiles: whole tiles are shared out, and what is left of the last.
    private Scheduled SharedColumns(Func<TileColumns, IReadOnlyList<Statement>> rows)
    {
        var column = new Axis(_vector!.Name, _vector.Extent);
        LoopSegment[] segments = TileShape.OpenSteps(_vector.Extent, _shape.Vectors, _target)
            .Select(step => new LoopSegment(step.Vectors * step.Lanes, rows(new TileColumns(column, step.Vectors, step.Lanes))))
            .ToArray();
        return new Scheduled([new Loop(column, Bound.ShareBegin, Bound.ShareEnd, segments)], _vector.Extent, _shape.Vectors * _target.Lanes);
    }

    // The innermost stored axis along which the vector operand does not change, so that a vector once loaded serves several rows.
    private Axis? RowAxis(IReadOnlyList<Axis> others)
    {
        if (_vector is null)
            return null;
        Load[] vectors = _nest.Inner!.Body.Descendants().OfType<Load>().Where(load => load.DependsOn(_vector)).ToArray();
        Axis[] fitting = others
            .Where(axis => !axis.Extent.IsOne && vectors.Any(load => !load.DependsOn(axis)) && !BoundsDependOn(axis))
            .ToArray();
        return fitting.LastOrDefault(axis => Nest.Typical(axis.Extent) >= 4) ?? fitting.OrderBy(axis => Nest.Typical(axis.Extent)).LastOrDefault();
    }

    // Short axes that would make good rows too are unrolled beside a short row axis, to have enough sums in flight.
    private IReadOnlyList<Axis> UnrolledAxes(IReadOnlyList<Axis> others)
    {
        var unrolled = new List<Axis>();
        if (_row is not { Extent.IsConstant: true } || _row.Extent.Constant >= 4 || _nest.Window is not null)
            return unrolled;
        long positions = _row.Extent.Constant;
        Load[] vectors = _nest.Inner!.Body.Descendants().OfType<Load>().Where(load => load.DependsOn(_vector!)).ToArray();
        foreach (Axis axis in others.Where(axis => axis != _row && axis.Extent.IsConstant && vectors.Any(load => !load.DependsOn(axis)) && !BoundsDependOn(axis)))
        {
            if (positions * axis.Extent.Constant > MostUnrolledPositions)
                continue;
            positions *= axis.Extent.Constant;
            unrolled.Add(axis);
        }

        return unrolled;
    }

    // Positions of one tile go through the same loops and meet the same conditions.
    private bool BoundsDependOn(Axis axis) =>
        _nest.Inner!.HasBoundsOf(axis)
        || _nest.Innermost.SelectMany(reduction => reduction.Body.Descendants()).OfType<Guard>().Any(guard => guard.Conditions.Any(condition => condition.Index.DependsOn(axis)));

    // All columns, part after part of the vector axis.
    private IReadOnlyList<Statement> Columns(Func<TileColumns, IReadOnlyList<Statement>> rows, bool addsToResult = false)
    {
        if (_vector is null)
            return rows(new TileColumns(Index.Zero, 1, 1));
        if (!_vector.Extent.IsConstant)
        {
            var column = new Axis(_vector.Name, _vector.Extent);
            LoopSegment[] open = TileShape.OpenSteps(_vector.Extent, _shape.Vectors, _target)
                .Select(step => new LoopSegment(step.Vectors * step.Lanes, rows(new TileColumns(column, step.Vectors, step.Lanes))))
                .ToArray();
            return [new Loop(column, Bound.At(0), Bound.At(_vector.Extent), open)];
        }

        var statements = new List<Statement>();
        IReadOnlyList<VectorSegment> segments = addsToResult || _nest.AddsToResult
            ? TileShape.Segments(_vector.Extent.Constant, _shape.Vectors, _target)
            : TileShape.OverlappingSegments(_vector.Extent.Constant, _shape.Vectors, _target);
        foreach (VectorSegment segment in segments)
        {
            if (segment.Count == 1)
            {
                statements.AddRange(rows(new TileColumns(segment.Begin, segment.Vectors, segment.Lanes)));
                continue;
            }

            var column = new Axis(_vector.Name, _vector.Extent);
            Bound begin = Bound.At(segment.Begin), end = Bound.At(segment.Begin + (segment.Count * segment.Step));
            statements.Add(new Loop(column, begin, end, [new LoopSegment(segment.Step, rows(new TileColumns(column, segment.Vectors, segment.Lanes)))]));
        }

        return statements;
    }

    private Func<TileColumns, IReadOnlyList<Statement>> Rows(TileBody tile, Bound begin, Bound end) => columns =>
    {
        if (_row is null)
            return tile.Build(columns, Index.Zero, 1);
        var row = new Axis(_row.Name, _row.Extent);
        LoopSegment[] segments = TileShape.RowStepsOfShare(_row.Extent, _shape.Rows)
            .Select(step => new LoopSegment(step, tile.Build(columns, row, step)))
            .ToArray();
        return [new Loop(row, begin, end, segments)];
    };
}

/// <summary>The columns of one tile.</summary>
/// <param name="Begin">The first.</param>
/// <param name="Vectors">How many vectors.</param>
/// <param name="Lanes">The lanes of each; 1 for single elements.</param>
internal readonly record struct TileColumns(Index Begin, int Vectors, int Lanes);
