using ModelGen.Compiler.Autodiff;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Print.Cpu;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Passes;

public class DropoutPassTests
{
    [Fact]
    public void Only_training_drops()
    {
        NetworkModel model = NetworkCompiler.Plan(Classifier());
        Assert.Equal(["Predict", "Evaluate", "Train"], model.Programs.Select(program => program.Name));
        Assert.DoesNotContain(model.Programs[0].Kernels, kernel => kernel.Draws);
        Assert.DoesNotContain(model.Programs[1].Kernels, kernel => kernel.Draws);
        Assert.Equal(2, model.Programs[2].Kernels.Count(kernel => kernel.Draws));
    }

    [Fact]
    public void Without_dropout_a_network_predicts_as_if_it_had_none()
    {
        // The kernels are the same down to their text.
        string[] Predicting(NetworkSpec spec)
        {
            NetworkProgram predict = NetworkCompiler.Plan(spec).Programs[0];
            return [.. predict.Kernels.Select(kernel => KernelText.Of(Scheduler.Schedule(kernel, Target.Vector512), ["batch"], depth: 0).Body)];
        }

        Assert.Equal(Predicting(Classifier(0)), Predicting(Classifier(0.5)));
    }

    [Fact]
    public void Two_layers_of_one_shape_and_rate_are_never_one()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 4);
        NetworkGraph graph = new NetworkLowering(source.Returns(source.Binary("Add", source.Dropout(x, 0.5), source.Dropout(x, 0.5))).Build()).Lower();
        Assert.Equal(2, graph.TopologicalOrder().Count(node => node.Op is DropoutMask));
    }

    [Fact]
    public void A_pool_an_activation_and_dropout_are_written_in_one_pass()
    {
        NetworkProgram train = NetworkCompiler.Plan(Classifier()).Programs[2];
        FusedKernel conv = Assert.Single(train.Kernels, kernel => kernel.Name.StartsWith("Conv1", StringComparison.Ordinal) && !kernel.Name.Contains("Gradient", StringComparison.Ordinal));
        Assert.Equal(["dropout1", "pool1Winners"], conv.Stages.Single().Writes.Select(buffer => buffer.Name));
    }

    [Fact]
    public void The_backward_pass_behind_a_relu_reads_what_dropout_left_and_no_mask()
    {
        NetworkProgram train = NetworkCompiler.Plan(Classifier()).Programs[2];
        FusedKernel[] readers = train.Kernels.Where(kernel => kernel.Stages.Any(stage => stage.Reads.Any(buffer => buffer.Name.EndsWith("Mask", StringComparison.Ordinal)))).ToArray();
        Assert.Equal(2, readers.Length);
        Assert.DoesNotContain(readers, kernel => kernel.Stages.Any(stage => stage.IsGradient));
    }

    [Fact]
    public void The_gradient_behind_dropout_keeps_its_value()
    {
        var source = new NetworkSource();
        int y = source.Dropout(source.Unary("Relu", source.Binary("Subtract", source.Parameter("w", 6, 5), source.Number(0.7))), 0.3);
        var lowering = new NetworkLowering(source.Returns(y, source.Reduce("Sum", source.Binary("Multiply", y, y))).Build());
        NetworkGraph before = Differentiation.AddGradients(lowering.Lower(), lowering.Builder, lowering.Parameters);
        NetworkGraph after = GradientBehindDropout.Run(before, lowering.Builder);
        GraphVerifier.Verify(after);
        Assert.NotSame(before.Gradients[0].Gradient, after.Gradients[0].Gradient);
        double[] w = [.. Enumerable.Range(0, 30).Select(i => i * 7 % 30 / 20.0)];
        double[] expected = new Interpreter(_ => 1, _ => w).Evaluate(before.Gradients[0].Gradient);
        Assert.Contains(0, expected);
        Assert.Contains(expected, value => value != 0);
        Assert.Equal(expected, new Interpreter(_ => 1, _ => w).Evaluate(after.Gradients[0].Gradient));
    }

    [Fact]
    public void The_gradient_of_a_relu_that_dropout_does_not_follow_at_once_stays()
    {
        // Of relu(w) + 1 an element can be above 0 where relu(w) is not.
        var source = new NetworkSource();
        int y = source.Dropout(source.Binary("Add", source.Unary("Relu", source.Parameter("w", 6, 5)), source.Number(1)), 0.3);
        var lowering = new NetworkLowering(source.Returns(y, source.Reduce("Sum", source.Binary("Multiply", y, y))).Build());
        NetworkGraph before = Differentiation.AddGradients(lowering.Lower(), lowering.Builder, lowering.Parameters);
        Assert.Same(before.Gradients[0].Gradient, GradientBehindDropout.Run(before, lowering.Builder).Gradients[0].Gradient);
    }

    [Fact]
    public void Dropout_behind_a_flattening_moves_before_it_with_the_same_numbers()
    {
        NetworkSpec spec = Flattened();
        GraphJudge.CheckSameValues(spec, ReshapeIntoContraction.Run);
        var lowering = new NetworkLowering(spec);
        NetworkGraph graph = ReshapeIntoContraction.Run(lowering.Lower(), lowering.Builder);
        Assert.DoesNotContain(graph.TopologicalOrder(), node => node.Op is Reshape);
    }

    [Fact]
    public void Dropout_stays_behind_a_reshape_that_makes_other_samples()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 4, 2, 5);
        NetworkSpec spec = source.Returns(source.Dense(source.Dropout(source.Reshape(x, -1, 10), 0.5), 3)).Build();
        GraphJudge.CheckSameValues(spec, ReshapeIntoContraction.Run);
        var lowering = new NetworkLowering(spec);
        NetworkGraph graph = ReshapeIntoContraction.Run(lowering.Lower(), lowering.Builder);
        Assert.Contains(graph.TopologicalOrder(), node => node.Op is Reshape);
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(1e-12)]
    [InlineData(0.9999999999)]
    public void Every_rate_compiles(double rate) => Assert.Empty(NetworkCompiler.Compile(Classifier(rate)).Errors);

    [Fact]
    public void An_image_that_is_dropped_from_keeps_its_weights_order_in_every_program()
    {
        // In training the convolution reads the product, channels last; elsewhere the image itself, as it came.
        var source = new NetworkSource();
        int y = source.Conv2D(source.Dropout(source.Input("x", "batch", 3, 6, 5), 0.2), 4, 3);
        Assert.Empty(NetworkCompiler.Compile(source.Returns(y, source.Reduce("Mean", y)).Build()).Errors);
    }

    private static NetworkSpec Classifier(double rate = 0.25)
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 1, 10, 10);
        x = source.Dropout(source.MaxPool2D(source.Unary("Relu", source.Conv2D(x, 6, 3)), 2), rate);
        x = source.Dropout(source.Unary("Relu", source.Dense(source.Flatten(x), 7)), rate);
        int logits = source.Dense(x, 3);
        return source.Returns(logits, source.Binary("CrossEntropy", logits, source.Target("label", ElementType.Int32, "batch"))).Build();
    }

    private static NetworkSpec Flattened()
    {
        var source = new NetworkSource();
        int x = source.Conv2D(source.Input("x", "batch", 1, 6, 6), 4, 3);
        return source.Returns(source.Dense(source.Dropout(source.Unary("Relu", source.Flatten(x)), 0.5), 3)).Build();
    }
}
