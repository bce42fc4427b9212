using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>How an axis of an image is read by a convolution: stride·output + dilation·kernel + offset.</summary>
public sealed record WindowMap(long Stride, long Dilation, long Offset);

/// <summary>
/// The gradient of a convolution's images behind a max-pool: each winner's gradient times the filter's weights is added at the places that the winner was
/// computed from. Inputs: the pool's gradient [n, f, windowRow, windowColumn], its winners, the weight [f, channel, kernelRow, kernelColumn].
/// </summary>
/// <param name="Images">The shape of the images, [n, channel, row, column].</param>
/// <param name="Windows">The pool's windows, none of which overlap.</param>
/// <param name="Convolved">The height and width of the convolution's result.</param>
/// <param name="Rows">How the convolution reads rows.</param>
/// <param name="Columns">How it reads columns.</param>
/// <param name="AddsToMemory">Whether winners' shares are added where they belong, beginning with zeros; else each place gathers those of all winners that it had a part in.</param>
public sealed record ScatterFromWinners(
    Shape Images, PoolWindows Windows, (long Height, long Width) Convolved, WindowMap Rows, WindowMap Columns, bool AddsToMemory)
    : ContractionOp, IImageOp, IScatterOp
{
    /// <summary>The order in which the weight is to be stored: a filter's weights as the images' elements they are added to.</summary>
    public static EquatableArray<int> WeightOrder { get; } = new([0, 2, 3, 1]);

    /// <inheritdoc/>
    public override Size Products(IReadOnlyList<Node> inputs) =>
        inputs[2].Shape.Sizes.Skip(1).Aggregate(inputs[0].Shape.Elements, (product, size) => product * size);

    /// <inheritdoc/>
    public override IEnumerable<string> ResultAxisNames => ["sample", "channel", "row", "column"];

    /// <inheritdoc/>
    public override bool SumsInMemory => AddsToMemory;

    /// <inheritdoc/>
    public IEnumerable<int> ImageInputs => [0, 1];

    /// <inheritdoc/>
    public bool GivesImage => true;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Images;

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        Shape weight = definition.Node.Inputs[2].Shape, pooled = definition.Node.Inputs[0].Shape;
        Axis filter = definition.Bound("filter", weight[0]), kernelRow = definition.Bound("kernelRow", weight[2]), kernelColumn = definition.Bound("kernelColumn", weight[3]);
        var conditions = new List<InRange>();
        Index row = Output(position[2], kernelRow, Rows, Convolved.Height, conditions);
        Index column = Output(position[3], kernelColumn, Columns, Convolved.Width, conditions);
        Index windowRow = Index.Divide(row, Windows.Rows.Stride), windowColumn = Index.Divide(column, Windows.Columns.Stride);
        Index inRow = Index.Modulo(row, Windows.Rows.Stride), inColumn = Index.Modulo(column, Windows.Columns.Stride);
        conditions.AddRange([new(windowRow, pooled[2]), new(windowColumn, pooled[3]), new(inRow, Windows.Rows.Kernel), new(inColumn, Windows.Columns.Kernel)]);
        Index[] window = [position[0], filter, windowRow, windowColumn];
        var gradient = new Select(
            Comparison.Equal, definition.Input(1, window), new IndexValue((inRow * Windows.Columns.Kernel) + inColumn), definition.Input(0, window), new Number(0));
        var guarded = new Guard(conditions.ToEquatableArray(), gradient, new Number(0));
        return new Reduction(
            ReductionKind.Sum,
            new([filter, kernelRow, kernelColumn]),
            new Binary(BinaryFunction.Multiply, guarded, definition.Input(2, filter, position[1], kernelRow, kernelColumn)));
    }

    /// <inheritdoc/>
    public Scatter DefineScatter(Definition definition)
    {
        Shape weight = definition.Node.Inputs[2].Shape, pooled = definition.Node.Inputs[0].Shape;
        var sample = new Axis("sample", Images[0]);
        Axis filter = new("filter", weight[0]), windowRow = new("windowRow", pooled[2]), windowColumn = new("windowColumn", pooled[3]);
        Axis kernelRow = new("kernelRow", weight[2]), kernelColumn = new("kernelColumn", weight[3]), channel = new("channel", weight[1]);
        Index[] window = [sample, filter, windowRow, windowColumn];
        Index winner = definition.Element(1, Windows.Places, window);
        Index row = ((Index)windowRow * Windows.Rows.Stride) + Index.Divide(winner, Windows.Columns.Kernel);
        Index column = ((Index)windowColumn * Windows.Columns.Stride) + Index.Modulo(winner, Windows.Columns.Kernel);
        return new Scatter(
            sample,
            [filter, windowRow, windowColumn],
            [kernelRow, kernelColumn, channel],
            [sample, channel, Input(row, kernelRow, Rows), Input(column, kernelColumn, Columns)],
            definition.Input(0, window),
            definition.Input(2, filter, channel, kernelRow, kernelColumn));
    }

    private static Index Input(Index output, Axis kernel, WindowMap map) => (output * map.Stride) + ((Index)kernel * map.Dilation) + map.Offset;

    // Solves image = stride·output + dilation·kernel + offset for output.
    private static Index Output(Index image, Axis kernel, WindowMap map, long outputs, List<InRange> conditions)
    {
        Index scaled = image + ((Index)kernel * -map.Dilation) + -map.Offset;
        conditions.Add(new(scaled, ((outputs - 1) * map.Stride) + 1));
        if (map.Stride > 1)
            conditions.Add(new(Index.Modulo(scaled, map.Stride), 1));
        return Index.Divide(scaled, map.Stride);
    }
}

/// <summary>An op whose result is best summed up where its inputs say, beginning with zeros.</summary>
public interface IScatterOp
{
    /// <summary>What is added where.</summary>
    Scatter DefineScatter(Definition definition);
}

/// <summary>Additions to a result: at each visit factor·value is added, for all positions of the spread, at <paramref name="Place"/>.</summary>
/// <param name="Item">The axis along which places never meet: its turns are shared out among threads.</param>
/// <param name="Visits">The axes of the factor, outermost first.</param>
/// <param name="Spread">The axes of the value, outermost first.</param>
/// <param name="Place">The position in the result.</param>
/// <param name="Factor">A number for each item and visit; nothing is added where it is 0.</param>
/// <param name="Value">A number for the first axis of the visits and all of the spread.</param>
public sealed record Scatter(
    Axis Item, IReadOnlyList<Axis> Visits, IReadOnlyList<Axis> Spread, IReadOnlyList<Index> Place, Expression Factor, Expression Value);
