using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Ops;

/// <summary>Ops on values of both signs: gradients against central differences, and the loops of every schedule against the kernels' definitions.</summary>
public class OpTests
{
    [Theory]
    [InlineData("LeakyRelu", "slope", 0.1)]
    [InlineData("Elu", "alpha", 0.7)]
    [InlineData("Gelu", "approximate", 0)]
    [InlineData("Gelu", "approximate", 1)]
    [InlineData("Power", "exponent", 3)]
    [InlineData("Silu", null, 0)]
    [InlineData("Softplus", null, 0)]
    [InlineData("Mish", null, 0)]
    [InlineData("HardTanh", null, 0)]
    [InlineData("HardSigmoid", null, 0)]
    [InlineData("HardSwish", null, 0)]
    [InlineData("Relu6", null, 0)]
    [InlineData("Abs", null, 0)]
    [InlineData("Square", null, 0)]
    public void Functions_of_one_value(string op, string? argument, double value)
    {
        // Five times as large, so that every piece of those in pieces is met.
        Check((source, x) => source.Call(op, [Scaled(source, x, 5)], argument is null ? [] : [(argument, [value])]), [7, 3]);
        Check((source, x) => source.Call(op, [x], argument is null ? [] : [(argument, [value])]), [17]);
    }

    [Theory]
    [InlineData(-0.5)]
    [InlineData(0.5)]
    [InlineData(1.5)]
    [InlineData(2.3)]
    [InlineData(-2)]
    public void Powers_of_positive_values(double exponent) =>
        Check((source, x) => source.Call("Power", [source.Binary("Add", x, source.Number(0.8))], ("exponent", [exponent])), [5, 3]);

    [Fact]
    public void A_value_between_bounds() => Check((source, x) => source.Call("Clamp", [x], ("least", [-0.2]), ("most", [0.15])), [4, 9]);

    [Theory]
    [InlineData("GreaterThan")]
    [InlineData("LessThan")]
    [InlineData("GreaterThanOrEqual")]
    [InlineData("LessThanOrEqual")]
    [InlineData("EqualTo")]
    [InlineData("NotEqualTo")]
    public void Choices_by_comparisons(string op)
    {
        Check((source, x) => source.Call("Where", [source.Binary(op, x, source.Parameter("v", 3)), x, source.Unary("Exp", x)]), [5, 3]);
        Check((source, x) => source.Call("Where", [source.Binary(op, x, source.Number(0)), source.Unary("Tanh", x), x]), [18]);
    }

    [Theory]
    [InlineData("And")]
    [InlineData("Or")]
    public void Conditions_of_conditions(string op)
    {
        Check((source, x) => source.Call("Where", [Condition(source, x), x, source.Binary("Multiply", x, x)]), [6, 5]);

        int Condition(NetworkSource source, int x) => source.Unary("Not", source.Binary(
            op, source.Binary("GreaterThan", x, source.Number(-0.2)), source.Binary("LessThan", x, source.Parameter("v", 6, 1))));
    }

    [Theory]
    [InlineData("Maximum")]
    [InlineData("Minimum")]
    public void The_larger_and_the_smaller(string op) => Check((source, x) => source.Binary(op, x, source.Parameter("v", 3)), [5, 3]);

