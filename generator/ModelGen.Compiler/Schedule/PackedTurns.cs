using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Adds up matrix products, such as a weight's gradient over samples and steps, whose operands lie across the sum: each step is on other cache lines, which moreover take each other's
/// places. For a stretch of the sum, several turns long where a turn is short, the left operand is copied in slabs of a few tiles' rows and the right one in panels of a tile's columns,
/// step by step, so that what lies far away is asked for line after line; then the tiles read both from end to end (Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008).
/// </summary>
internal sealed class PackedTurns
{
    // A product of so many steps is worth a way of its result to memory and back, and rows of so many tiles what it takes to copy a panel of what lies so far apart.
    private const long FewestSteps = 32;
    private const long FewestTiles = 3;
    private const long FarApartBytes = 512;

    // The longer a stretch, the less often the result is read and written again; but a panel stays in the first-level cache while the rows go by, and what is copied in the second-level one.
    private const long MostPanelBytes = 16 * 1024;
    private const long MostCopiedBytes = 256 * 1024;

    private static readonly long[] groupCounts = [4, 2];

    private readonly MatrixProduct _product;
    private readonly Load _columns;
    private readonly Load? _rows;
    private readonly TileShape _shape;
    private readonly Target _target;
    private readonly ReductionBlocks _blocks;

    // The rows that are copied side by side: whole tiles, and whole vectors where a worker's rows are known.
    private readonly int _slab;

    private PackedTurns(MatrixProduct product, Load columns, Load? rows, TileShape shape, Target target)
    {
        _product = product;
        _columns = columns;
        _rows = rows;
        _shape = shape;
        _target = target;
        _slab = product.Outer.Count > 0 && SlabOf(shape.Rows, target.Lanes) is var slab && slab <= product.Row.Extent.Constant ? slab : shape.Rows;
        long steps = product.Summed.Extent.Constant;
        long longest = Math.Max(FewestSteps, Math.Min(MostPanelBytes / Width, MostCopiedBytes / Math.Max(product.Row.Extent.Constant, product.Vector.Extent.Constant)) / sizeof(float));
        // What is copied need not lie in one stretch; anything else would have to.
        bool copiesAll = product.Nest.Inner!.Body.Loads().All(load => load.Equals(columns) || load.Equals(rows));
        long count = (steps + longest - 1) / longest;
        _blocks = new ReductionBlocks(product, target, (steps + count - 1) / count, sharesColumns: false) { TurnsAtOnce = copiesAll ? Math.Max(1, longest / steps) : 1 };
    }

    /// <summary>What was decided.</summary>
    public PanelDecision Decision => new(_product.Summed, LongestSteps, Width, FewestTiles * _shape.Rows, SharesColumns: false) { Rows = _rows is null ? 0 : _product.Row.Extent.Constant };

    private int Width => _shape.Vectors * _target.Lanes;

    private long LongestSteps => _blocks.Length * _blocks.TurnsAtOnce;

    /// <summary>The copies of a nest that adds up products, one for each turn of what else it sums over; null where they would not pay.</summary>
    /// <param name="nest">The nest.</param>
    /// <param name="vector">The axis of its vectors.</param>
    /// <param name="row">The axis of its rows.</param>
    /// <param name="shape">The register tile.</param>
    /// <param name="target">The machine.</param>
    public static PackedTurns? For(Nest nest, Axis? vector, Axis? row, TileShape shape, Target target)
    {
        if (MatrixProduct.InTurns(nest, vector, row) is not { } product || product.Summed.Extent.Constant < FewestSteps || product.Row.Extent.Constant < FewestTiles * shape.Rows)
            return null;
        if (PackedPanels.Packed(product) is not { } columns)
            return null;
        Load? rows = Rows(product);
        if (!IsFarApart(columns, nest) && (rows is null || !IsFarApart(rows, nest)))
            return null;
        if (product.Outer.Count == 0 || Groups(product, shape, target) is not var (longer, groups))
            return new PackedTurns(product, columns, rows, shape, target);
        var inside = new Axis(longer.Name, longer.Extent.Constant / groups);
        nest = nest.Split(longer, new Axis(longer.Name + "Group", groups), inside);
        product = MatrixProduct.InTurns(nest, longer == vector ? inside : vector, longer == row ? inside : row)!;
        return new PackedTurns(product, PackedPanels.Packed(product)!, rows is null ? null : Rows(product), shape, target);
    }

