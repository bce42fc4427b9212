using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>One call of a surface op: its operands, its arguments, and the ways to report a mistake at the token that holds it.</summary>
public sealed class Call
{
    private readonly NetworkLowering _lowering;
    private readonly SurfaceOp _op;
    private readonly IReadOnlyList<Node> _operands;

    internal Call(NetworkLowering lowering, SurfaceOp op, CallValue spec, string label, IReadOnlyList<Node> operands)
    {
        _lowering = lowering;
        _op = op;
        Spec = spec;
        Label = label;
        _operands = operands;
    }

    /// <summary>Makes the nodes.</summary>
    public GraphBuilder Graph => _lowering.Builder;

    /// <summary>What the source says.</summary>
    public CallValue Spec { get; }

    /// <summary>The layer's name, such as <c>conv1</c>.</summary>
    public string Label { get; }

    /// <summary>What messages call it: a layer's name, or the op's.</summary>
    public string Display => _op.IsLayer ? Label : Spec.Op;

    /// <summary>An operand of floating-point numbers.</summary>
    public Node Operand(int operand)
    {
        Node node = _operands[operand];
        return node.Type == ElementType.Float32
            ? node
            : throw OperandError(operand, "MG0110", Display, $"floating-point numbers, but {node.Shape} holds integers");
    }

    /// <summary>An operand of any element type.</summary>
    public Node AnyOperand(int operand) => _operands[operand];

    /// <summary>An operand that is a batch of images, [batch, channels, height, width], all but the batch constant.</summary>
    public Node Image(int operand)
    {
        Node node = Operand(operand);
        if (node.Shape.Rank != 4 || node.Shape.Sizes.Skip(1).Any(size => !size.IsConstant))
            throw OperandError(operand, "MG0104", Display, "images, [batch, channels, height, width]", node.Shape.ToString());
        return node;
    }

    /// <summary>Whether the form of the method that was called has a parameter.</summary>
    public bool Has(string name) => Spec.Arguments.Any(argument => argument.Name == name);

    /// <summary>An integer argument.</summary>
    public long Integer(string name) => (long)Argument(name).Value.Numbers[0];

    /// <summary>An argument that is any number.</summary>
    public double Number(string name) => Argument(name).Value.Numbers[0];

    /// <summary>An integer argument of at least 1.</summary>
    public long Positive(string name) => AtLeast(name, 1);

    /// <summary>An integer argument of at least <paramref name="smallest"/>.</summary>
    public long AtLeast(string name, long smallest) =>
        Integer(name) is var value && value >= smallest ? value : throw ArgumentError(name, $"at least {smallest}", value.ToString());

    /// <summary>The integers of an array argument.</summary>
    public IReadOnlyList<long> Integers(string name) => Argument(name).Value.Numbers.Select(number => (long)number).ToArray();

    /// <summary>A yes-or-no argument; no where the form of the method that was called has no such parameter.</summary>
    public bool Flag(string name) => Has(name) && Integer(name) != 0;

    /// <summary>A number that may be null, or whose parameter the form of the method that was called may not have.</summary>
    public double? NumberOrNull(string name) => Has(name) && Argument(name).Value.Numbers.Count > 0 ? Number(name) : null;

    /// <summary>An axis argument, counted from 0 to the rank − 1.</summary>
    public int Axis(string name, Shape shape) => AxisOf(name, Integer(name), shape);

    /// <summary>The axes of an array argument; all of them where it is empty.</summary>
    public IReadOnlyList<int> Axes(string name, Shape shape)
    {
        IReadOnlyList<long> given = Integers(name);
        return given.Count == 0
            ? Enumerable.Range(0, shape.Rank).ToArray()
            : given.Select(axis => AxisOf(name, axis, shape)).Distinct().OrderBy(axis => axis).ToArray();
    }

