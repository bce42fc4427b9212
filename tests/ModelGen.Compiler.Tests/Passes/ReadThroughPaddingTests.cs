using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Passes;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Passes;

public class ReadThroughPaddingTests
{
    [Theory]
    [InlineData(3, 1, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(3, 2, 1)]
    public void Gradients_keep_their_values(int kernel, int stride, int padding)
    {
        NetworkSpec spec = Network(kernel, stride, padding);
        GraphJudge.CheckSameGradients(spec, ReadThroughPadding.Run);
        GraphJudge.CheckSameGradients(spec, (graph, builder) => ReadThroughPadding.Run(CropIntoContraction.Run(graph, builder), builder));
    }

    [Fact]
    public void What_is_padded_is_stored_once()
    {
        NetworkModel model = NetworkCompiler.Plan(Network(3, 1, 1));
        string[] written = [.. model.Programs[2].Kernels.SelectMany(kernel => kernel.Stages).SelectMany(stage => stage.Writes).Select(buffer => buffer.Name)];
        Assert.Contains("conv2Padded", written);
        Assert.DoesNotContain("relu1", written);
        Assert.All(model.Programs.SelectMany(program => program.Kernels), kernel => ScheduleJudge.Check(kernel, _ => 2));
    }

    [Fact]
    public void What_a_convolution_writes_itself_stays()
    {
        var source = new NetworkSource();
        int x = source.Unary("Relu", source.Conv2D(source.Input("x", "batch", 2, 6, 5), 3, 2));
        int y = source.Conv2D(x, 4, 3, padding: 1);
        NetworkSpec spec = source.Returns(y, source.Reduce("Sum", source.Binary("Multiply", y, y))).Build();
        var lowering = new NetworkLowering(spec);
        NetworkGraph graph = lowering.Lower();
        Assert.Equal(graph.ToString(), ReadThroughPadding.Run(graph, lowering.Builder).ToString());
        Assert.Contains("relu1", NetworkCompiler.Plan(spec).Programs[2].Kernels.SelectMany(kernel => kernel.Stages).SelectMany(stage => stage.Writes).Select(buffer => buffer.Name));
    }

    // A normalised image that a padded convolution reads, a shortcut and the gradient of its activation.
    private static NetworkSpec Network(int kernel, int stride, int padding)
    {
        var source = new NetworkSource();
        int x = source.Conv2D(source.Input("x", "batch", 2, 6, 5), 3, 1, bias: false);
        x = source.Unary("Relu", source.Call("BatchNorm", [x], ("momentum", [0.1]), ("epsilon", [1e-5]), ("affine", [1])));
        int y = source.Conv2D(x, 3, kernel, stride, padding);
        int loss = source.Binary("Add", source.Reduce("Sum", source.Binary("Multiply", y, y)), source.Reduce("Sum", source.Binary("Multiply", x, x)));
        return source.Returns(y, loss).Build();
    }
}
