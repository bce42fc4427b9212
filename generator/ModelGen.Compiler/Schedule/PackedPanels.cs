using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Takes a matrix product in blocks of its sum and, in each, copies what a tile's columns read into the worker's scratch memory before the rows go by: a panel that lies
/// side by side, where the operand itself has a row on another page of memory at each step of the sum, more pages than a core can look up at once.
/// </summary>
internal sealed class PackedPanels
{
    /// <summary>The rows from which on it pays to copy what they share.</summary>
    public const long FewestRows = 256;

    // A panel stays in the second-level cache beside the rows that stream past it; the longer, the less often the result is read and written again.
    private const long LongestBlock = 1024;
    private const long MostPanelBytes = 256 * 1024;
    private const long PageBytes = 4096;

    // Where the steps of the sum go through more pages than this, looking them up costs more than copying them once.
    private const long MostPages = 256;

    // Copying a panel takes the time of about as many rows.
    private const long RowsPerCopy = 20;

    // A product of so many steps is worth a way of its result to memory and back, and rows of so many tiles what it takes to copy a panel of what lies so far apart that each of its
    // steps is on other cache lines, which moreover take each other's places.
    private const long FewestSteps = 32;
    private const long FewestTiles = 3;
    private const long FarApartBytes = 1024;

    private static readonly long[] columnGroups = [4, 2];

    private readonly MatrixProduct _product;
    private readonly Load _packed;
    private readonly TileShape _shape;
    private readonly Target _target;
    private readonly ReductionBlocks _blocks;

    private PackedPanels(MatrixProduct product, Load packed, TileShape shape, Target target)
    {
        _product = product;
        _packed = packed;
        _shape = shape;
        _target = target;
        long longest = Math.Min(LongestBlock, MostPanelBytes / (Width * sizeof(float))), length = product.Summed.Extent.Constant;
        long count = (length + longest - 1) / longest;
        _blocks = new ReductionBlocks(product, target, (length + count - 1) / count, SharesColumns(product, Width));
    }

    /// <summary>What was decided.</summary>
    public PanelDecision Decision => new(_product.Summed, _blocks.Length, Width, _product.Turns.Count > 0 ? FewestTiles * _shape.Rows : FewestRows, _blocks.SharesColumns);

    private int Width => _shape.Vectors * _target.Lanes;

    /// <summary>The panels of a nest; null where they would not pay.</summary>
    /// <param name="nest">The nest.</param>
    /// <param name="vector">The axis of its vectors.</param>
    /// <param name="row">The axis of its rows.</param>
    /// <param name="shape">The register tile.</param>
    /// <param name="target">The machine.</param>
    public static PackedPanels? For(Nest nest, Axis? vector, Axis? row, TileShape shape, Target target)
    {
        if (MatrixProduct.Of(nest, vector, row) is not { } product || (product.Row.Extent.IsConstant && product.Row.Extent.Constant < FewestRows))
            return null;
        if (Packed(product) is not { } packed || packed.Offset.CoefficientOf(product.Summed) is not { IsConstant: true } stride)
            return null;
        long pages = product.Summed.Extent.Constant * Math.Min(Math.Abs(stride.Constant) * sizeof(float), PageBytes) / PageBytes;
        return pages > MostPages ? new PackedPanels(product, packed, shape, target) : null;
    }

    /// <summary>The panels of a nest that adds up products, one for each turn of what else it sums over; null where they would not pay. The parameters are those of <see cref="For"/>.</summary>
    public static PackedPanels? InTurns(Nest nest, Axis? vector, Axis? row, TileShape shape, Target target)
    {
        if (MatrixProduct.InTurns(nest, vector, row) is not { } product || product.Summed.Extent.Constant < FewestSteps || product.Row.Extent.Constant < FewestTiles * shape.Rows)
            return null;
        if (Packed(product) is not { } packed || nest.Inner!.Axes.Any(axis => packed.Offset.HidesAxis(axis) || Nest.Typical(packed.Offset.CoefficientOf(axis)) * sizeof(float) < FarApartBytes))
            return null;
        // A few groups of columns are shared out among all else, each of whole tiles: beside its turn of the operands a group's result stays in the second-level cache.
        long columns = product.Vector.Extent.Constant, groups = columnGroups.FirstOrDefault(count => columns % (count * shape.Vectors * target.Lanes) == 0);
        if (product.Outer.Count == 0 || groups == 0)
            return new PackedPanels(product, packed, shape, target);
        var inside = new Axis(product.Vector.Name, columns / groups);
        nest = nest.Split(product.Vector, new Axis(product.Vector.Name + "Group", groups), inside);
        product = MatrixProduct.InTurns(nest, inside, row)!;
        return new PackedPanels(product, Packed(product)!, shape, target);
    }

