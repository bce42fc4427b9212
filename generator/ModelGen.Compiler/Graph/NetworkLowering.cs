using ModelGen.Compiler.Cures;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Graph;

/// <summary>Turns a spec into a graph: every call becomes primitive ops of known shapes, every layer gets its parameters.</summary>
public sealed class NetworkLowering
{
    private readonly NetworkSpec _spec;
    private readonly List<Node> _values = [];
    private readonly List<Node> _parameters = [];
    private readonly List<Node> _inputs = [];
    private readonly List<LayerSummary> _layers = [];
    private readonly CallLabels _labels = new();
    private readonly Dictionary<Node, Node> _updates = [];
    private readonly List<Recurrence> _recurrences = [];
    private readonly OpenLoops _loops;
    private int _draws;
    private int _loopCount;

    /// <summary>Prepares to lower a spec.</summary>
    public NetworkLowering(NetworkSpec spec)
    {
        _spec = spec;
        _loops = new OpenLoops(this, spec, _values);
        Gradients = new LoweredGradients(this);
    }

    /// <summary>Makes the nodes.</summary>
    public GraphBuilder Builder { get; } = new();

    /// <summary>The inputs of the network in the order of the source.</summary>
    public IReadOnlyList<Node> Inputs => _inputs;

    /// <summary>The parameters in the order in which the source makes them.</summary>
    public IReadOnlyList<Node> Parameters => _parameters;

    /// <summary>The values of the spec that were lowered so far, in its order.</summary>
    public IReadOnlyList<Node> Values => _values;

    /// <summary>What the source says.</summary>
    public NetworkSpec Spec => _spec;

    /// <summary>For inputs that hold indices, which there may be.</summary>
    public Dictionary<int, IndexRange> IndexRanges { get; } = [];

    /// <summary>The calls in the order of the source.</summary>
    public IReadOnlyList<LayerSummary> Layers => _layers;

    /// <summary>Lowers the whole spec.</summary>
    /// <returns>The graph of outputs and loss, without gradients.</returns>
    /// <exception cref="NetworkException">A shape does not fit.</exception>
    public NetworkGraph Lower()
    {
        for (int index = 0; index < _spec.Values.Count; index++)
        {
            try
            {
                _values.Add(LowerValue(_spec.Values[index], index));
            }
            catch (OverflowException)
            {
                throw new NetworkException(TooLarge(_spec.Values[index].Span));
            }
        }

        int[] outputs = _spec.Outputs.Select(output => output.Value).ToArray();
        _loops.CheckOperands(outputs.Append(_spec.Loss ?? outputs[0]).Select(value => new OperandSpec(value, _spec.Values[value].Span)));
        Node? loss = _spec.Loss is { } lossIndex ? _values[lossIndex] : null;
        if (loss is not null && loss.Shape.Rank != 0)
        {
            throw new NetworkException(
                new SpecError("MG0108", _spec.Values[_spec.Loss!.Value].Span, new([loss.Shape.ToString()])));
        }

        foreach (UpdateSpec update in _spec.Updates)
            LowerUpdate(update);
        return new NetworkGraph(outputs.Select(output => _values[output]).ToArray(), loss, [])
        {
            Recurrences = _recurrences,
            Updates = _updates.Select(update => new StateUpdate(update.Key, update.Value)).OrderBy(update => ((Parameter)update.State.Op).Slot).ToArray(),
        };
    }

    /// <summary>The error for sizes whose product no integer holds.</summary>
    public static SpecError TooLarge(SourceSpan span) => new("MG0014", span, new(["the product of its sizes is more than 64 bits count"]));

    /// <summary>The gradients that the source asks for.</summary>
    internal LoweredGradients Gradients { get; }

    /// <summary>Makes a state of a layer: a tensor that is saved, and that training steps write anew.</summary>
    internal Node DeclareState(string name, Shape shape, string initializer, CallValue call) =>
        Shared(name, shape, call) ?? DeclareParameter(name, shape, initializer, 1, 1, call.Span, isTrained: false);

    /// <summary>Says what a state becomes in a training step. Where several calls share it, each goes on from what the one before made of it.</summary>
    internal void UpdateState(Node state, Func<Node, Node> next) => _updates[state] = next(_updates.TryGetValue(state, out Node? current) ? current : state);