    /// <summary>The loops over the worker's share.</summary>
    public Scheduled Build()
    {
        long panel = LongestSteps * _product.Vector.Extent.Constant, copied = _rows is null ? 0 : LongestSteps * ((_product.Row.Extent.Constant + _slab - 1) / _slab * _slab);
        var scratch = new Loops.Buffer("scratch", BufferPlace.Scratch, ElementType.Float32, new Shape([panel + copied]), new([1]), -1);
        Loops.Buffer columnPanel = scratch with { Name = "columnPanel" }, rowPanel = scratch with { Name = "rowPanel" };
        IReadOnlyList<Statement> take = _rows is null
            ? [new TakeScratch(columnPanel)]
            : [new TakeScratch(scratch), new Anchor(columnPanel, scratch, Index.Zero), new Anchor(rowPanel, scratch, panel)];
        IReadOnlyList<Statement> products = _blocks.Build((block, length) => Stretch(columnPanel, rowPanel, new Steps(block, length, Math.Max(1, length / _product.Summed.Extent.Constant))));
        Scheduled scheduled = _product.Outer.Count > 0 ? SharedLoops.Around(_product.Outer, products) : new Scheduled(products, _product.Row.Extent, _shape.Rows);
        return scheduled with { Body = [.. take, .. scheduled.Body] };
    }

    // The steps of a stretch: those of a block of one turn, or all of several turns.
    private sealed record Steps(Index Block, long Count, long Turns);

    // What is read along the rows; null where it is not read side by side, and then it stays where it is.
    private static Load? Rows(MatrixProduct product)
    {
        Load[] loads = product.Nest.Inner!.Body.Loads().Where(load => load.DependsOn(product.Row)).Distinct().ToArray();
        return loads is [{ IsInteger: false } rows] && rows.Offset.CoefficientOf(product.Row).IsOne && !rows.Offset.HidesAxis(product.Row) && !rows.Offset.HidesAxis(product.Summed) ? rows : null;
    }

    private static bool IsFarApart(Load load, Nest nest) =>
        nest.Inner!.Axes.All(axis => !load.Offset.HidesAxis(axis) && Nest.Typical(load.Offset.CoefficientOf(axis)) * sizeof(float) >= FarApartBytes);

    private static int SlabOf(int rows, int lanes)
    {
        int slab = rows;
        while (slab % lanes != 0)
            slab += rows;
        return slab;
    }

    // The groups of columns, or of rows where those are more, that are shared out among all else: whole tiles of columns, enough tiles of rows.
    private static (Axis Axis, long Count)? Groups(MatrixProduct product, TileShape shape, Target target)
    {
        bool byRows = product.Row.Extent.Constant > product.Vector.Extent.Constant;
        Axis axis = byRows ? product.Row : product.Vector;
        long found = groupCounts.FirstOrDefault(count => axis.Extent.Constant % count == 0
            && (byRows ? axis.Extent.Constant / count >= FewestTiles * shape.Rows : axis.Extent.Constant / count % (shape.Vectors * target.Lanes) == 0));
        return found == 0 ? null : (axis, found);
    }

    private IReadOnlyList<Statement> Stretch(Loops.Buffer columnPanel, Loops.Buffer rowPanel, Steps steps)
    {
        var column = new Axis(_product.Vector.Name, _product.Vector.Extent);
        LoopSegment[] segments = TileShape.Segments(_product.Vector.Extent.Constant, _shape.Vectors, _target)
            .Select(segment => new LoopSegment(segment.Step, [Tiles(columnPanel, rowPanel, steps, column, segment)]))
            .ToArray();
        var columns = new Loop(column, _blocks.Columns.Begin, _blocks.Columns.End, segments);
        return _rows is null ? [CopyColumns(columnPanel, steps), columns] : [CopyColumns(columnPanel, steps), CopyRows(_rows, rowPanel, steps), columns];
    }