    // What is read along the vectors; null where it cannot be copied.
    private static Load? Packed(MatrixProduct product)
    {
        // What a condition keeps from being read may lie outside its buffer.
        if (product.Nest.Inner!.Body.Descendants().OfType<Guard>().Any())
            return null;
        Load[] loads = product.Nest.Inner.Body.Loads().Where(load => load.DependsOn(product.Vector)).Distinct().ToArray();
        if (loads is not [{ IsInteger: false } packed] || packed.DependsOn(product.Row) || !packed.Offset.CoefficientOf(product.Vector).IsOne)
            return null;
        return packed.Offset.HidesAxis(product.Vector) || packed.Offset.HidesAxis(product.Summed) ? null : packed;
    }

    /// <summary>The loops over the worker's share.</summary>
    public Scheduled Build()
    {
        var panel = new Loops.Buffer("panel", BufferPlace.Scratch, ElementType.Float32, new Shape([_blocks.Length, Width]), new([Width, 1]), -1);
        IReadOnlyList<Statement> products = _blocks.IsWhole
            ? [Columns(panel, Index.Zero, _blocks.Length)]
            : _blocks.Build((block, length) => [Columns(panel, block, length)]);
        if (_product.Outer.Count > 0)
        {
            Scheduled around = SharedLoops.Around(_product.Outer, products);
            return around with { Body = [new TakeScratch(panel), .. around.Body] };
        }

        IReadOnlyList<Statement> body = [new TakeScratch(panel), .. products];
        return _blocks.SharesColumns ? new Scheduled(body, _product.Vector.Extent, Width) : new Scheduled(body, _product.Row.Extent, _shape.Rows);
    }

    // Each worker copies the panels that it needs: by shares of the rows all of them, by shares of the columns its own, but whole tiles of columns make uneven shares: half a tile too
    // many on the average. A batch's rows are shared out as they are everywhere else.
    private static bool SharesColumns(MatrixProduct product, int width) =>
        product.Turns.Count == 0 && product.Row.Extent.IsConstant && 2 * RowsPerCopy * (product.Vector.Extent.Constant / width) > product.Row.Extent.Constant;

    // Panel after panel: each is copied, then the rows go by.
    private Loop Columns(Loops.Buffer panel, Index block, long length)
    {
        var column = new Axis(_product.Vector.Name, _product.Vector.Extent);
        LoopSegment[] segments = TileShape.Segments(_product.Vector.Extent.Constant, _shape.Vectors, _target).Select(segment =>
        {
            Load Moved(Load load, Axis inside) => load.Equals(_packed)
                ? new Load(panel, Index.Of(inside, segment.Step) + _product.Vector + Index.Of(column, -1))
                : load;
            var tile = new TileBody(_blocks.OfBlock(block, length, Moved), _product.Vector, _product.Row, []);
            return new LoopSegment(segment.Step, [Copy(panel, block, length, column, segment), Rows(tile, column, segment)]);
        }).ToArray();
        return new Loop(column, _blocks.Columns.Begin, _blocks.Columns.End, segments);
    }

    private VectorScope Copy(Loops.Buffer panel, Index block, long length, Axis column, VectorSegment segment)
    {
        var inside = new Axis(_product.Summed.Name, length);
        Axis? lane = segment.Lanes > 1 ? new Axis("lane", segment.Lanes) : null;
        Store[] stores = Enumerable.Range(0, segment.Vectors).Select(vector =>
        {
            Index across = lane is null ? vector : (Index)lane + (vector * segment.Lanes);
            Index from = _packed.Offset.Substitute(axis => axis == _product.Vector ? column + across : axis == _product.Summed ? block + inside : null);
            return new Store(panel, Index.Of(inside, segment.Step) + across, _packed with { Offset = from });
        }).ToArray();
        // In a scope of its own: what the loop hoists has the names that the tiles use.
        return new VectorScope(null, [Loop.Over(inside, [new VectorScope(lane, stores)])]);
    }

    private Loop Rows(TileBody tile, Axis column, VectorSegment segment)
    {
        var row = new Axis(_product.Row.Name, _product.Row.Extent);
        var columns = new TileColumns(column, segment.Vectors, segment.Lanes);
        LoopSegment[] segments = TileShape.RowSteps(_product.Row.Extent, _shape.Rows)
            .Select(step => new LoopSegment(step, tile.Build(columns, row, step)))
            .ToArray();
        return new Loop(row, _blocks.Rows.Begin, _blocks.Rows.End, segments);
    }
}
