using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Schedule;

public class JoinedSumsTests
{
    [Fact]
    public void Batch_normalisation_goes_over_its_values_twice_forward_and_twice_backward()
    {
        NetworkProgram train = NetworkCompiler.Plan(Network(16)).Programs[2];
        KernelDefinition[] readers = [.. train.Kernels.SelectMany(kernel => kernel.Stages).Where(stage => stage.Reads.Any(buffer => buffer.Name == "conv1") && stage.Work.Any(size => !size.IsConstant && size.Factor > 100))];
        Assert.Equal([false, false, true, true], readers.Select(stage => stage.IsGradient));
        Assert.Equal([2, 1, 2, 1], readers.Select(stage => stage.Outputs.Count));
    }

    [Fact]
    public void Both_sums_are_taken_in_parts_where_there_is_much_to_read()
    {
        NetworkProgram train = NetworkCompiler.Plan(Network(16)).Programs[2];
        KernelDefinition sums = train.Kernels.SelectMany(kernel => kernel.Stages).First(stage => stage.Reads.Any(buffer => buffer.Name == "conv1") && stage.Outputs.Count == 2);
        Assert.All(sums.Outputs, output => Assert.EndsWith("Parts", output.Buffer.Name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(31, 3)]
    [InlineData(31, 19)]
    public void Loops_compute_what_their_kernels_define(long batch, int channels)
    {
        NetworkModel model = NetworkCompiler.Plan(Network(channels));
        FusedKernel[] joined = [.. model.Programs[2].Kernels.Where(kernel => kernel.Stages.Any(stage => stage.Outputs.Count > 1 && stage.Outputs.All(output => output.Value is Reduction)))];
        Assert.NotEmpty(joined);
        Assert.All(joined, kernel => ScheduleJudge.Check(kernel, _ => batch));
    }

    [Fact]
    public void Sums_of_which_one_needs_the_other_stay_apart()
    {
        var source = new NetworkSource();
        int x = source.Unary("Tanh", source.Dense(source.Input("x", "batch", 4), 5));
        int mean = source.Reduce("Mean", x, 0);
        int centred = source.Binary("Subtract", x, mean);
        int y = source.Binary("Multiply", x, source.Reduce("Sum", source.Binary("Multiply", centred, centred), 0));
        NetworkProgram predict = NetworkCompiler.Plan(source.Returns(y).Build()).Programs[0];
        Assert.All(predict.Kernels.SelectMany(kernel => kernel.Stages), stage => Assert.Single(stage.Outputs));
    }

    private static NetworkSpec Network(int channels)
    {
        var source = new NetworkSource();
        int x = source.Conv2D(source.Input("x", "batch", 2, 10, 9), channels, 2, bias: false);
        int y = source.Unary("Relu", source.Call("BatchNorm", [x], ("momentum", [0.1]), ("epsilon", [1e-5]), ("affine", [1])));
        y = source.Conv2D(y, 3, 2);
        return source.Returns(y, source.Reduce("Sum", source.Binary("Multiply", y, y))).Build();
    }
}