    /// <summary>Makes a parameter of a layer: weights are drawn as the network says, biases start at zero unless it keeps PyTorch's way.</summary>
    /// <param name="name">Its name in saved files.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="fanIn">How many inputs one of its units has.</param>
    /// <param name="fanOut">How many outputs one of its inputs has.</param>
    /// <param name="call">The layer's call.</param>
    /// <param name="own">How it is initialised, whatever the network's layers are by; null for as they are.</param>
    internal Node DeclareLayerParameter(string name, Shape shape, long fanIn, long fanOut, CallValue call, string? own)
    {
        if (Shared(name, shape, call) is { } shared)
            return shared;
        string initializer = _spec.Class.LayerInitializer;
        return DeclareParameter(name, shape, own ?? (initializer != "Default" && shape.Rank < 2 ? "Zeros" : initializer), fanIn, fanOut, call.Span);
    }

    // What an earlier call of a layer that is a member has made.
    private Node? Shared(string name, Shape shape, CallValue call)
    {
        if (!call.IsMember || _parameters.FirstOrDefault(known => ((Parameter)known.Op).Name == name) is not { } shared)
            return null;
        if (shared.Shape == shape)
            return shared;
        CallValue first = _spec.Values.OfType<CallValue>().First(other => other.IsMember && other.Label == call.Label);
        string made = SizeStory.OfLastAxis(this, first.Operands[0].Value), given = SizeStory.OfLastAxis(this, call.Operands[0].Value);
        throw new NetworkException(new SpecError("MG0113", call.Span, new(
        [
            call.Label!, _values[first.Operands[0].Value].Shape.ToString(), _values[call.Operands[0].Value].Shape.ToString(), name, shared.Shape.ToString(), shape.ToString(),
            made == given ? "" : $", and not {made} and {given}",
        ])));
    }

    /// <summary>Makes a parameter.</summary>
    /// <param name="name">Its name in saved files.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initializer">How it is initialised.</param>
    /// <param name="fanIn">How many inputs one of its units has.</param>
    /// <param name="fanOut">How many outputs one of its inputs has.</param>
    /// <param name="span">Where a mistake in it is reported.</param>
    /// <param name="isTrained">Whether it is no state.</param>
    private Node DeclareParameter(string name, Shape shape, string initializer, long fanIn, long fanOut, SourceSpan span, bool isTrained = true)
    {
        if (_parameters.Any(known => ((Parameter)known.Op).Name == name))
            throw new NetworkException(new SpecError("MG0111", span, new([name])) { Cures = new([Renamed(name, span)]) });
        Node node = Builder.Apply(new Parameter(_parameters.Count, name, shape, shape, initializer, fanIn, fanOut, isTrained));
        _parameters.Add(node);
        return node;
    }

    /// <summary>What the first dense layer is given that reads images as they are, which is what is meant where <c>Flatten</c> was forgotten; null where there is none.</summary>
    internal SourceSpan? FirstUnflattened() => _spec.Values
        .Take(_values.Count)
        .OfType<CallValue>()
        .FirstOrDefault(call => call is { Op: "Dense", Operands.Count: 1 } && _values[call.Operands[0].Value].Shape is { Rank: 4 } shape && shape.Sizes.Skip(1).All(size => size.IsConstant))
        ?.Operands[0].Span;

    // The name of the layer, or of the property, with the first number behind it that no other has.
    private Cure Renamed(string name, SourceSpan span)
    {
        string named = name.Substring(0, name.LastIndexOf('.') is >= 0 and var end ? end : name.Length), own = named.Substring(named.LastIndexOf('.') + 1);
        bool IsTaken(int number) => _spec.Values.Any(value => value is CallValue { Label: { } label } ? label == own + number : value is ParameterValue parameter && parameter.FileName == own + number);
        string free = own + Enumerable.Range(2, _spec.Values.Count + 1).First(number => !IsTaken(number));
        return new Cure(own, "name", 0, free, span, $"name: \"{free}\" on '{own}'");
    }

    /// <summary>The number of a layer that draws random numbers, in the order of the source.</summary>
    internal int DeclareDraw() => _draws++;

    /// <summary>Begins a loop.</summary>
    /// <param name="steps">How many steps there are.</param>
    /// <param name="reverse">Whether they go from the last position to the first.</param>
    /// <param name="span">What asks for it.</param>
    internal LoopBuilder BeginLoop(Size steps, bool reverse, SourceSpan span)
    {
        _loops.CheckBegin(steps, span);
        return new LoopBuilder(Builder, _loopCount++, steps, reverse);
    }

    /// <summary>Receives what the loops carry from step to step.</summary>
    internal List<Recurrence> Recurrences => _recurrences;

    /// <summary>Receives what the loops of gradients carry from step to step.</summary>
    /// <param name="recurrences">Their recurrences.</param>
    /// <param name="span">What asks for them.</param>
    internal void AddLoops(IReadOnlyList<Recurrence> recurrences, SourceSpan span)
    {
        _loops.CheckBegin(recurrences[0].State.Steps, span);
        _recurrences.AddRange(recurrences);
    }