    /// <summary>A parameter of the layer.</summary>
    /// <param name="suffix">Its name behind the layer's: <c>weight</c>.</param>
    /// <param name="shape">PyTorch's shape.</param>
    /// <param name="fanIn">How many inputs one of the layer's units has.</param>
    /// <param name="fanOut">How many outputs one of its inputs has.</param>
    /// <param name="initializer">How it is initialised, whatever the network's layers are by; null for as they are.</param>
    public Node Parameter(string suffix, Shape shape, long fanIn, long fanOut, string? initializer = null) => !_op.ParametersOf(Spec).Contains(suffix)
        ? throw new InvalidOperationException($"{Spec.Op} does not name its parameter '{suffix}'.")
        : _lowering.DeclareLayerParameter($"{Label}.{suffix}", shape, fanIn, fanOut, Spec, initializer);

    /// <summary>Begins a loop, which carries states from step to step.</summary>
    /// <param name="steps">How many steps there are.</param>
    /// <param name="reverse">Whether they go from the last position to the first.</param>
    internal LoopBuilder BeginLoop(Size steps, bool reverse) => _lowering.BeginLoop(steps, reverse, Spec.Span);

    /// <summary>Ends a loop.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="next">The states after a step.</param>
    /// <returns>The states after all steps, with the steps as their leading axis.</returns>
    internal IReadOnlyList<Node> EndLoop(LoopBuilder loop, params Node[] next) => loop.Close(next, [], _lowering.Recurrences).States;

    /// <summary>The number of this layer among those that draw random numbers: no two have the same.</summary>
    public int DeclareDraw() => _lowering.DeclareDraw();

    /// <summary>Notes that an integer input holds indices below <paramref name="count"/>, or the one that counts for nothing, to be checked at run time.</summary>
    public void DeclareIndices(Node indices, Size count, long? ignored = null)
    {
        if (indices.Op is not Input input || !count.IsConstant)
            return;
        long least = _lowering.IndexRanges.TryGetValue(input.Slot, out IndexRange? known) ? Math.Min(known.Count, count.Constant) : count.Constant;
        // An index that one reader ignores is still out of range for another.
        _lowering.IndexRanges[input.Slot] = new IndexRange(least, known is null || known.Ignored == ignored ? ignored : null);
    }

    /// <summary>Images with rows and columns of one value added at each edge.</summary>
    public Node Padded(Node image, long padding, double value) =>
        Graph.Apply(new Pad(3, padding, padding, value), Graph.Apply(new Pad(2, padding, padding, value), image));

    /// <summary>Refuses a window that is larger than the padded image.</summary>
    public void CheckWindow(Node image, long kernel, long padding)
    {
        Size height = image.Shape[2].Constant + (2 * padding), width = image.Shape[3].Constant + (2 * padding);
        if (kernel <= height.Constant && kernel <= width.Constant)
            return;
        string padded = padding == 0 ? "" : $", {height}×{width} with the padding";
        long largest = Math.Min(height.Constant, width.Constant);
        throw ArgumentSpanError("kernel", "MG0103", Display, $"{kernel}×{kernel}", image.Shape.ToString(), $"the image is {image.Shape[2]}×{image.Shape[3]}{padded}; a kernel of at most {largest} fits");
    }

    /// <summary>A mistake at the call's own token.</summary>
    public NetworkException Error(string id, params string[] arguments) => new(new SpecError(id, Spec.Span, new(arguments)));

    /// <summary>A mistake at an operand.</summary>
    public NetworkException OperandError(int operand, string id, params string[] arguments)
    {
        // The receiver of a chain is the whole chain before this call: the call's own name is the token that a reader looks for.
        SourceSpan span = operand == 0 ? Spec.Span : Spec.Operands[operand].Span;
        return new(new SpecError(id, span, new(arguments)));
    }

    /// <summary>An argument outside what it may be.</summary>
    public NetworkException ArgumentError(string name, string needed, string given) =>
        ArgumentSpanError(name, "MG0106", Display, name, needed, given);

    private NetworkException ArgumentSpanError(string name, string id, params string[] arguments) =>
        new(new SpecError(id, Argument(name).Span, new(arguments)));

    private ArgumentSpec Argument(string name) => Spec.Arguments.First(argument => argument.Name == name);

    private int AxisOf(string name, long axis, Shape shape) =>
        shape.Axis(axis) ?? throw ArgumentSpanError(name, "MG0107", Display, axis.ToString(), shape.ToString());
}
