using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// The gradient of a convolution's weight behind a max-pool: a contraction of the value before the pool's gradient, [n, f, row, column], with the images that the
/// convolution read. One element in each window has a gradient, so it takes the pool's own gradient and its winners, and leaves the zeros out.
/// Inputs: the pool's gradient [n, f, windowRow, windowColumn], its winners, the images.
/// </summary>
/// <param name="Dense">The contraction whose left operand would be the gradient with its zeros.</param>
/// <param name="Windows">The pool's windows, none of which overlap.</param>
public abstract record WinnerContraction(Contract Dense, PoolWindows Windows) : ContractionOp, IImageOp
{
    /// <inheritdoc/>
    public sealed override IEnumerable<string> ResultAxisNames => Dense.ResultAxisNames;

    /// <inheritdoc/>
    public virtual IEnumerable<int> ImageInputs => [0, 1];

    /// <inheritdoc/>
    public bool GivesImage => false;

    /// <inheritdoc/>
    public sealed override Shape InferShape(IReadOnlyList<Node> inputs) => Dense.InferShape(inputs);

    /// <summary>The axes that are summed over but for the two of the image.</summary>
    protected IEnumerable<int> SummedAxes => Enumerable.Range(Dense.OutRank, Dense.Axes.Count - Dense.OutRank).Where(axis => axis != Row && axis != Column);

    /// <summary>The loop axis that walks the rows of the gradient.</summary>
    protected int Row => Dense.Left[2].Single!.Value;

    /// <summary>The loop axis that walks its columns.</summary>
    protected int Column => Dense.Left[3].Single!.Value;

    /// <summary>The windows' axes, and the place of a window in the pool's gradient.</summary>
    protected (Axis Row, Axis Column, Index[] Place) Window(Definition definition, Index[] axes)
    {
        Shape pooled = definition.Node.Inputs[0].Shape;
        Axis row = definition.Bound("windowRow", pooled[2]), column = definition.Bound("windowColumn", pooled[3]);
        return (row, column, [Dense.Left[0].IndexOf(axes), Dense.Left[1].IndexOf(axes), row, column]);
    }

    /// <summary>The loop axes, those of the image left open.</summary>
    protected Index[] Axes(Definition definition, IReadOnlyList<Index> position)
    {
        Index[] axes = position.Concat(Enumerable.Repeat(Index.Zero, Dense.Axes.Count - Dense.OutRank)).ToArray();
        foreach (int axis in SummedAxes)
            axes[axis] = definition.Bound(Dense.Axes[axis].Name, Dense.Axes[axis].Extent);
        return axes;
    }

    /// <summary>Sums the products of a factor with the image's element at a place of the gradient.</summary>
    protected Reduction Sum(Definition definition, IEnumerable<Axis> overWindow, Index[] axes, Index row, Index column, Expression factor)
    {
        axes[Row] = row;
        axes[Column] = column;
        Axis[] bound = SummedAxes.Select(axis => definition.Bound(Dense.Axes[axis].Name, Dense.Axes[axis].Extent)).Concat(overWindow).ToArray();
        Expression element = definition.Input(2, Dense.Right.Select(map => map.IndexOf(axes)).ToArray());
        return new Reduction(ReductionKind.Sum, new(bound), new Binary(BinaryFunction.Multiply, factor, element));
    }
}

/// <summary>A <see cref="WinnerContraction"/> that goes from window to window and reads the image at the winner: vectors run along the image's channels.</summary>
public sealed record ContractAtWinners(Contract Dense, PoolWindows Windows) : WinnerContraction(Dense, Windows), IStoredInOrder
{
    /// <inheritdoc/>
    public override Size Products(IReadOnlyList<Node> inputs) => Dense.Axes.Where((_, axis) => axis != Row && axis != Column)
        .Aggregate((Size)(Windows.Rows.Count(Dense.Axes[Row].Extent) * Windows.Columns.Count(Dense.Axes[Column].Extent)), (product, axis) => product * axis.Extent);

    /// <inheritdoc/>
    public override bool SumsInMemory => true;

    /// <inheritdoc/>
    public override IEnumerable<int> ImageInputs => [0, 1, 2];

    /// <summary>The gradient's filters outermost, then as the images are stored: rows, columns, channels.</summary>
    public EquatableArray<int> Order => new(new[] { Dense.Left[1], Dense.Right[2], Dense.Right[3], Dense.Right[1] }
        .SelectMany(map => map.Terms.Select(term => term.Axis).Where(axis => axis < Dense.OutRank)));

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        Index[] axes = Axes(definition, position);
        (Axis windowRow, Axis windowColumn, Index[] window) = Window(definition, axes);
        Index winner = definition.Element(1, Windows.Places, window);
        return Sum(
            definition,
            [windowRow, windowColumn],
            axes,
            ((Index)windowRow * Windows.Rows.Stride) + Index.Divide(winner, Windows.Columns.Kernel),
            ((Index)windowColumn * Windows.Columns.Stride) + Index.Modulo(winner, Windows.Columns.Kernel),
            definition.Input(0, window));
    }
}

/// <summary>
/// A <see cref="WinnerContraction"/> over all places of each window, the gradient put in at the winner: vectors run along the gradient's filters, where
/// the images have too few channels for a vector. The gradient with its zeros never goes to memory.
/// </summary>
public sealed record ContractInWindows(Contract Dense, PoolWindows Windows) : WinnerContraction(Dense, Windows)
{
    /// <inheritdoc/>
    public override Size Products(IReadOnlyList<Node> inputs) => Dense.Products(inputs);

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        Index[] axes = Axes(definition, position);
        (Axis windowRow, Axis windowColumn, Index[] window) = Window(definition, axes);
        Axis row = definition.Bound("rowInWindow", Windows.Rows.Kernel), column = definition.Bound("columnInWindow", Windows.Columns.Kernel);
        Expression gradient = new Select(
            Comparison.Equal,
            definition.Input(1, window),
            new IndexValue(((Index)row * Windows.Columns.Kernel) + column),
            definition.Input(0, window),
            new Number(0));
        return Sum(
            definition,
            [windowRow, windowColumn, row, column],
            axes,
            ((Index)windowRow * Windows.Rows.Stride) + row,
            ((Index)windowColumn * Windows.Columns.Stride) + column,
            gradient);
    }
}
