using ModelGen.Compiler.Autodiff;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Passes;

/// <summary>Gradients behind max-pools: from winner to winner they are what they are over all places.</summary>
public class FollowWinnersTests
{
    /// <summary>Channels of the images, kernel, stride and padding of the convolution, kernel and stride of the pool.</summary>
    public static TheoryData<int, int, int, int, int, int> ManyChannels => new()
    {
        { 8, 3, 1, 0, 2, 2 },
        { 9, 3, 1, 1, 2, 2 },
        { 8, 1, 1, 0, 3, 3 },
        { 8, 2, 2, 0, 2, 2 },
        { 10, 3, 2, 1, 2, 3 },
        { 8, 4, 1, 2, 3, 3 },
    };

    /// <summary>The same with too few channels for a vector.</summary>
    public static TheoryData<int, int, int, int, int, int> FewChannels => new() { { 3, 3, 1, 0, 2, 2 }, { 1, 3, 2, 1, 2, 3 } };

    [Theory]
    [MemberData(nameof(ManyChannels))]
    [MemberData(nameof(FewChannels))]
    public void No_gradient_changes(int channels, int kernel, int stride, int padding, int pool, int poolStride)
    {
        NetworkGraph sparse = GraphJudge.CheckSameGradients(Network(channels, kernel, stride, padding, pool, poolStride), FollowWinners.Run);
        bool follows = channels >= 8;
        Assert.Equal(follows, sparse.TopologicalOrder().Any(node => node.Op is ContractAtWinners));
        Assert.Equal(follows, sparse.TopologicalOrder().Any(node => node.Op is ScatterFromWinners));
        Assert.Equal(follows, sparse.TopologicalOrder().All(node => node.Op is not MaxPoolGradient));
    }

    [Fact]
    public void Overlapping_windows_keep_the_dense_kernels()
    {
        NetworkGraph graph = GraphJudge.CheckSameGradients(Network(8, 3, 1, 0, 3, 2), FollowWinners.Run);
        Assert.DoesNotContain(graph.TopologicalOrder(), node => node.Op is WinnerContraction or ScatterFromWinners);
    }

    // The additions that the scatter's kernel makes, one by one, against its definition element by element.
    [Theory]
    [MemberData(nameof(ManyChannels))]
    public void What_is_added_is_what_is_defined(int channels, int kernel, int stride, int padding, int pool, int poolStride) =>
        GraphJudge.CheckScatters(Network(channels, kernel, stride, padding, pool, poolStride), FollowWinners.Run);

    private static NetworkSpec Network(int channels, int kernel, int stride, int padding, int pool, int poolStride)
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 2, 9, 8);
        x = source.Unary("Relu", source.Conv2D(x, channels, 2));
        x = source.MaxPool2D(source.Unary("Relu", source.Conv2D(x, 5, kernel, stride, padding)), pool, poolStride);
        return source.Returns(x, source.Reduce("Mean", source.Binary("Multiply", x, x))).Build();
    }
}
