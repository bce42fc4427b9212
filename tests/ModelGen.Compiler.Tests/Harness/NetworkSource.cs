using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Tests.Harness;

/// <summary>Writes specs as the front end would, call by call.</summary>
internal sealed class NetworkSource
{
    private readonly List<ValueSpec> values = [];
    private int? loss;
    private OutputSpec[] outputs = [];

    /// <summary>An input; sizes are numbers or symbols.</summary>
    public int Input(string name, params object[] sizes) => Add(new InputValue(name, ElementType.Float32, Sizes(sizes), false, Next()));

    /// <summary>An input of the loss.</summary>
    public int Target(string name, ElementType type, params object[] sizes) => Add(new InputValue(name, type, Sizes(sizes), true, Next()));

    /// <summary>A parameter.</summary>
    public int Parameter(string name, params object[] sizes) =>
        Add(new ParameterValue(name, name, "", Sizes(sizes), "Default", Next()));

    /// <summary>A number.</summary>
    public int Number(double value) => Add(new ConstantValue(value, Next()));

    /// <summary>A call over tensors with named numbers.</summary>
    public int Call(string op, int[] operands, params (string Name, double[] Values)[] arguments)
    {
        SourceSpan span = Next();
        return Add(new CallValue(
            op,
            operands.Select((operand, i) => new OperandSpec(operand, new SourceSpan(1, span.Start, i))).ToEquatableArray(),
            arguments.Select((argument, i) => new ArgumentSpec(argument.Name, new ConstantArgument(new(argument.Values), null, argument.Values.Length != 1), new SourceSpan(2, span.Start, i))).ToEquatableArray(),
            null,
            span));
    }

    /// <summary>Zeros.</summary>
    public int Zeros(params object[] sizes) => Add(new FilledValue(0, Sizes(sizes), Next()));

    /// <summary>A scan over axis 1, with a step from what it finds (the sequences, then the states) to the states behind it and its outputs.</summary>
    /// <returns>The states after each step, then the outputs.</returns>
    public int[] Scan(int[] sequences, int[] initial, Func<int[], (int[] States, int[] Outputs)> step, int axis = 1, bool reverse = false)
    {
        SourceSpan span = Next();
        EquatableArray<OperandSpec> Operands(int[] operands) => operands.Select((operand, i) => new OperandSpec(operand, new SourceSpan(3, span.Start, i))).ToEquatableArray();
        Add(new ScanValue(Operands(sequences), Operands(initial), axis, new SourceSpan(4, span.Start, 1), reverse, span));
        int[] found = Enumerable.Range(0, sequences.Length + initial.Length).Select(entry => Add(new StepEntryValue(entry, span))).ToArray();
        (int[] states, int[] outputs) = step(found);
        Add(new ScanEndValue(Operands(states), Operands(outputs), span));
        return Enumerable.Range(0, states.Length + outputs.Length).Select(result => Add(new ScanResultValue(result, span))).ToArray();
    }

    public int Conv2D(int x, int filters, int kernel, int stride = 1, int padding = 0, bool bias = true) =>
        Call("Conv2D", [x], ("filters", [filters]), ("kernel", [kernel]), ("stride", [stride]), ("padding", [padding]), ("bias", [bias ? 1 : 0]),
            ("dilation", [1]), ("groups", [1]), ("samePadding", [0]));

    public int MaxPool2D(int x, int kernel, int stride = 0, int padding = 0) =>
        Call("MaxPool2D", [x], ("kernel", [kernel]), ("stride", [stride]), ("padding", [padding]));

    public int Dense(int x, int units, bool bias = true) => Call("Dense", [x], ("units", [units]), ("bias", [bias ? 1 : 0]));

    public int Dropout(int x, double rate) => Call("Dropout", [x], ("rate", [rate]));

    public int Flatten(int x) => Call("Flatten", [x], ("startAxis", [1]));

    public int Reshape(int x, params double[] sizes) => Call("Reshape", [x], ("sizes", sizes));

    public int Unary(string op, int x) => Call(op, [x]);

    public int Binary(string op, int left, int right) => Call(op, [left, right]);

    public int Reduce(string op, int x, params double[] axes) => Call(op, [x], ("axes", axes));

    public int Softmax(string op, int x, int axis = -1) => Call(op, [x], ("axis", [axis]));

    /// <summary>Where the call of a value stands.</summary>
    public SourceSpan SpanOf(int value) => values[value].Span;

    /// <summary>Where an operand of a call stands.</summary>
    public SourceSpan OperandSpan(int value, int operand) => ((CallValue)values[value]).Operands[operand].Span;

    /// <summary>Where an argument of a call stands.</summary>
    public SourceSpan ArgumentSpan(int value, string name) => ((CallValue)values[value]).Arguments.Single(argument => argument.Name == name).Span;

    /// <summary>What Forward returns, and Loss.</summary>
    public NetworkSource Returns(int forward, int? lossValue = null) => Returns([("output", forward)], lossValue);

    /// <summary>The several values that Forward returns, by name, and Loss.</summary>
    public NetworkSource Returns((string Name, int Value)[] forward, int? lossValue = null)
    {
        outputs = [.. forward.Select(output => new OutputSpec(output.Name, output.Value))];
        loss = lossValue;
        return this;
    }

    public NetworkSpec Build(string name = "Net") => new(
        new ClassSpec("App", EquatableArray<string>.Empty, name, "public", new SourceSpan(0, 0, 3)),
        values.ToEquatableArray(),
        outputs.ToEquatableArray(),
        loss,
        EquatableArray<SpecError>.Empty);

    /// <summary>The two-convolution network of the Keras tutorial.</summary>
    public static NetworkSpec MnistCnn()
    {
        var source = new NetworkSource();
        int x = source.Input("image", "batch", 1, 28, 28);
        x = source.MaxPool2D(source.Unary("Relu", source.Conv2D(x, 32, 3)), 2);
        x = source.MaxPool2D(source.Unary("Relu", source.Conv2D(x, 64, 3)), 2);
        x = source.Unary("Relu", source.Dense(source.Flatten(x), 128));
        int logits = source.Dense(x, 10);
        int label = source.Target("label", ElementType.Int32, "batch");
        return source.Returns(logits, source.Call("CrossEntropy", [logits, label])).Build("MnistCnn");
    }

    private static EquatableArray<SizeSpec> Sizes(object[] sizes) => sizes
        .Select(size => size is string symbol ? new SizeSpec(symbol, 0) : new SizeSpec(null, Convert.ToInt64(size)))
        .ToEquatableArray();

    private int Add(ValueSpec value)
    {
        values.Add(value);
        return values.Count - 1;
    }

    private SourceSpan Next() => new(0, values.Count * 10, 1);
}
