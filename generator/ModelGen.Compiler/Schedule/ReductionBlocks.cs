using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;

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

    private readonly Nest _nest;
    private readonly Axis _vector;
    private readonly Axis _row;
    private readonly Target _target;

    private ReductionBlocks(Nest nest, Axis vector, Axis row, Target target)
    {
        _nest = nest;
        _vector = vector;
        _row = row;
        _target = target;
    }

    private OutputDefinition Output => _nest.Outputs[0];

    private Axis Summed => _nest.Inner!.Axes[0];

    /// <summary>The blocks of a nest; null where it is as fast without.</summary>
    /// <param name="nest">The nest.</param>
    /// <param name="vector">The axis of its vectors.</param>
    /// <param name="row">The axis of its rows, which together with the vectors' is its whole domain.</param>
    /// <param name="shape">The register tile.</param>
    /// <param name="target">The machine.</param>
    public static ReductionBlocks? For(Nest nest, Axis? vector, Axis? row, TileShape shape, Target target)
    {
        return Decide(nest, vector, row, shape, target) is [{ Block: not null }] ? new ReductionBlocks(nest, vector!, row!, target) : null;
    }

    /// <summary>What is decided about a nest, as data; nothing where its sum cannot be taken in blocks. The parameters are those of <see cref="For"/>.</summary>
    public static IReadOnlyList<BlockDecision> Decide(Nest nest, Axis? vector, Axis? row, TileShape shape, Target target)
    {
        if (vector is not { Extent.IsConstant: true } || row is null || nest.Domain.Count != 2 || nest.Window is not null || nest.Outputs.Count > 1)
            return [];
        if (nest.Inner is not { Kind: ReductionKind.Sum, Axes: [{ Extent.IsConstant: true } summed] } || !nest.Outputs[0].Offset.CoefficientOf(vector).IsOne)
            return [];
        long bytes = summed.Extent.Constant * shape.Vectors * target.Lanes * sizeof(float);
        return [new BlockDecision(summed, bytes > MostPanelBytes ? Block : null, bytes, MostPanelBytes)];
    }

    /// <summary>The loops over the worker's share of the rows.</summary>
    /// <param name="tiles">Walks the tiles of the nest of one block over that share.</param>
    public IReadOnlyList<Statement> Build(Func<Nest, IReadOnlyList<Statement>> tiles)
    {
        var block = new Axis(Summed.Name + "Block", Summed.Extent);
        var segments = new List<LoopSegment>();
        if (Summed.Extent.Constant >= Block)
            segments.Add(new LoopSegment(Block, tiles(OfBlock(block, Block))));
        if (Summed.Extent.Constant % Block is var rest && rest > 0)
            segments.Add(new LoopSegment(rest, tiles(OfBlock(block, rest))));
        var statements = new List<Statement>
        {
            OverRows(row => [ZeroFill.Of(Output.Buffer, At(Output.Offset, row, Index.Zero), _vector.Extent.Constant, _target)]),
            new Loop(block, Bound.At(0), Bound.At(Summed.Extent), segments),
        };
        if (Output.Value is not Reduction)
            statements.Add(OverRows(Finish));
        return statements;
    }

    // The same product over one block of the sum, added to what the result holds.
    private Nest OfBlock(Axis block, long length)
    {
        var inside = new Axis(Summed.Name, length);
        Expression body = _nest.Inner!.Body.Substitute(axis => axis == Summed ? (Index)block + inside : null);
        var sum = new Reduction(ReductionKind.Sum, new([inside]), body);
        var added = new Binary(BinaryFunction.Add, new Load(Output.Buffer, Output.Offset), sum);
        return _nest with { Inner = sum, Outputs = [Output with { Value = added }] };
    }

    private Statement OverRows(Func<Axis, IReadOnlyList<Statement>> body)
    {
        var row = new Axis(_row.Name, _row.Extent);
        return new Loop(row, Bound.ShareBegin, Bound.ShareEnd, [new LoopSegment(1, body(row))]);
    }

    private IReadOnlyList<Statement> Finish(Axis row)
    {
        Expression Whole(Expression expression) => expression is Reduction ? new Load(Output.Buffer, Output.Offset) : expression.Map(Whole, index => index);
        Expression value = Whole(Output.Value);
        var statements = new List<Statement>();
        foreach (VectorSegment segment in TileShape.Segments(_vector.Extent.Constant, 1, _target))
        {
            var column = new Axis(_vector.Name, _vector.Extent);
            Axis? lane = segment.Lanes > 1 ? new Axis("lane", segment.Lanes) : null;
            Index? Place(Axis axis) => axis == _row ? row : axis == _vector ? (lane is null ? column : (Index)column + lane) : null;
            var store = new Store(Output.Buffer, Output.Offset.Substitute(Place), value.Substitute(Place));
            Bound begin = Bound.At(segment.Begin), end = Bound.At(segment.Begin + (segment.Count * segment.Step));
            statements.Add(new VectorScope(null, [new Loop(column, begin, end, [new LoopSegment(segment.Lanes, [new VectorScope(lane, [store])])])]));
        }

        return statements;
    }

    private Index At(Index offset, Axis row, Index column) => offset.Substitute(axis => axis == _row ? row : axis == _vector ? column : null);
}