    private Node LowerValue(ValueSpec value, int index)
    {
        Builder.Provenance = new Provenance(index, "network", false);
        switch (value)
        {
            case InputValue input:
                Builder.Provenance = new Provenance(index, input.Name, false);
                _inputs.Add(Builder.Apply(new Input(_inputs.Count, input.Name, ShapeOf(input.Shape), input.Type)));
                return _inputs[_inputs.Count - 1];
            case ParameterValue parameter:
                Builder.Provenance = new Provenance(index, parameter.Name, false);
                return LowerParameter(parameter, isTrained: _spec.Updates.All(update => update.Parameter != index));
            case ConstantValue constant:
                return Builder.Constant(constant.Value);
            case CallValue call:
                return LowerCall(call, index);
            case FilledValue filled:
                return LowerFilled(filled);
            case ScanValue or StepEntryValue or ScanEndValue or ScanResultValue:
                return _loops.Lower(value, index);
            default:
                throw new InvalidOperationException($"Unknown value {value}.");
        }
    }

    // A parameter that the source updates is a state: saved, left alone by optimisers.
    private Node LowerParameter(ParameterValue parameter, bool isTrained)
    {
        Shape shape = ShapeOf(parameter.Shape);
        // [fan-in, fan-out, …] as in x·W; the axes behind the second belong to a kernel.
        long receptive = shape.Sizes.Skip(2).Aggregate(1L, (product, size) => product * size.Constant);
        long fanIn = shape.Rank == 0 ? 1 : shape.Rank > 2 ? shape[1].Constant * receptive : shape[0].Constant;
        long fanOut = shape.Rank < 2 ? fanIn : shape.Rank > 2 ? shape[0].Constant * receptive : shape[1].Constant;
        string initializer = parameter.Initializer != "Default" ? parameter.Initializer : shape.Rank < 2 ? "Zeros" : "GlorotUniform";
        return DeclareParameter(parameter.FileName, shape, initializer, fanIn, fanOut, parameter.Span, isTrained);
    }

    private void LowerUpdate(UpdateSpec update)
    {
        _loops.CheckOperands([update.Value]);
        Node parameter = _values[update.Parameter], value = _values[update.Value.Value];
        if (value.Shape != parameter.Shape)
        {
            string name = ((ParameterValue)_spec.Values[update.Parameter]).Name;
            throw new NetworkException(new SpecError("MG0117", update.Value.Span, new([name, parameter.Shape.ToString(), value.Shape.ToString()])));
        }

        UpdateState(parameter, _ => value);
    }

    // A size that no input has would be told by none.
    private Node LowerFilled(FilledValue filled)
    {
        string[] known = _inputs.SelectMany(input => input.Shape.Sizes).SelectMany(size => size.SymbolNames).Distinct().ToArray();
        if (filled.Shape.FirstOrDefault(size => size.Symbol is { } symbol && !known.Contains(symbol)) is { } unknown)
            throw new NetworkException(new SpecError("MG0106", filled.Span, new(["Zeros", "sizes", "numbers and symbols of the inputs", $"\"{unknown.Symbol}\""])));
        return Builder.Filled(filled.Number, ShapeOf(filled.Shape));
    }

    private Node LowerCall(CallValue call, int index)
    {
        _loops.CheckOperands(call.Operands);
        SurfaceOp op = SurfaceOp.Find(call.Op) ?? throw new InvalidOperationException($"Unknown op {call.Op}.");
        string label = _labels.Next(call, op);
        Builder.Provenance = new Provenance(index, label, false);
        int before = _parameters.Count;
        Node value = op.Build(new Call(this, op, call, label, call.Operands.Select(operand => _values[operand.Value]).ToArray()));
        _layers.Add(new LayerSummary(label, op.Name, value.Shape, _parameters.Skip(before).Where(parameter => ((Parameter)parameter.Op).IsTrained).Sum(parameter => parameter.Shape.Elements.Constant)));
        return value;
    }

    private static Shape ShapeOf(EquatableArray<SizeSpec> sizes) =>
        Shape.From(sizes.Select(size => size.Symbol is { } symbol ? Size.Of(symbol) : size.Constant));
}

/// <summary>The indices that an input may hold: 0 to <paramref name="Count"/> − 1, and one other that counts for nothing where there is such.</summary>
public sealed record IndexRange(long Count, long? Ignored);

/// <summary>One call of the network, for its summary.</summary>
/// <param name="Label">The layer's name.</param>
/// <param name="Op">The method's name.</param>
/// <param name="Shape">The shape of its value.</param>
/// <param name="Parameters">How many numbers it trains.</param>
public sealed record LayerSummary(string Label, string Op, Shape Shape, long Parameters);
