using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Ops;

/// <summary>How the parameters that layers make for themselves are drawn.</summary>
public class LayerInitializerTests
{
    [Theory]
    [InlineData("Default", "Default", "Default")]
    [InlineData("GlorotUniform", "GlorotUniform", "Zeros")]
    [InlineData("HeNormal", "HeNormal", "Zeros")]
    public void Weights_follow_the_network_and_biases_start_at_zero_with_them(string asked, string weights, string biases)
    {
        NetworkSpec spec = NetworkSource.MnistCnn();
        var lowering = new NetworkLowering(spec with { Class = spec.Class with { LayerInitializer = asked } });
        lowering.Lower();
        Assert.Equal(8, lowering.Parameters.Count);
        Assert.All(lowering.Parameters.Select(node => (Parameter)node.Op), parameter =>
            Assert.Equal(parameter.Name.EndsWith("weight", StringComparison.Ordinal) ? weights : biases, parameter.Initializer));
    }

    [Fact]
    public void A_parameter_of_the_users_keeps_its_own()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 3);
        NetworkSpec spec = source.Returns(source.Binary("Dot", x, source.Parameter("W", 3, 2))).Build();
        var lowering = new NetworkLowering(spec with { Class = spec.Class with { LayerInitializer = "HeNormal" } });
        lowering.Lower();
        Assert.Equal("GlorotUniform", ((Parameter)Assert.Single(lowering.Parameters).Op).Initializer);
    }
}
