using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>The windows of a pool along one axis.</summary>
/// <param name="Kernel">A window's length.</param>
/// <param name="Stride">The distance of neighbouring windows.</param>
public sealed record WindowAxis(long Kernel, long Stride)
{
    /// <summary>Where windows divide an axis into parts of unequal lengths, how many of these there are; 0 for windows of one length at equal distances.</summary>
    public long Parts { get; private init; }

    /// <summary>The length of the axis that unequal parts divide.</summary>
    public long Divided { get; private init; }

    /// <summary>
    /// The parts of an axis that is no multiple of their number, as PyTorch's adaptive pools take them: part i begins at ⌊i·length/parts⌋ and ends before ⌈(i + 1)·length/parts⌉, so that
    /// neighbours may share an element. The kernel is as long as the longest.
    /// </summary>
    public static WindowAxis Dividing(long length, long parts)
    {
        var axis = new WindowAxis(0, 1) { Parts = parts, Divided = length };
        long longest = 0;
        for (long part = 0; part < parts; part++)
            longest = Math.Max(longest, ((((part + 1) * length) + parts - 1) / parts) - (part * length / parts));
        return axis with { Kernel = longest };
    }

    /// <summary>The windows along an axis of constant size.</summary>
    public long Count(Size size) => Parts > 0 ? Parts : ((size.Constant - Kernel) / Stride) + 1;

    /// <summary>Where a window begins.</summary>
    public Index Begin(Index window) => Parts > 0 ? Index.Divide(window * Divided, Parts) : window * Stride;

    /// <summary>What holds for places inside one of several parts of unequal lengths.</summary>
    public InRange Inside(Index part, Index place) => new(Index.Divide((part * Divided) + (Divided + Parts - 1), Parts) + -1 + (place * -1), Divided);

    /// <summary>The parts that an element lies in, which are those that the elements would divide the parts into.</summary>
    public WindowAxis Shares => Dividing(Parts, Divided);
}

/// <summary>The windows of a pool over the last axes of [batch, channels, …].</summary>
/// <param name="Axes">The windows along each axis behind the channels.</param>
public sealed record PoolWindows(EquatableArray<WindowAxis> Axes)
{
    // How the axes of a window are called in the emitted loops.
    private static readonly string[][] names = [["windowPosition"], ["windowRow", "windowColumn"]];

    /// <summary>Square windows over rows and columns.</summary>
    public PoolWindows(long kernel, long stride)
        : this(new EquatableArray<WindowAxis>([new WindowAxis(kernel, stride), new WindowAxis(kernel, stride)]))
    {
    }

    /// <summary>Whether an element can lie in more than one window.</summary>
    public bool Overlap => Axes.Any(axis => axis.Parts > 0 || axis.Stride < axis.Kernel);

    /// <summary>The windows along the rows of an image.</summary>
    public WindowAxis Rows => Axes[0];

    /// <summary>The windows along its columns.</summary>
    public WindowAxis Columns => Axes[1];

    /// <summary>The places of a window.</summary>
    public long Places => Axes.Aggregate(1L, (product, axis) => product * axis.Kernel);

    /// <summary>The windows along the axes that a reduction goes along: one place is none to go to, unless a window has no other.</summary>
    public IEnumerable<WindowAxis> Walked => Axes.Where((_, axis) => IsWalked(axis));

    /// <summary>The shape of the pooled value.</summary>
    public Shape Pooled(Shape shape) => Shape.From(shape.Sizes.Select((size, axis) => axis < 2 ? size : Axes[axis - 2].Count(size)));

    /// <summary>The elements of the window at a position of the pooled value, combined.</summary>
    public Reduction Combined(Definition definition, IReadOnlyList<Index> position, ReductionKind kind)
    {
        Axis[] inside = Inside(definition, axis => axis.Kernel);
        Index[] place = position.Select((index, axis) => axis < 2 ? index : Axes[axis - 2].Begin(index) + (IsWalked(axis - 2) ? inside[axis - 2] : Index.Zero)).ToArray();
        Expression element = definition.Input(0, place);
        InRange[] within = Enumerable.Range(0, Axes.Count).Where(axis => Axes[axis].Parts > 0).Select(axis => Axes[axis].Inside(position[axis + 2], place[axis + 2])).ToArray();
        return new Reduction(kind, inside.Where((_, axis) => IsWalked(axis)).ToEquatableArray(), within.Length == 0 ? element : new Guard(new(within), element, new Number(kind == ReductionKind.Max ? double.NegativeInfinity : 0)));
    }