    [Theory]
    [InlineData("Max")]
    [InlineData("Min")]
    public void Extremes(string op)
    {
        Check((source, x) => source.Reduce(op, x, 0), [5, 3]);
        Check((source, x) => source.Reduce(op, x, -1), [5, 19]);
        Check((source, x) => source.Binary("Add", x, source.Call(op, [x], ("axes", [1, 2]), ("keepAxes", [1]))), [2, 5, 3]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Variances(double corrected)
    {
        Check((source, x) => source.Call("Variance", [x], ("axes", [0, 1]), ("corrected", [corrected])), [5, 3]);
        Check((source, x) => source.Call("Variance", [x], ("axes", [0, 2]), ("corrected", [corrected]), ("keepAxes", [1])), [2, 5, 3]);
    }

    [Fact]
    public void Axes_in_another_order()
    {
        Check((source, x) => source.Call("Permute", [x], ("axes", [2, 0, 1])), [2, 5, 3]);
        Check((source, x) => source.Unary("Exp", source.Call("Transpose", [x], ("first", [-2]), ("second", [-1]))), [17, 18]);
        Check((source, x) => source.Reshape(source.Call("Transpose", [x], ("first", [0]), ("second", [1])), -1), [4, 3, 5]);
        Check((source, x) => source.Binary("MatMul", x, source.Call("Transpose", [x], ("first", [0]), ("second", [1]))), [5, 4]);
    }

    [Fact]
    public void Parts()
    {
        Check((source, x) => source.Call("Slice", [x], ("places", [1, 1, 0, 1, 1, 0, 2, 0, 0, 0])), [5, 3]);
        Check((source, x) => source.Call("Slice", [x], ("places", [0, 1, 1, 0, 0])), [5, 18]);
        Check((source, x) => source.Call("Slice", [source.Unary("Tanh", x)], ("places", [1, 0, 0, 0, 1, 1, 3, 1, 1, 1])), [4, 9]);
        Check((source, x) => source.Call("Split", [x], ("parts", [3]), ("axis", [1]), ("part", [2])), [2, 18, 3]);
    }

    [Fact]
    public void Several_values_in_one()
    {
        Check((source, x) => source.Call("Concat", [x, source.Parameter("v", 5, 4), source.Unary("Exp", x)], ("axis", [1])), [5, 3]);
        Check((source, x) => source.Call("Concat", [x, source.Parameter("v", 2, 18)], ("axis", [0])), [3, 18]);
        Check((source, x) => source.Unary("Tanh", source.Call("Concat", [x, source.Parameter("v", 3, 33)], ("axis", [-1]))), [3, 18]);
        Check((source, x) => source.Call("Stack", [x, source.Unary("Tanh", x)], ("axis", [1])), [3, 17]);
        Check((source, x) => source.Call("Squeeze", [source.Call("Unsqueeze", [x], ("axis", [-1]))], ("axis", [2])), [3, 5]);
    }

    [Fact]
    public void Matrix_products_with_leading_axes()
    {
        Check((source, x) => source.Binary("MatMul", x, source.Parameter("v", 2, 3, 4)), [2, 5, 3]);
        Check((source, x) => source.Binary("MatMul", x, source.Parameter("v", 3, 4)), [2, 5, 3]);
        Check((source, x) => source.Binary("MatMul", source.Parameter("v", 4, 5), x), [2, 5, 3]);
        Check((source, x) => source.Binary("MatMul", x, source.Parameter("v", 2, 1, 3, 4)), [3, 5, 3]);
        Check((source, x) => source.Binary("MatMul", x, source.Call("Transpose", [x], ("first", [-2]), ("second", [-1]))), [2, 3, 5, 4]);
    }

    [Fact]
    public void Rows_looked_up()
    {
        Check((source, x) => source.Binary("Gather", x, source.Target("index", ElementType.Int32, "batch")), [5, 3]);
        Check((source, x) => source.Unary("Tanh", source.Binary("Gather", x, source.Target("index", ElementType.Int32, "batch", 7))), [5, 18]);
        Check((source, x) => source.Binary("Gather", x, source.Target("index", ElementType.Int32, 6)), [4, 2, 5]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1, 0.25)]
    public void Attention(double causal, double dropout)
    {
        (string, double[])[] arguments = [("heads", [2]), ("causal", [causal]), ("dropout", [dropout]), ("bias", [1])];
        Check((source, x) => source.Call("Attention", [x, x, source.Parameter("v", 2, 5, 6)], arguments), [2, 5, 4]);
        Check((source, x) => source.Call("SelfAttention", [source.Binary("Add", x, source.Input("x", "batch", 5, 6))], arguments), [5, 6]);
    }

    [Theory]
    [InlineData("MeanSquaredError")]
    [InlineData("MeanAbsoluteError")]
    [InlineData("BinaryCrossEntropyWithLogits")]
    public void Losses(string op) => CheckLoss(op, []);

    [Fact]
    public void Losses_with_options()
    {
        CheckLoss("Huber", [("delta", [0.3])]);
        CheckLoss("BinaryCrossEntropy", [], probabilities: true);
        CheckLoss("KullbackLeibler", []);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(0.1, null)]
    [InlineData(0, 2)]
    [InlineData(0.2, 1)]
    public void Cross_entropy_with_options(double smoothing, int? ignored)
    {
        var source = new NetworkSource();
        int logits = source.Dense(source.Input("x", "batch", 3), 4);
        int label = source.Target("label", ElementType.Int32, "batch");
        int loss = source.Call("CrossEntropy", [logits, label], ("labelSmoothing", [smoothing]), ("ignoredIndex", ignored is null ? [] : [ignored.Value]));
        Judge(source.Returns(logits, loss).Build());
    }

    private static int Scaled(NetworkSource source, int x, double factor) => source.Binary("Multiply", x, source.Number(factor));

    private static void CheckLoss(string op, (string Name, double[] Values)[] arguments, bool probabilities = false)
    {
        var source = new NetworkSource();
        int x = source.Binary("Subtract", source.Parameter("w", 6, 3), source.Number(0.7));
        x = probabilities ? source.Unary("Sigmoid", x) : x;
        Judge(source.Returns(x, source.Call(op, [x, source.Target("target", ElementType.Float32, 6, 3)], arguments)).Build());
    }

    // The op applied to a parameter of both signs, its result squared and averaged.
    private static void Check(Func<NetworkSource, int, int> op, int[] shape)
    {
        var source = new NetworkSource();
        int w = source.Binary("Subtract", source.Parameter("w", [.. shape.Select(size => (object)size)]), source.Number(0.7));
        int y = op(source, w);
        Judge(source.Returns(y, source.Reduce("Mean", source.Binary("Multiply", y, y))).Build());
    }

    private static void Judge(NetworkSpec spec)
    {
        GraphJudge.CheckGradients(spec);
        NetworkModel model = NetworkCompiler.Plan(spec);
        Assert.All(model.Programs.SelectMany(program => program.Kernels), kernel => ScheduleJudge.Check(kernel, GraphJudge.SymbolValue));
    }
}
