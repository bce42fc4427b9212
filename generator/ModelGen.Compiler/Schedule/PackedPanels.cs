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
    public PanelDecision Decision => new(_product.Summed, _blocks.Length, Width, FewestRows, _blocks.SharesColumns);

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

    /// <summary>What a product reads along its vectors; null where it cannot be copied.</summary>
    public static Load? Packed(MatrixProduct product)
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
        IReadOnlyList<Statement> body = [new TakeScratch(panel), .. products];
        return _blocks.SharesColumns ? new Scheduled(body, _product.Vector.Extent, Width) : new Scheduled(body, _product.Row.Extent, _shape.Rows);
    }

    // Each worker copies the panels that it needs: by shares of the rows all of them, by shares of the columns its own, but whole tiles of columns make uneven shares: half a tile too
    // many on the average. A batch's rows are shared out as they are everywhere else.
    private static bool SharesColumns(MatrixProduct product, int width) =>
        product.Row.Extent.IsConstant && 2 * RowsPerCopy * (product.Vector.Extent.Constant / width) > product.Row.Extent.Constant;

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
        Func<Axis, Index?> Place(Index across) => axis => axis == _product.Vector ? column + across : axis == _product.Summed ? block + inside : null;
        VectorScope step = CopyStep(_packed, panel, Index.Of(inside, segment.Step), segment.Lanes, segment.Vectors, Place);
        // In a scope of its own: what the loop hoists has the names that the tiles use.
        return new VectorScope(null, [Loop.Over(inside, [step])]);
    }

    /// <summary>Copies neighbours that a step of a sum reads, as vectors side by side.</summary>
    /// <param name="packed">What is read.</param>
    /// <param name="panel">Where it is copied to.</param>
    /// <param name="first">The place of the first.</param>
    /// <param name="lanes">The lanes of a vector; 1 for single elements.</param>
    /// <param name="vectors">How many vectors.</param>
    /// <param name="place">For the distance from the first, where each axis stands.</param>
    public static VectorScope CopyStep(Load packed, Loops.Buffer panel, Index first, int lanes, int vectors, Func<Index, Func<Axis, Index?>> place)
    {
        Axis? lane = lanes > 1 ? new Axis("lane", lanes) : null;
        return new VectorScope(lane, Enumerable.Range(0, vectors).Select(vector =>
        {
            Index across = lane is null ? vector : (Index)lane + (vector * lanes);
            return new Store(panel, first + across, packed with { Offset = packed.Offset.Substitute(place(across)) });
        }).ToArray());
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
