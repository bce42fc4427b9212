using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Schedules a reduction whose vectors run along the reduced axis: several vectors are combined side by side, then with each other, then their
/// lanes, all in a fixed order. Sums and maxima of rows, and products whose result is too narrow for a vector: of those, a tile of rows × columns is
/// summed at once, so that a vector once loaded serves several sums.
/// </summary>
internal sealed class DotSchedule : ISchedule
{
    private const int SumsInFlight = 8;
    private const int MostInTile = 6;

    private readonly Nest _nest;
    private readonly Axis _vector;
    private readonly Reduction _inner;
    private readonly Axis? _row;
    private readonly Axis? _column;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _lanes;
    private readonly int _vectors;

    public DotSchedule(Nest nest, Axis vector, Target target)
    {
        _nest = nest;
        _vector = vector;
        _inner = nest.Inner!;
        _lanes = target.LanesFor(Nest.Typical(vector.Extent));
        (_rows, _columns) = (1, 1);
        if (nest.StorageOrder() is [var row, var column] && IsProductOf(row, column))
        {
            (_row, _column) = (row, column);
            (_rows, _columns) = Tile(row.Extent, column.Extent, target);
        }

        int sums = _rows * _columns;
        int vectors = sums >= SumsInFlight ? 1 : sums >= SumsInFlight / 2 ? 2 : 4;
        _vectors = Nest.Typical(vector.Extent) >= vectors * _lanes ? vectors : 1;
    }

    // One sum of the tile: the position it belongs to, the vectors it is kept in, and what no vector was left for.
    private sealed record Cell(Func<Axis, Index?> Place, IReadOnlyList<Register> Partial, Register Rest);

    // Whether single elements are left behind the vectors.
    private bool HasRest => !_vector.Extent.IsMultipleOf(_lanes);

    public IEnumerable<Decision> Decisions => _row is null || _column is null
        ? [new InFlightDecision(_vectors)]
        : [new DotTileDecision(_row, _rows, _column, _columns), new InFlightDecision(_vectors)];

    public Scheduled Build()
    {
        if (_row is null || _column is null)
            return SharedLoops.Around(_nest.StorageOrder(), Sums(_ => null, 1, 1));
        var row = new Axis(_row.Name, _row.Extent);
        var column = new Axis(_column.Name, _column.Extent);
        Index? Place(Axis axis) => axis == _row ? row : axis == _column ? (Index)column : null;
        LoopSegment[] tiles = TileShape.RowSteps(_row.Extent, _rows).Select(rows => new LoopSegment(rows,
        [
            Loop.Over(column, TileShape.RowSteps(_column.Extent, _columns).Select(columns => new LoopSegment(columns, Sums(Place, rows, columns))).ToArray()),
        ])).ToArray();
        return new Scheduled([new Loop(row, Bound.ShareBegin, Bound.ShareEnd, tiles)], _row.Extent, _rows);
    }

    // Whether each of two factors knows only one of the axes.
    private bool IsProductOf(Axis row, Axis column) =>
        _inner is { Kind: ReductionKind.Sum, Body: Binary { Function: BinaryFunction.Multiply, Left: Load left, Right: Load right } }
        && !_inner.HasBoundsOf(row) && !_inner.HasBoundsOf(column)
        && ((!left.DependsOn(row) && !right.DependsOn(column)) || (!left.DependsOn(column) && !right.DependsOn(row)));

    // The tile with the lowest estimated time: its sums, a vector for each row or column and one to spare stay in registers.
    private static (int Rows, int Columns) Tile(Size rows, Size columns, Target target)
    {
        (double Cost, int Rows, int Columns) best = (double.MaxValue, 1, 1);
        for (int height = 1; height <= MostInTile; height++)
        {
            for (int width = 1; width <= MostInTile; width++)
            {
                if ((height * width) + Math.Min(height, width) + 1 > target.Registers || !TileShape.Fits(height, rows))
                    continue;
                double cost = Steps(rows, height).Sum(down => Steps(columns, width).Sum(across => down.Count * across.Count * TileCost(down.Length, across.Length)));
                if (cost < best.Cost * 0.999)
                    best = (cost, height, width);
            }
        }

        return (best.Rows, best.Columns);
    }

