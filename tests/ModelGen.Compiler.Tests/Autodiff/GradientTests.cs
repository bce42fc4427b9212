using ModelGen.Compiler.Autodiff;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Autodiff;

/// <summary>Every op's gradient, against central differences of its own definition.</summary>
public class GradientTests
{
    [Theory]
    [InlineData("Relu")]
    [InlineData("Tanh")]
    [InlineData("Sigmoid")]
    [InlineData("Erf")]
    [InlineData("Gelu")]
    [InlineData("Exp")]
    [InlineData("Log")]
    [InlineData("Sqrt")]
    [InlineData("Negate")]
    public void Unary_ops(string op) => Check((source, x) => source.Unary(op, x), [5, 3]);

    [Theory]
    [InlineData("Add")]
    [InlineData("Subtract")]
    [InlineData("Multiply")]
    [InlineData("Divide")]
    public void Binary_ops_of_equal_shapes(string op) => Check((source, x) => source.Binary(op, x, source.Parameter("v", 5, 3)), [5, 3]);

    [Theory]
    [InlineData("Add")]
    [InlineData("Subtract")]
    [InlineData("Multiply")]
    [InlineData("Divide")]
    public void Binary_ops_that_repeat_an_operand(string op)
    {
        Check((source, x) => source.Binary(op, x, source.Parameter("v", 3)), [5, 3]);
        Check((source, x) => source.Binary(op, source.Parameter("v", 4, 1), x), [1, 3]);
        Check((source, x) => source.Binary(op, x, source.Number(2)), [5, 3]);
        Check((source, x) => source.Binary(op, source.Number(2), x), [2, 5, 3]);
    }

    [Theory]
    [InlineData("Sum")]
    [InlineData("Mean")]
    public void Reductions(string op)
    {
        Check((source, x) => source.Reduce(op, x, 0), [5, 3]);
        Check((source, x) => source.Reduce(op, x, -1), [5, 3]);
        Check((source, x) => source.Reduce(op, x, 0, 2), [2, 5, 3]);
        Check((source, x) => source.Reduce(op, x), [5, 3]);
    }