    // A panel for each tile of columns, one behind the other.
    private VectorScope CopyColumns(Loops.Buffer columnPanel, Steps steps)
    {
        var column = new Axis(_product.Vector.Name, _product.Vector.Extent);
        IReadOnlyList<VectorSegment> segments = TileShape.Segments(_product.Vector.Extent.Constant, _shape.Vectors, _target);
        return ForEach(steps, (step, place) => new Loop(column, _blocks.Columns.Begin, _blocks.Columns.End, segments.Select(segment =>
            new LoopSegment(segment.Step, [PackedPanels.CopyStep(
                _columns,
                columnPanel,
                Index.Of(column, steps.Count) + (step * segment.Step),
                segment.Lanes,
                segment.Vectors,
                across => axis => axis == _product.Vector ? (Index)column + across : place(axis))])).ToArray()));
    }

    private VectorScope CopyRows(Load rows, Loops.Buffer rowPanel, Steps steps)
    {
        var row = new Axis(_product.Row.Name, _product.Row.Extent);
        return ForEach(steps, (step, place) => new Loop(row, _blocks.Rows.Begin, _blocks.Rows.End, TileShape.RowSteps(_product.Row.Extent, _slab).Select(width =>
            new LoopSegment(width, TileShape.Segments(width, 1, _target).Select(segment => PackedPanels.CopyStep(
                rows,
                rowPanel,
                Index.Of(row, steps.Count) + (step * _slab) + segment.Begin,
                segment.Lanes,
                (int)segment.Count * segment.Vectors,
                across => axis => axis == _product.Row ? (Index)row + segment.Begin + across : place(axis))).ToArray())).ToArray()));
    }

    // A statement for each step of a stretch, which it gets with where the summed axes stand. In a scope of its own: what the loop hoists has the names that the tiles use.
    private VectorScope ForEach(Steps steps, Func<Index, Func<Axis, Index?>, Statement> statement)
    {
        if (steps.Turns == 1)
        {
            var step = new Axis(_product.Summed.Name, steps.Count);
            return new VectorScope(null, [Loop.Over(step, [statement(step, axis => axis == _product.Summed ? steps.Block + step : null)])]);
        }

        Axis first = _product.Turns[0];
        var turn = new Axis(first.Name + "Copied", steps.Turns);
        var inside = new Axis(_product.Summed.Name, _product.Summed.Extent);
        Index? Place(Axis axis) => axis == _product.Summed ? inside : axis == first ? (Index)first + turn : null;
        // Neighbours in memory follow each other, be it turns or steps.
        (Axis outer, Axis inner) = Nest.Typical(_columns.Offset.CoefficientOf(first)) < Nest.Typical(_columns.Offset.CoefficientOf(_product.Summed)) ? (inside, turn) : (turn, inside);
        return new VectorScope(null, [Loop.Over(outer, [Loop.Over(inner, [statement(Index.Of(outer, inner.Extent) + inner, Place)])])]);
    }

    private Loop Tiles(Loops.Buffer columnPanel, Loops.Buffer rowPanel, Steps steps, Axis column, VectorSegment segment)
    {
        var row = new Axis(_product.Row.Name, _product.Row.Extent);
        var columns = new TileColumns(column, segment.Vectors, segment.Lanes);
        Index slab = (Index.Divide(row, _slab) * (_slab * steps.Count)) + Index.Modulo(row, _slab);
        Load Moved(Load load, Axis inside) => load.Equals(_columns) ? new Load(columnPanel, Index.Of(column, steps.Count) + Index.Of(inside, segment.Step) + _product.Vector + Index.Of(column, -1))
            : load.Equals(_rows) ? new Load(rowPanel, slab + _product.Row + Index.Of(row, -1) + Index.Of(inside, _slab))
            : load;
        var tile = new TileBody(_blocks.OfBlock(steps.Block, steps.Count, Moved), _product.Vector, _product.Row, []);
        LoopSegment[] segments = TileShape.RowSteps(_product.Row.Extent, _shape.Rows).Select(height => new LoopSegment(height, tile.Build(columns, row, height))).ToArray();
        return new Loop(row, _blocks.Rows.Begin, _blocks.Rows.End, segments);
    }
}