    private static double TileCost(int rows, int columns) => Math.Max(rows * columns, SumsInFlight) + (0.25 * (rows + columns));

    private static IEnumerable<(int Length, long Count)> Steps(Size extent, int length)
    {
        long left = Nest.Typical(extent);
        foreach (int step in TileShape.RowSteps(extent, length))
        {
            yield return (step, left / step);
            left %= step;
        }
    }

    private IReadOnlyList<Statement> Sums(Func<Axis, Index?> first, int rows, int columns)
    {
        var lane = new Axis("lane", _lanes);
        string name = _inner.Kind == ReductionKind.Sum ? "sum" : "largest";
        var neutral = new Number(_inner.Kind == ReductionKind.Sum ? 0 : double.NegativeInfinity);
        var cells = new List<Cell>();
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++)
            {
                string suffix = (_rows > 1 ? y + "_" : "") + (_columns > 1 ? x + "_" : "");
                (int down, int across) = (y, x);
                Index? Place(Axis axis) => first(axis) is { } place ? place + (axis == _row ? down : axis == _column ? across : 0) : null;
                Register[] partial = Enumerable.Range(0, _vectors).Select(v => new Register(name + suffix + v, false, lane)).ToArray();
                cells.Add(new Cell(Place, partial, new Register(name + suffix.TrimEnd('_'), false, null)));
            }
        }

        var statements = new List<Statement>();
        statements.AddRange(cells.SelectMany(cell => HasRest ? cell.Partial.Append(cell.Rest) : cell.Partial).Select(register => new Declare(register, neutral)));
        statements.AddRange(Loops(cells, lane));
        foreach (Cell cell in cells)
            Finish(cell, statements);
        return statements;
    }

    private IReadOnlyList<Statement> Loops(IReadOnlyList<Cell> cells, Axis lane)
    {
        var at = new Axis(_vector.Name, _vector.Extent);
        Statement Whole(int vectors) => new VectorScope(
            lane, cells.SelectMany(cell => Enumerable.Range(0, vectors).Select(v => Accumulate(cell, cell.Partial[v], (Index)at + (v * _lanes) + lane))).ToArray());
        int step = _vectors * _lanes;
        var segments = new List<LoopSegment>();
        if (_vectors > 1)
            segments.Add(new LoopSegment(step, [Whole(_vectors)]));
        if (!(_vector.Extent.IsConstant && _vector.Extent.Constant % step < _lanes && _vectors > 1))
            segments.Add(new LoopSegment(_lanes, [Whole(1)]));
        if (HasRest)
            segments.Add(new LoopSegment(1, cells.Select(cell => Accumulate(cell, cell.Rest, at)).ToArray()));
        IReadOnlyList<Statement> loops = [Loop.Over(at, segments)];
        foreach (Axis axis in _inner.Axes.Where(axis => axis != _vector).OrderBy(axis => Nest.Typical(axis.Extent)))
            loops = [Loop.Over(axis, loops)];
        return loops;
    }

    private void Finish(Cell cell, List<Statement> statements)
    {
        for (int v = 1; v < _vectors; v++)
            statements.Add(new Assign(cell.Partial[0], Combine(new Read(cell.Partial[0]), new Read(cell.Partial[v]))));
        var whole = new AcrossLanes(_inner.Kind, new Read(cell.Partial[0]));
        statements.Add(HasRest ? new Assign(cell.Rest, Combine(whole, new Read(cell.Rest))) : new Declare(cell.Rest, whole));
        statements.AddRange(_nest.Outputs.Select(output => new Store(output.Buffer, output.Offset.Substitute(cell.Place), output.Value.Replace(part => part is Reduction ? new Read(cell.Rest) : null, cell.Place))));
    }

    private Statement Accumulate(Cell cell, Register register, Index at)
    {
        Expression value = _inner.Body.Substitute(axis => axis == _vector ? at : cell.Place(axis));
        return new Assign(register, value is Binary { Function: BinaryFunction.Multiply } product && _inner.Kind == ReductionKind.Sum
            ? new MultiplyAdd(product.Left, product.Right, new Read(register))
            : Combine(new Read(register), value));
    }

    private Expression Combine(Expression left, Expression right) =>
        new Binary(_inner.Kind == ReductionKind.Sum ? BinaryFunction.Add : BinaryFunction.Max, left, right);
}
