using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>The windows of a pool over the last two axes of [batch, channels, height, width].</summary>
/// <param name="Kernel">A window's height and width.</param>
/// <param name="Stride">The distance of neighbouring windows.</param>
public sealed record PoolWindows(long Kernel, long Stride)
{
    /// <summary>Whether an element can lie in more than one window.</summary>
    public bool Overlap => Stride < Kernel;

    /// <summary>The shape of the pooled value.</summary>
    public Shape Pooled(Shape shape) => shape.With(2, Count(shape[2])).With(3, Count(shape[3]));

    /// <summary>The largest element of the window at a position of the pooled value.</summary>
    public Reduction Largest(Definition definition, IReadOnlyList<Index> position)
    {
        Axis row = definition.Bound("windowRow", Kernel), column = definition.Bound("windowColumn", Kernel);
        Expression element = definition.Input(0, position[0], position[1], (position[2] * Stride) + row, (position[3] * Stride) + column);
        return new Reduction(ReductionKind.Max, new([row, column]), element);
    }

    /// <summary>The windows along an axis of constant size.</summary>
    public long Count(Size size) => ((size.Constant - Kernel) / Stride) + 1;
}

/// <summary>The largest element of each window.</summary>
public sealed record MaxPool(PoolWindows Windows) : PrimitiveOp
{
    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Windows.Pooled(inputs[0].Shape);

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position) => Windows.Largest(definition, position);

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) => graph.Apply(
        new MaxPoolGradient(Windows, node.Inputs[0].Shape),
        gradient,
        graph.ApplyFor(node, new MaxPoolWinner(Windows), node.Inputs[0]));
}

/// <summary>Which element of each window is the largest, counted row by row; the first of equals.</summary>
public sealed record MaxPoolWinner(PoolWindows Windows) : PrimitiveOp
{
    private const long PositionsInByte = 256;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Windows.Pooled(inputs[0].Shape);

    /// <inheritdoc/>
    public override ElementType InferType(IReadOnlyList<Node> inputs) =>
        Windows.Kernel * Windows.Kernel <= PositionsInByte ? ElementType.UInt8 : ElementType.Int32;

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position) =>
        // A window of one element has no maximum to look for.
        Windows.Kernel == 1 ? new IndexValue(Index.Zero) : new Winner(Windows.Largest(definition, position));
}

/// <summary>Brings each window's gradient to the element that won; the second input says which.</summary>
public sealed record MaxPoolGradient(PoolWindows Windows, Shape Shape) : PrimitiveOp
{
    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Shape;

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        if (!Windows.Overlap)
        {
            return FromWindow(
                definition,
                position,
                Index.Divide(position[2], Windows.Stride),
                Index.Divide(position[3], Windows.Stride),
                Index.Modulo(position[2], Windows.Stride),
                Index.Modulo(position[3], Windows.Stride));
        }

        Axis row = definition.Bound("windowRow", Windows.Kernel), column = definition.Bound("windowColumn", Windows.Kernel);
        Index top = position[2] + ((Index)row * -1), left = position[3] + ((Index)column * -1);
        var onGrid = new InRange[]
        {
            new(top, Shape[2]), new(Index.Modulo(top, Windows.Stride), 1), new(left, Shape[3]), new(Index.Modulo(left, Windows.Stride), 1),
        };
        Expression share = FromWindow(definition, position, Index.Divide(top, Windows.Stride), Index.Divide(left, Windows.Stride), row, column);
        return new Reduction(ReductionKind.Sum, new([row, column]), new Guard(new(onGrid), share, new Number(0)));
    }

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) => throw new MissingGradientException(node);

    // The gradient of one window where its winner is the element at (row, column) of it.
    private Expression FromWindow(Definition definition, IReadOnlyList<Index> position, Index top, Index left, Index row, Index column)
    {
        Shape pooled = definition.Node.Inputs[0].Shape;
        Index[] window = [position[0], position[1], top, left];
        var inside = new List<InRange> { new(top, pooled[2]), new(left, pooled[3]) };
        if (Windows.Stride > Windows.Kernel)
            inside.AddRange([new(row, Windows.Kernel), new(column, Windows.Kernel)]);
        return new Guard(
            inside.ToEquatableArray(),
            new Select(
                Comparison.Equal,
                definition.Input(1, window),
                new IndexValue((row * Windows.Kernel) + column),
                definition.Input(0, window),
                new Number(0)),
            new Number(0));
    }
}

/// <summary>The surface of <see cref="MaxPool"/>.</summary>
public sealed class MaxPool2DCall : SurfaceOp
{
    /// <inheritdoc/>
    public override string Stem => "pool";

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node image = call.Image(0);
        long kernel = call.Positive("kernel");
        long stride = call.AtLeast("stride", 0) is var given && given == 0 ? kernel : given;
        long padding = call.AtLeast("padding", 0);
        if (padding * 2 > kernel)
            throw call.ArgumentError("padding", $"at most half the kernel, {kernel / 2}, so that no window holds padding alone", padding.ToString());
        call.CheckWindow(image, kernel, padding);
        return call.Graph.Apply(new MaxPool(new PoolWindows(kernel, stride)), call.Padded(image, padding, double.NegativeInfinity));
    }
}
