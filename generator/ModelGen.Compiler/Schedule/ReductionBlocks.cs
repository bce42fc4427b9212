using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Takes the summed axis of a matrix product in blocks, where what a tile's columns read over the whole of it would not stay in the second-level cache while
/// the rows go by. The result is cleared, each block adds to it in memory, and what follows the sum (bias, activation) is done in a last walk over it.
/// </summary>
internal sealed class ReductionBlocks
{
    // A quarter to an eighth of the second-level cache of today's cores, which the rows share.
    private const long MostPanelBytes = 160 * 1024;
    private const long Block = 256;

    private readonly MatrixProduct _product;
    private readonly Target _target;

    /// <summary>Blocks of a product.</summary>
    /// <param name="product">The product.</param>
    /// <param name="target">The machine.</param>
    /// <param name="length">The positions of a block; the last one may have fewer.</param>
    /// <param name="sharesColumns">Whether workers share out the columns rather than the rows.</param>
    public ReductionBlocks(MatrixProduct product, Target target, long length, bool sharesColumns)
    {
        _product = product;
        _target = target;
        Length = length;
        SharesColumns = sharesColumns;
    }

    /// <summary>The positions of a block; the last one may have fewer.</summary>
    public long Length { get; }

    /// <summary>How many turns of the first axis of <see cref="MatrixProduct.Turns"/> one block takes.</summary>
    public long TurnsAtOnce { get; init; } = 1;

    /// <summary>Whether one block is the whole sum: then nothing is added up in memory.</summary>
    public bool IsWhole => Length == _product.Summed.Extent.Constant && _product.Turns.Count == 0;

    /// <summary>Whether workers share out the columns rather than the rows.</summary>
    public bool SharesColumns { get; }

    /// <summary>The first row of a worker, and where its last one ends.</summary>
    public (Bound Begin, Bound End) Rows => SharesColumns || _product.Outer.Count > 0 ? (Bound.At(0), Bound.At(_product.Row.Extent)) : (Bound.ShareBegin, Bound.ShareEnd);

    /// <summary>The first column of a worker, and where its last one ends.</summary>
    public (Bound Begin, Bound End) Columns => SharesColumns ? (Bound.ShareBegin, Bound.ShareEnd) : (Bound.At(0), Bound.At(_product.Vector.Extent));

    private OutputDefinition Output => _product.Nest.Outputs[0];

    /// <summary>The blocks of a nest; null where it is as fast without.</summary>
    /// <param name="nest">The nest.</param>
    /// <param name="vector">The axis of its vectors.</param>
    /// <param name="row">The axis of its rows.</param>
    /// <param name="shape">The register tile.</param>
    /// <param name="target">The machine.</param>
    public static ReductionBlocks? For(Nest nest, Axis? vector, Axis? row, TileShape shape, Target target) =>
        MatrixProduct.Of(nest, vector, row) is { } product && IsLarge(product, shape, target) ? new ReductionBlocks(product, target, Block, sharesColumns: false) : null;

    /// <summary>What is decided about a nest, as data; nothing where its sum cannot be taken in blocks. The parameters are those of <see cref="For"/>.</summary>
    public static IReadOnlyList<BlockDecision> Decide(Nest nest, Axis? vector, Axis? row, TileShape shape, Target target) => MatrixProduct.Of(nest, vector, row) is { } product
        ? [new BlockDecision(product.Summed, IsLarge(product, shape, target) ? Block : null, BytesRead(product, shape, target), MostPanelBytes)]
        : [];

    /// <summary>Whether what a tile's columns read over the whole sum would not stay in the second-level cache.</summary>
    public static bool IsLarge(MatrixProduct product, TileShape shape, Target target) => BytesRead(product, shape, target) > MostPanelBytes;

    private static long BytesRead(MatrixProduct product, TileShape shape, Target target) => product.Summed.Extent.Constant * shape.Vectors * target.Lanes * sizeof(float);

