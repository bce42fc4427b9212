using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Tests.RandomNetworks;

/// <summary>
/// A network that a seed draws: calls of random ops with random arguments on random earlier values. What the compiler's rules refuse is drawn again, so that they
/// themselves are met as well; they may throw nothing but their own errors.
/// </summary>
internal sealed class RandomNetwork
{
    private const int MostNodes = 30;
    private const int MostElements = 700;
    private const int Attempts = 400;

    private readonly Random random;
    private readonly List<ValueSpec> values = [];
    private readonly List<Shape> shapes = [];

    // Values that something may still be computed from: floats, none too large.
    private readonly List<int> usable = [];

    private int parameters;
    private int indices = -1;

    private RandomNetwork(int seed) => random = new Random(seed);

    /// <summary>The network of a seed.</summary>
    public static NetworkSpec Draw(int seed) => new RandomNetwork(seed).Draw($"Net{seed}");

    /// <summary>What the user's part of its class declares: its parameters, and methods that take what there is in arrays, since those over spans cannot be called by reflection.</summary>
    public static string DeclarationOf(NetworkSpec spec)
    {
        string inputs = string.Join(", ", spec.Values.OfType<InputValue>().Select((input, slot) => $"({(input.Type == ElementType.Int32 ? "int" : "float")}[])inputs[{slot}]"));
        return $$"""
            #pragma warning disable CS1591 // A test has no readers of documentation.
            namespace {{spec.Class.Namespace}};
            public partial class {{spec.Class.Name}}
            {
                {{string.Join("\n    ", spec.Values.OfType<ParameterValue>().Select(parameter => $"{parameter.Accessibility} partial ModelGen.Tensor {parameter.Name} {{ get; }}"))}}
                public float RunGradients(System.Array[] inputs) => Gradients({{inputs}});
                public float RunEvaluate(System.Array[] inputs, float[][] outputs) => Evaluate({{inputs}}, {{string.Join(", ", spec.Outputs.Select((_, place) => $"outputs[{place}]"))}});
            }
            """;
    }

