using ModelGen.Compiler.Cures;
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
    public string Display => _op.IsLayer(Spec) ? Label : Spec.Op;

    /// <summary>An operand of floating-point numbers.</summary>
    public Node Operand(int operand)
    {
        Node node = _operands[operand];
        return node.Type == ElementType.Float32
            ? node
            : throw OperandError(operand, "MG0110", Display, $"floating-point numbers, but {node.Shape} holds integers");
    }

    /// <summary>Whether the form of the method that was called has an operand of this number.</summary>
    public bool HasOperand(int operand) => operand < _operands.Count;

    /// <summary>An operand of truth values.</summary>
    public Node Condition(int operand)
    {
        Node node = _operands[operand];
        return node.Type == ElementType.UInt8
            ? node
            : throw OperandError(operand, "MG0110", Display, $"a condition is needed, such as x > 0, but {node.Shape} holds numbers");
    }

    /// <summary>An operand of any element type.</summary>
    public Node AnyOperand(int operand) => _operands[operand];

    /// <summary>An operand that is a batch of images, [batch, channels, height, width], or of series, [batch, channels, length], all but the batch constant.</summary>
    /// <param name="operand">Its number.</param>
    /// <param name="spatial">The axes behind the channels: 2 or 1.</param>
    public Node Image(int operand, int spatial = 2) =>
        Image(operand, spatial, spatial == 2 ? "images, [batch, channels, height, width]" : "series, [batch, channels, length]");

    /// <summary>An operand that is a batch of images or of series, all but the batch constant.</summary>
    public Node Channels(int operand) => Image(operand, Operand(operand).Shape.Rank == 3 ? 1 : 2, "images, [batch, channels, height, width], or series, [batch, channels, length]");

    private Node Image(int operand, int spatial, string needed)
    {
        Node node = Operand(operand);
        if (node.Shape.Rank != spatial + 2 || node.Shape.Sizes.Skip(1).Any(size => !size.IsConstant))
            throw OperandError(operand, "MG0104", Display, needed, node.Shape.ToString()).With(AsImage(operand, spatial, node.Shape));
        return node;
    }

    // One channel where only that axis is missing; rows of square pictures, grey or of three colours.
    private Mend? AsImage(int operand, int spatial, Shape shape)
    {
        if (shape.Rank < 2 || shape.Sizes.Skip(1).Any(size => !size.IsConstant))
            return null;
        if (shape.Rank == spatial + 1)
            return Then(operand, "Unsqueeze(1)");
        if (shape.Rank != 2 || spatial != 2)
            return null;
        foreach (int channels in new[] { 1, 3 })
        {
            long side = (long)Math.Round(Math.Sqrt(shape[1].Constant / (double)channels));
            if (side * side * channels == shape[1].Constant)
                return Then(operand, $"Reshape(0, {channels}, {side}, {side})");
        }

        return null;
    }

    /// <summary>The last size of an operand, for messages: flattened images in their factors, <c>1600 (64 channels × 5 × 5)</c>.</summary>
    public string Features(int operand) => SizeStory.OfLastAxis(_lowering, Spec.Operands[operand].Value);

    /// <summary>The shape of an operand, for messages; behind its name where it has one, <c>'W' [784, 10]</c>.</summary>
    public string Named(int operand) => _lowering.Spec.Values[Spec.Operands[operand].Value] switch
    {
        ParameterValue parameter => $"'{parameter.Name}' {_operands[operand].Shape}",
        InputValue input => $"'{input.Name}' {_operands[operand].Shape}",
        _ => _operands[operand].Shape.ToString(),
    };

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

    /// <summary>An integer argument for each of some axes, each of at least <paramref name="smallest"/>: one number for all of them, or one for each.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="axes">How many axes there are.</param>
    /// <param name="smallest">The least that it may be.</param>
    /// <param name="missing">What it is where it was left out.</param>
    public long[] PerAxis(string name, int axes, long smallest, long missing)
    {
        EquatableArray<double> given = Argument(name).Value.Numbers;
        long[] values = Enumerable.Range(0, axes).Select(axis => given.Count == 0 ? missing : (long)given[given.Count == 1 ? 0 : axis]).ToArray();
        return values.All(value => value >= smallest)
            ? values
            : throw ArgumentError(name, $"at least {smallest}", given.Count == 1 ? values[0].ToString() : $"({string.Join(", ", values)})");
    }

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
    /// <param name="initializer">How it is initialised, whatever the network's layers are by: the name of a member of the runtime's <c>Initializer</c>; null for as they are.</param>
    public Node Parameter(string suffix, Shape shape, long fanIn, long fanOut, string? initializer = null) =>
        _lowering.DeclareLayerParameter($"{Label}.{Known(suffix)}", shape, fanIn, fanOut, Spec, initializer);

    /// <summary>A parameter of the layer that starts the same way in every network.</summary>
    /// <param name="suffix">Its name behind the layer's: <c>weight</c>.</param>
    /// <param name="shape">PyTorch's shape.</param>
    /// <param name="initializer">How it starts: the name of a member of the runtime's <c>Initializer</c>.</param>
    public Node Parameter(string suffix, Shape shape, string initializer) => Parameter(suffix, shape, 1, 1, initializer);

    /// <summary>A state of the layer: saved with the network, not trained, and written anew by training steps.</summary>
    /// <param name="suffix">Its name behind the layer's: <c>running_mean</c>.</param>
    /// <param name="shape">PyTorch's shape.</param>
    /// <param name="initializer">How it starts: the name of a member of the runtime's <c>Initializer</c>.</param>
    public Node State(string suffix, Shape shape, string initializer) =>
        _lowering.DeclareState($"{Label}.{Known(suffix)}", shape, initializer, Spec);

    /// <summary>Says what a training step makes of a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="next">Its new value, given the one before.</param>
    public void Update(Node state, Func<Node, Node> next) => _lowering.UpdateState(state, next);

    /// <summary>Begins a loop, which carries states from step to step.</summary>
    /// <param name="steps">How many steps there are.</param>
    /// <param name="reverse">Whether they go from the last position to the first.</param>
    internal LoopBuilder BeginLoop(Size steps, bool reverse) => _lowering.BeginLoop(steps, reverse, Spec.Span);

    /// <summary>Ends a loop.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="next">The states after a step.</param>
    /// <returns>The states after all steps, with the steps as their leading axis.</returns>
    internal IReadOnlyList<Node> EndLoop(LoopBuilder loop, params Node[] next) => loop.Close(next, [], _lowering.Recurrences).States;

    /// <summary>The gradient of the first operand with respect to the second; null where none flows.</summary>
    internal Node? Gradient() => _lowering.Gradients.Of(Spec, _operands[0], _operands[1]);

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

    /// <summary>A value with elements of another added before and behind those along its last axes.</summary>
    public Node Padded(Node image, IReadOnlyList<(long Before, long After)> padding, double value) => Enumerable.Range(0, padding.Count)
        .Aggregate(image, (padded, axis) => Graph.Apply(new Pad(image.Shape.Rank - padding.Count + axis, padding[axis].Before, padding[axis].After, value), padded));

    /// <summary>Refuses a window that is larger than the padded image.</summary>
    /// <param name="image">The image or series.</param>
    /// <param name="kernel">The window's length along each axis.</param>
    /// <param name="padding">The elements added at each edge, along each axis.</param>
    /// <param name="dilation">The distance of neighbouring elements of the window, along each axis.</param>
    public void CheckWindow(Node image, long[] kernel, long[] padding, long[] dilation)
    {
        long[] covered = kernel.Zip(dilation, (length, distance) => (distance * (length - 1)) + 1).ToArray();
        long[] sizes = image.Shape.Sizes.Skip(2).Select(size => size.Constant).ToArray(), padded = sizes.Zip(padding, (size, edge) => size + (2 * edge)).ToArray();
        if (padded.Zip(covered, (size, length) => length <= size).All(fits => fits))
            return;
        string withPadding = padding.All(edge => edge == 0) ? "" : $", {string.Join("×", padded)} with the padding";
        string spread = dilation.All(distance => distance == 1) ? "" : $", spread over {string.Join("×", covered.Distinct().Count() == 1 ? covered.Take(1) : covered)} by the dilation";
        string window = string.Join("×", kernel) + spread;
        long[] largest = padded.Zip(dilation, (size, distance) => ((size - 1) / distance) + 1).ToArray();
        string what = sizes.Length == 1 ? "length" : "image";
        // A weight that is given says its kernel by its shape.
        ArgumentSpec? argument = Spec.Arguments.FirstOrDefault(given => given.Name == "kernel");
        bool isOneNumber = argument?.Value.Numbers.Count == 1;
        string fitting = isOneNumber ? largest.Min().ToString() : string.Join("×", largest);
        NetworkException error = new(new SpecError(
            "MG0103",
            argument?.Span ?? Spec.Operands[1].Span,
            new([Display, window, image.Shape.ToString(), $"the {what} is {string.Join("×", sizes)}{withPadding}; a kernel of at most {fitting} fits"])));
        throw isOneNumber
            ? new NetworkException(error.Error with { Cures = new([new Cure(Label, "kernel", 0, fitting, error.Error.Span, $"kernel: {fitting} on '{Label}'")]) })
            : error;
    }

    /// <summary>A call on an operand, as what would put a mistake right.</summary>
    /// <param name="operand">Its number.</param>
    /// <param name="call">The call.</param>
    public Mend Then(int operand, string call) => new Mend(Spec.Operands[operand].Span, call);

    /// <summary><c>Flatten</c> before the first dense layer that reads images as they are, as what would put a mistake right behind it.</summary>
    public Mend? FlattenBeforeDense() => _lowering.FirstUnflattened() is { } place ? new Mend(place, "Flatten()") : null;

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

    private string Known(string suffix) =>
        _op.ParametersOf(Spec).Contains(suffix) ? suffix : throw new InvalidOperationException($"{Spec.Op} does not name its parameter '{suffix}'.");

    private ArgumentSpec Argument(string name) => Spec.Arguments.First(argument => argument.Name == name);

    private int AxisOf(string name, long axis, Shape shape) =>
        shape.Axis(axis) ?? throw ArgumentSpanError(name, "MG0107", Display, axis.ToString(), shape.ToString());
}
