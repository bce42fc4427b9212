using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Passes;

public class CropIntoContractionTests
{
    [Theory]
    [InlineData(3, 1, 1)]
    [InlineData(3, 2, 1)]
    [InlineData(5, 1, 2)]
    [InlineData(2, 1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(3, 1, 3)]
    [InlineData(3, 3, 2)]
    public void The_gradient_of_a_padded_image_is_that_of_the_image_alone(int kernel, int stride, int padding)
    {
        NetworkGraph graph = GraphJudge.CheckSameGradients(Network(kernel, stride, padding), CropIntoContraction.Run);
        Assert.DoesNotContain(graph.TopologicalOrder(), node => node.Op is Crop && node.Inputs[0].Op is Contract);
        Assert.Contains(graph.TopologicalOrder(), node => node.Op is Contract && node.Provenance.IsGradient && node.Shape.Rank == 4 && node.Shape[2] == 6 && node.Shape[3] == 5);
    }

    [Fact]
    public void No_more_is_padded_than_is_read()
    {
        // A kernel of three reaches one element beyond each edge of the image, two beyond the padded one's.
        NetworkGraph graph = GraphJudge.CheckSameGradients(Network(3, 1, 1), CropIntoContraction.Run);
        Pad[] pads = [.. graph.TopologicalOrder().Where(node => node.Provenance.IsGradient).Select(node => node.Op).OfType<Pad>()];
        Assert.NotEmpty(pads);
        Assert.All(pads, pad => Assert.Equal((1, 1), (pad.Before, pad.After)));
    }

    // The second convolution's images are no input, so that their gradient is needed.
    private static NetworkSpec Network(int kernel, int stride, int padding)
    {
        var source = new NetworkSource();
        int x = source.Unary("Tanh", source.Conv2D(source.Input("x", "batch", 2, 6, 5), 3, 1));
        int y = source.Conv2D(x, 4, kernel, stride, padding);
        return source.Returns(y, source.Reduce("Sum", source.Binary("Multiply", y, y))).Build();
    }
}