    /// <summary>The loops over the worker's share.</summary>
    /// <param name="tiles">Walks the tiles of the nest of one block, which begins at an index and has that many positions, over that share.</param>
    public IReadOnlyList<Statement> Build(Func<Index, long, IReadOnlyList<Statement>> tiles)
    {
        var statements = new List<Statement> { OverResult(new Number(0)) };
        IReadOnlyList<Statement> all = TurnsAtOnce > 1
            ? [Loop.Over(_product.Turns[0], [new LoopSegment(TurnsAtOnce, tiles(Index.Zero, TurnsAtOnce * Length)), new LoopSegment(1, tiles(Index.Zero, Length))])]
            : _product.Turns.Take(1).Aggregate(Blocks(tiles), (body, turn) => [Loop.Over(turn, body)]);
        statements.AddRange(_product.Turns.Skip(1).Aggregate(all, (body, turn) => [Loop.Over(turn, body)]));
        if (Output.Value is not Reduction)
            statements.Add(OverResult(Replace(Output.Value, new Load(Output.Buffer, Output.Offset))));
        return statements;
    }

    private IReadOnlyList<Statement> Blocks(Func<Index, long, IReadOnlyList<Statement>> tiles)
    {
        var block = new Axis(_product.Summed.Name + "Block", _product.Summed.Extent);
        long whole = _product.Summed.Extent.Constant;
        var segments = new List<LoopSegment>();
        if (whole >= Length)
            segments.Add(new LoopSegment(Length, tiles(block, Length)));
        if (whole % Length is var rest && rest > 0)
            segments.Add(new LoopSegment(rest, tiles(block, rest)));
        return segments is [{ Step: var only } all] && only == whole ? [new LetIndex(block, Index.Zero), .. all.Body] : [Loop.Over(block, segments)];
    }

    /// <summary>The same product over one block of the sum, added to what the result holds; where the block is the whole sum, with what follows it.</summary>
    /// <param name="block">Where the block begins.</param>
    /// <param name="length">Its positions.</param>
    /// <param name="moved">Where a load finds its element instead, by the position in the block; null for where it is.</param>
    public Nest OfBlock(Index block, long length, Func<Load, Axis, Load>? moved = null)
    {
        var inside = new Axis(_product.Summed.Name, length);
        Expression body = _product.Nest.Inner!.Body.Replace(part => part is Load load && moved is not null ? moved(load, inside) : null);
        var sum = new Reduction(ReductionKind.Sum, new([inside]), body.Substitute(axis => axis == _product.Summed ? block + inside : null));
        Expression value = IsWhole ? Replace(Output.Value, sum) : new Binary(BinaryFunction.Add, new Load(Output.Buffer, Output.Offset), sum);
        return _product.Nest with { Inner = sum, Outputs = [Output with { Value = value }] };
    }

    // What is computed from the sum, with something else in its place.
    private static Expression Replace(Expression expression, Expression sum) => expression.Replace(part => part is Reduction ? sum : null);

    // Stores a value to each of the worker's elements.
    private Statement OverResult(Expression value)
    {
        var row = new Axis(_product.Row.Name, _product.Row.Extent);
        var column = new Axis(_product.Vector.Name, _product.Vector.Extent);
        LoopSegment[] segments = TileShape.Segments(_product.Vector.Extent.Constant, 1, _target).Select(segment => segment.Lanes).Distinct().Select(lanes =>
        {
            Axis? lane = lanes > 1 ? new Axis("lane", lanes) : null;
            Index? Place(Axis axis) => axis == _product.Row ? row : axis == _product.Vector ? (lane is null ? column : (Index)column + lane) : null;
            return new LoopSegment(lanes, [new VectorScope(lane, [new Store(Output.Buffer, Output.Offset.Substitute(Place), value.Substitute(Place))])]);
        }).ToArray();
        // In a scope of its own: what the loop hoists has the names that other loops over the buffer use.
        var columns = new VectorScope(null, [new Loop(column, Columns.Begin, Columns.End, segments)]);
        return new Loop(row, Rows.Begin, Rows.End, [new LoopSegment(1, [columns])]);
    }
}