    [Fact]
    public void A_mean_over_the_batch_divides_by_its_size()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 3);
        int y = source.Binary("Multiply", x, source.Parameter("w", 3));
        GraphJudge.CheckGradients(source.Returns(y, source.Reduce("Mean", source.Binary("Multiply", y, y))).Build());
    }

    [Theory]
    [InlineData("Softmax", -1)]
    [InlineData("Softmax", 0)]
    [InlineData("LogSoftmax", -1)]
    [InlineData("LogSoftmax", 0)]
    public void Softmax_along_an_axis(string op, int axis) => Check((source, x) => source.Softmax(op, x, axis), [5, 3]);

    [Theory]
    [InlineData(3, 1, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(2, 2, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(3, 2, 1)]
    [InlineData(2, 3, 2)]
    public void Convolutions(int kernel, int stride, int padding)
    {
        CheckFirst((source, x) => source.Conv2D(x, 2, kernel, stride, padding), [2, 3, 6, 5]);
        CheckSecond((source, x) => source.Conv2D(x, 2, kernel, stride, padding), [1, 2, 4, 3]);
    }

    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(3, 2, 1)]
    [InlineData(2, 3, 0)]
    [InlineData(3, 3, 1)]
    public void Max_pools(int kernel, int stride, int padding)
    {
        CheckFirst((source, x) => source.MaxPool2D(x, kernel, stride, padding), [2, 2, 7, 6]);
        CheckSecond((source, x) => source.MaxPool2D(x, kernel, stride, padding), [1, 2, 5, 4]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.75)]
    public void Dropout(double rate)
    {
        Check((source, x) => source.Dropout(x, rate), [5, 3]);
        Check((source, x) => source.Dropout(source.Unary("Tanh", x), rate), [2, 5, 3]);
        Check((source, x) => source.Binary("Add", source.Dropout(x, rate), source.Dropout(x, rate)), [8]);
    }

    [Fact]
    public void Dense_layers_over_two_and_three_axes()
    {
        Check((source, x) => source.Dense(x, 4), [5, 3]);
        Check((source, x) => source.Dense(x, 4, bias: false), [2, 5, 3]);
    }

    [Fact]
    public void Matrix_products_of_parameters()
    {
        Check((source, x) => source.Binary("MatMul", x, source.Parameter("v", 3, 4)), [5, 3]);
        Check((source, x) => source.Binary("Dot", source.Parameter("v", 4, 5), x), [5, 3]);
        Check((source, x) => source.Binary("Dot", x, x), [3, 3]);
    }

    [Fact]
    public void Shapes_that_change()
    {
        Check((source, x) => source.Reshape(x, 5, -1), [2, 5, 3]);
        Check((source, x) => source.Reshape(x, 0, 3, 5), [2, 5, 3]);
        Check((source, x) => source.Flatten(x), [2, 5, 3]);
        Check((source, x) => source.Reshape(x, 6, 5), [2, 5, 3]);
    }

    [Fact]
    public void A_detached_value_passes_no_gradient()
    {
        var source = new NetworkSource();
        int x = source.Parameter("w", 3);
        int y = source.Binary("Multiply", x, source.Unary("NoGradient", x));
        var lowering = new NetworkLowering(source.Returns(y, source.Reduce("Sum", y)).Build());
        NetworkGraph trained = Differentiation.AddGradients(lowering.Lower(), lowering.Builder, lowering.Parameters);
        // d(w·detach(w))/dw is w itself, not 2w.
        double[] w = [3, 5, 7];
        Assert.Equal(w, new Interpreter(_ => 1, _ => w).Evaluate(trained.Gradients[0].Gradient));
    }

    [Fact]
    public void Cross_entropy_against_indices_and_rows()
    {
        foreach (bool indices in new[] { true, false })
        {
            var source = new NetworkSource();
            int x = source.Input("x", "batch", 3);
            int logits = source.Dense(x, 4);
            int target = indices
                ? source.Target("label", ElementType.Int32, "batch")
                : source.Target("label", ElementType.Float32, "batch", 4);
            GraphJudge.CheckGradients(source.Returns(logits, source.Binary("CrossEntropy", logits, target)).Build());
        }
    }

    [Fact]
    public void The_gradient_of_a_whole_network_after_the_forward_passes()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 2, 8, 7);
        x = source.MaxPool2D(source.Unary("Relu", source.Conv2D(x, 3, 3)), 2);
        int logits = source.Dense(source.Flatten(x), 3);
        int label = source.Target("label", ElementType.Int32, "batch");
        GraphJudge.CheckGradients(source.Returns(logits, source.Binary("CrossEntropy", logits, label)).Build());
    }

    [Fact]
    public void An_unused_parameter_gets_zeros()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 3);
        source.Parameter("unused", 2, 2);
        int y = source.Dense(x, 2);
        var lowering = new NetworkLowering(source.Returns(y, source.Reduce("Mean", y)).Build());
        NetworkGraph trained = Differentiation.AddGradients(lowering.Lower(), lowering.Builder, lowering.Parameters);
        ParameterGradient pair = trained.Gradients.Single(pair => ((Parameter)pair.Parameter.Op).Name == "unused");
        Assert.Equal(new double[4], new Interpreter(_ => 3, _ => new double[6]).Evaluate(pair.Gradient));
    }

    private static void Check(Func<NetworkSource, int, int> op, int[] shape)
    {
        CheckFirst(op, shape);
        CheckSecond(op, shape);
    }

    // The op applied to a parameter, its result weighted so that no gradient is the same everywhere, squared and averaged.
    private static void CheckFirst(Func<NetworkSource, int, int> op, int[] shape)
    {
        (NetworkSource source, _, int y) = Applied(op, shape);
        GraphJudge.CheckGradients(source.Returns(y, source.Reduce("Mean", source.Binary("Multiply", y, y))).Build());
    }

    private static void CheckSecond(Func<NetworkSource, int, int> op, int[] shape) => GraphJudge.CheckGradients(OfGradient(op, shape));

    // The sum of the squares of a gradient: that of the sum of the cubes of what the op gives.
    private static NetworkSpec OfGradient(Func<NetworkSource, int, int> op, int[] shape)
    {
        (NetworkSource source, int x, int y) = Applied(op, shape);
        int slope = source.Binary("Gradient", source.Reduce("Sum", source.Binary("Multiply", source.Binary("Multiply", y, y), y)), x);
        return source.Returns(slope, source.Reduce("Sum", source.Binary("Multiply", slope, slope))).Build();
    }

    private static (NetworkSource Source, int X, int Y) Applied(Func<NetworkSource, int, int> op, int[] shape)
    {
        var source = new NetworkSource();
        int x = source.Parameter("w", shape.Select(size => (object)size).ToArray());
        return (source, x, op(source, x));
    }
}
