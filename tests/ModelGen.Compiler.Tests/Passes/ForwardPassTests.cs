using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Passes;

/// <summary>The passes before differentiation: each keeps every value and does what it is there for.</summary>
public class ForwardPassTests
{
    public static TheoryData<string> Networks => ["pool behind relu", "pool behind sigmoid", "pool behind padding", "pool used twice", "flattened", "flattened weight used twice"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void No_pass_changes_a_value(string network)
    {
        foreach ((_, Func<NetworkGraph, GraphBuilder, NetworkGraph> run) in NetworkCompiler.ForwardPasses)
            GraphJudge.CheckSameValues(Build(network), run);
    }

    [Fact]
    public void A_pool_moves_before_bias_and_activation()
    {
        NetworkGraph graph = Lowered("pool behind relu", PoolBeforeActivation.Run);
        Assert.IsType<Relu>(graph.Outputs[0].Op);
        Assert.IsType<Add>(graph.Outputs[0].Inputs[0].Op);
        Assert.IsType<MaxPool>(graph.Outputs[0].Inputs[0].Inputs[0].Op);
        Assert.IsType<Contract>(graph.Outputs[0].Inputs[0].Inputs[0].Inputs[0].Op);
    }

    [Fact]
    public void A_pool_stays_where_the_activation_has_other_readers()
    {
        NetworkGraph graph = Lowered("pool used twice", PoolBeforeActivation.Run);
        Assert.DoesNotContain(graph.TopologicalOrder(), node => node.Op is MaxPool && node.Inputs[0].Op is not Relu);
    }

    [Fact]
    public void A_dense_layer_sums_over_the_axes_that_were_flattened()
    {
        NetworkGraph graph = Lowered("flattened", ReshapeIntoContraction.Run);
        Assert.DoesNotContain(graph.TopologicalOrder(), node => node.Op is Reshape);
        Parameter weight = graph.TopologicalOrder().Select(node => node.Op).OfType<Parameter>().Single(parameter => parameter.FileShape.Rank == 2);
        Assert.Equal("[5, 24]", weight.FileShape.ToString());
        Assert.Equal("[5, 2, 4, 3]", weight.Shape.ToString());
    }

    private static NetworkGraph Lowered(string network, Func<NetworkGraph, GraphBuilder, NetworkGraph> pass)
    {
        var lowering = new NetworkLowering(Build(network));
        return pass(lowering.Lower(), lowering.Builder);
    }

    private static NetworkSpec Build(string network)
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 2, 8, 6);
        int output = network switch
        {
            "pool behind relu" => source.MaxPool2D(source.Unary("Relu", source.Conv2D(x, 3, 3)), 2),
            "pool behind sigmoid" => source.MaxPool2D(source.Unary("Sigmoid", source.Conv2D(x, 3, 3)), 3, 2),
            "pool behind padding" => source.MaxPool2D(source.Unary("Relu", x), 3, 2, 1),
            "pool used twice" => UsedTwice(source, source.Unary("Relu", source.Conv2D(x, 3, 3))),
            "flattened" => source.Dense(source.Unary("Relu", source.Flatten(source.MaxPool2D(x, 2))), 5),
            "flattened weight used twice" => SharedWeight(source, source.Flatten(source.MaxPool2D(x, 2))),
            _ => throw new ArgumentException(network),
        };
        return source.Returns(output).Build();
    }

    private static int UsedTwice(NetworkSource source, int activation) => source.Binary(
        "Add",
        source.Reduce("Sum", source.MaxPool2D(activation, 2), 1, 2, 3),
        source.Reduce("Sum", activation, 1, 2, 3));

    private static int SharedWeight(NetworkSource source, int rows)
    {
        int weight = source.Parameter("w", 24, 5);
        return source.Binary("Add", source.Binary("Dot", rows, weight), source.Reduce("Sum", weight, 0));
    }
}