    private NetworkSpec Draw(string name)
    {
        int[] sizes = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Size())];
        Add(new InputValue("x", ElementType.Float32, Sizes(["batch", .. sizes.Select(size => (object)size)]), false, default), Shape.From(sizes.Select(size => (Size)size).Prepend(Compiler.Shapes.Size.Of("batch"))));
        if (random.Next(3) == 0)
        {
            indices = values.Count;
            values.Add(new InputValue("tokens", ElementType.Int32, Sizes(["batch", 3]), false, default));
            shapes.Add(new Shape(Compiler.Shapes.Size.Of("batch"), 3));
        }

        int nodes = random.Next(6, MostNodes);
        for (int attempt = 0; attempt < Attempts && values.Count < nodes; attempt++)
            Extend();
        // Any may be an output beside the last: one that others are computed from, an input, a parameter, or the last again; but for shapes that no input can have.
        int[] possible = [.. usable.Where(value => shapes[value].Sizes.All(size => size.IsConstant || size.Factor == 1))];
        int[] outputs = [possible[^1], .. Enumerable.Range(0, random.Next(3)).Select(_ => possible[random.Next(possible.Length)])];
        int[] losses = [.. outputs.Select((output, place) => AddLoss(output, $"target{place}"))];
        int loss = losses[0];
        foreach (int other in losses.Skip(1))
        {
            values.Add(Call("Add", [loss, other]));
            loss = values.Count - 1;
        }

        var type = new ClassSpec("RandomNetworks", EquatableArray<string>.Empty, name, "public", default);
        return new NetworkSpec(type, values.ToEquatableArray(), outputs.Select((output, place) => new OutputSpec($"output{place}", output)).ToEquatableArray(), loss, EquatableArray<SpecError>.Empty);
    }

    // The mean of an output's product with a target of its own.
    private int AddLoss(int output, string name)
    {
        values.Add(new InputValue(name, ElementType.Float32, Sizes([.. shapes[output].Sizes.Select(size => size.IsConstant ? size.Constant : (object)size.Symbols)]), true, default));
        values.Add(Call("Multiply", [output, values.Count - 1]));
        values.Add(Call("Mean", [values.Count - 1], ("axes", [])));
        return values.Count - 1;
    }

    private void Extend()
    {
        (CallValue call, bool tamed) = DrawCall();
        if (!TryAdd(call) || tamed)
            return;
        // What can grow is brought back, so that neither side's rounding is most of what is compared.
        TryAdd(Call("Tanh", [values.Count - 1]));
    }

    // Adds a call where the compiler's rules allow it.
    private bool TryAdd(CallValue call)
    {
        var type = new ClassSpec("RandomNetworks", EquatableArray<string>.Empty, "Attempt", "public", default);
        var spec = new NetworkSpec(type, values.Append(call).ToEquatableArray(), new([new OutputSpec("output", values.Count)]), null, EquatableArray<SpecError>.Empty);
        try
        {
            Node value = new NetworkLowering(spec).Lower().Outputs[0];
            if (value.Type != ElementType.Float32 || value.Shape.Elements.Evaluate(_ => 3) > MostElements)
                return false;
            Add(call, value.Shape);
            return true;
        }
        catch (NetworkException)
        {
            return false;
        }
    }

    private void Add(ValueSpec value, Shape shape)
    {
        usable.Add(values.Count);
        values.Add(value);
        shapes.Add(shape);
    }

    // A call, and whether its values stay about as large as what it takes.
    private (CallValue Call, bool Tamed) DrawCall()
    {
        int x = Any();
        int rank = shapes[x].Rank;
        double axis = rank == 0 ? 0 : random.Next(-rank, rank);
        switch (random.Next(16))
        {
            case 0 or 1:
                return (Unary(x), true);
            case 2:
                return (Call(Pick("Add", "Subtract", "Maximum", "Minimum"), [x, Other(x)]), true);
            case 3:
                return (Call("Multiply", [x, Other(x)]), true);
            case 4:
                return (Call(Pick("Softmax", "LogSoftmax"), [x], ("axis", [axis])), false);
            case 5:
                return (Call(Pick("Sum", "Mean", "Max", "Min"), [x], ("axes", [axis]), ("keepAxes", [random.Next(2)])), false);
            case 6:
                return (Call("Variance", [x], ("axes", [axis]), ("corrected", [0]), ("keepAxes", [random.Next(2)])), false);
            case 7:
                return (Choice(x), true);
            case 8:
                return (Call("Permute", [x], ("axes", [.. Enumerable.Range(0, rank).OrderBy(_ => random.Next()).Select(other => (double)other)])), true);
            case 9:
                return (Part(x, axis), true);
            case 10:
                return (Call(Pick("Concat", "Stack"), [x, Other(x), x], ("axis", [axis])), true);
            case 11:
                return (Call("Reshape", [x], ("sizes", [0, -1, .. random.Next(2) == 0 ? [Size()] : Array.Empty<double>()])), true);
            case 12:
                return (Call("MatMul", [x, random.Next(2) == 0 ? Other(x) : Parameter(rank == 0 ? 1 : shapes[x][rank - 1], Size())]), false);
            case 13:
                return (Call("Dense", [x], ("units", [Size()]), ("bias", [random.Next(2)])), false);
            case 14 when indices >= 0 && random.Next(2) == 0:
                return (Call("Embedding", [indices], ("rows", [5]), ("width", [Size()])), false);
            case 14:
                return (Layer(x), false);
            default:
                return (Image(x), true);
        }
    }

    private CallValue Unary(int x) => random.Next(20) switch
    {
        0 => Call("LeakyRelu", [x], ("slope", [0.2])),
        1 => Call("Elu", [x], ("alpha", [0.8])),
        2 => Call("Gelu", [x], ("approximate", [random.Next(2)])),
        3 => Call("Clamp", [x], ("least", [-0.4]), ("most", [0.6])),
        4 => Call("Dropout", [x], ("rate", [0])),
        _ => Call(Pick("Relu", "Tanh", "Sigmoid", "Erf", "Negate", "Abs", "Square", "Silu", "Softplus", "Mish", "HardTanh", "HardSigmoid", "HardSwish", "Relu6"), [x]),
    };

    // The condition is a value of its own, and no float: it is no value to go on from.
    private CallValue Choice(int x)
    {
        int other = Other(x);
        int compared = x == other ? Constant(0.1) : other;
        values.Add(Call(Pick("GreaterThan", "LessThan", "GreaterThanOrEqual", "LessThanOrEqual"), [x, compared]));
        shapes.Add(shapes[x]);
        int condition = values.Count - 1;
        return Call("Where", [condition, x, other]);
    }

    private CallValue Part(int x, double axis)
    {
        Shape shape = shapes[x];
        if (random.Next(3) == 0)
            return Call("Split", [x], ("parts", [2]), ("axis", [axis]), ("part", [random.Next(2)]));
        var places = new List<double>();
        for (int place = 0; place < shape.Rank; place++)
        {
            long size = shape[place].IsConstant ? shape[place].Constant : 1;
            bool whole = !shape[place].IsConstant || random.Next(2) == 0;
            long start = random.Next((int)size), end = random.Next((int)start, (int)size) + 1;
            places.AddRange(whole ? [1, 0, 0, 0, 1] : random.Next(3) == 0 ? [0, start, 0, 0, 0] : [1, start, 0, size - end, 1]);
        }

        return Call("Slice", [x], ("places", [.. places]));
    }

    private CallValue Layer(int x) => random.Next(4) switch
    {
        0 => Call("LayerNorm", [x], ("axes", [1]), ("epsilon", [0.1]), ("affine", [1]), ("bias", [random.Next(2)])),
        1 => Call("SelfAttention", [x], ("heads", [random.Next(1, 3)]), ("causal", [random.Next(2)]), ("dropout", [0]), ("bias", [random.Next(2)])),
        2 => Call("Attention", [x, x, Other(x)], ("heads", [1]), ("causal", [random.Next(2)]), ("dropout", [0])),
        _ => Call("RmsNorm", [x], ("axes", [1]), ("epsilon", [0.1]), ("affine", [1])),
    };

    private CallValue Image(int x)
    {
        double kernel = random.Next(1, 4), stride = random.Next(1, 3), padding = random.Next(0, 2);
        return random.Next(7) switch
        {
            0 or 1 => Call(Pick("MaxPool", "AvgPool") + (shapes[x].Rank == 3 ? "1D" : "2D"), [x], ("kernel", [kernel]), ("stride", [stride]), ("padding", [kernel > 1 ? padding : 0])),
            3 => Call(Pick("AdaptiveMaxPool2D", "AdaptiveAvgPool2D"), [x], ("height", [random.Next(1, 4)]), ("width", [random.Next(1, 4)])),
            2 => Call("ConvTranspose2D", [x], ("filters", [Size()]), ("kernel", [kernel]), ("stride", [stride]), ("padding", [0]), ("outputPadding", [0]), ("bias", [1]), ("groups", [random.Next(1, 4)])),
            _ => Call(
                shapes[x].Rank == 3 ? "Conv1D" : "Conv2D", [x], ("filters", [Size()]), ("kernel", [kernel]), ("stride", [stride]), ("padding", [padding]), ("bias", [1]), ("dilation", [1]), ("groups", [random.Next(1, 4)]), ("samePadding", [0])),
        };
    }

    private int Any() => usable[random.Next(usable.Count)];

    // A value that fits element by element: one of the same shape, a parameter of its last axes, or itself.
    private int Other(int x)
    {
        int[] same = [.. usable.Where(value => value != x && shapes[value] == shapes[x])];
        if (same.Length > 0 && random.Next(2) == 0)
            return same[random.Next(same.Length)];
        Size[] sizes = [.. shapes[x].Sizes.Reverse().TakeWhile(size => size.IsConstant).Reverse()];
        return sizes.Length > 0 && random.Next(2) == 0 ? Parameter([.. sizes.Skip(random.Next(sizes.Length))]) : x;
    }

    private int Parameter(params Size[] sizes)
    {
        if (sizes.Any(size => !size.IsConstant))
            return Any();
        string name = "P" + parameters++;
        Add(new ParameterValue(name, name, "public static", Sizes([.. sizes.Select(size => (object)size.Constant)]), "Default", default), new Shape(sizes));
        return values.Count - 1;
    }

    private int Constant(double number)
    {
        values.Add(new ConstantValue(number, default));
        shapes.Add(Shape.Scalar);
        return values.Count - 1;
    }

    private string Pick(params string[] ops) => ops[random.Next(ops.Length)];

    // Mostly small and odd, sometimes around the widths of vectors.
    private int Size() => random.Next(4) == 0 ? random.Next(15, 19) : random.Next(1, 8);

    private static CallValue Call(string op, int[] operands, params (string Name, double[] Values)[] arguments) => new(
        op,
        operands.Select(operand => new OperandSpec(operand, default)).ToEquatableArray(),
        arguments.Select(argument => new ArgumentSpec(argument.Name, new ConstantArgument(new(argument.Values), null, argument.Values.Length != 1), default)).ToEquatableArray(),
        null,
        default);

    private static EquatableArray<SizeSpec> Sizes(object[] sizes) =>
        sizes.Select(size => size is string symbol ? new SizeSpec(symbol, 0) : new SizeSpec(null, Convert.ToInt64(size, System.Globalization.CultureInfo.InvariantCulture))).ToEquatableArray();
}