    /// <summary>Sums up, for an element of what was pooled, the shares of all windows that it lies in.</summary>
    /// <param name="definition">The application, whose first input is shaped as the pooled value.</param>
    /// <param name="shape">The shape of what was pooled.</param>
    /// <param name="position">The element's position.</param>
    /// <param name="share">The share of a window, from its position and the element's place in it, counted row by row.</param>
    public Expression FromWindows(Definition definition, Shape shape, IReadOnlyList<Index> position, Func<Index[], Index, Expression> share)
    {
        Shape pooled = definition.Node.Inputs[0].Shape;
        Index[] window = position.ToArray();
        Index place = Index.Zero;
        var onGrid = new List<InRange>();
        var inside = new List<InRange>();
        Axis[] bound = Overlap ? Inside(definition, axis => axis.Parts > 0 ? axis.Shares.Kernel : axis.Kernel) : [];
        for (int axis = 0; axis < Axes.Count; axis++)
        {
            (long kernel, long stride) = (Axes[axis].Kernel, Axes[axis].Stride);
            if (Axes[axis].Parts > 0)
            {
                WindowAxis shares = Axes[axis].Shares;
                window[axis + 2] = shares.Begin(position[axis + 2]) + bound[axis];
                onGrid.Add(shares.Inside(position[axis + 2], window[axis + 2]));
                place = (place * kernel) + position[axis + 2] + (Axes[axis].Begin(window[axis + 2]) * -1);
                continue;
            }

            Index first = position[axis + 2], inWindow = Index.Modulo(first, stride);
            if (Overlap)
            {
                inWindow = bound[axis];
                first += inWindow * -1;
                onGrid.AddRange([new(first, shape[axis + 2]), new(Index.Modulo(first, stride), 1)]);
            }
            else if (stride > kernel)
            {
                onGrid.Add(new(inWindow, kernel));
            }

            window[axis + 2] = Index.Divide(first, stride);
            inside.Add(new(window[axis + 2], pooled[axis + 2]));
            place = (place * kernel) + inWindow;
        }

        if (!Overlap)
            return new Guard(inside.Concat(onGrid).ToEquatableArray(), share(window, place), new Number(0));
        Expression one = inside.Count == 0 ? share(window, place) : new Guard(inside.ToEquatableArray(), share(window, place), new Number(0));
        return new Reduction(ReductionKind.Sum, new(bound), new Guard(onGrid.ToEquatableArray(), one, new Number(0)));
    }

    private bool IsWalked(int axis) => Places == 1 || Axes[axis].Kernel > 1;

    private Axis[] Inside(Definition definition, Func<WindowAxis, long> extent) => Axes.Select((axis, place) => definition.Bound(names[Axes.Count - 1][place], extent(axis))).ToArray();
}

/// <summary>An op over the windows of a pool: it keeps batch and channels.</summary>
public interface IPoolOp
{
    /// <summary>The windows.</summary>
    PoolWindows Windows { get; }
}

/// <summary>The largest element of each window.</summary>
public sealed record MaxPool(PoolWindows Windows) : PrimitiveOp, IPoolOp
{
    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Windows.Pooled(inputs[0].Shape);

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position) => Windows.Combined(definition, position, ReductionKind.Max);

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) => graph.Apply(
        new MaxPoolGradient(Windows, node.Inputs[0].Shape),
        gradient,
        graph.ApplyFor(node, new MaxPoolWinner(Windows), node.Inputs[0]));
}

/// <summary>Which element of each window is the largest, counted row by row; the first of equals.</summary>
public sealed record MaxPoolWinner(PoolWindows Windows) : PrimitiveOp, IPoolOp
{
    private const long PositionsInByte = 256;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Windows.Pooled(inputs[0].Shape);

    /// <inheritdoc/>
    public override ElementType InferType(IReadOnlyList<Node> inputs) =>
        Windows.Places <= PositionsInByte ? ElementType.UInt8 : ElementType.Int32;

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position) =>
        // A window of one element has no maximum to look for.
        Windows.Places == 1 ? new IndexValue(Index.Zero) : new Winner(Windows.Combined(definition, position, ReductionKind.Max));
}

/// <summary>Brings each window's gradient to the element that won; the second input says which.</summary>
public sealed record MaxPoolGradient(PoolWindows Windows, Shape Shape) : PrimitiveOp, IPoolOp
{
    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Shape;

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position) => Windows.FromWindows(definition, Shape, position, (window, place) => new Select(
        Comparison.Equal,
        definition.Input(1, window),
        new IndexValue(place),
        definition.Input(0, window),
        new Number(0)));

    /// <inheritdoc/>
    public override Node? Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        input == 0 ? graph.Apply(new MaxPoolGather(Windows), gradient, node.Inputs[1]) : null;
}

/// <summary>The element of each window that the second input names: what <see cref="MaxPoolGradient"/> is the gradient of, and the gradient of that.</summary>
public sealed record MaxPoolGather(PoolWindows Windows) : PrimitiveOp, IPoolOp
{
    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Windows.Pooled(inputs[0].Shape);

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        Reduction elements = Windows.Combined(definition, position, ReductionKind.Sum);
        Index place = elements.Axes.Zip(Windows.Walked, (inside, window) => ((Index)inside, window.Kernel)).Aggregate(Index.Zero, (before, along) => (before * along.Kernel) + along.Item1);
        return elements with { Body = new Select(Comparison.Equal, definition.Input(1, position.ToArray()), new IndexValue(place), elements.Body, new Number(0)) };
    }

    /// <inheritdoc/>
    public override Node? Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        input == 0 ? graph.Apply(new MaxPoolGradient(Windows, node.Inputs[0].Shape), gradient, node.Inputs[1]) : null;
}
