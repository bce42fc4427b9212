using ModelGen.Numerics.Cases;
using ModelGen.Numerics.Tests.Harness;

namespace ModelGen.Numerics.Tests;

/// <summary>Weights travel: to a file and back, and from libtorch.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("modelgen-").FullName;

    [Theory]
    [InlineData("KerasCnn")]
    [InlineData("StridedCnn")]
    [InlineData("DotExpression")]
    [InlineData("FlattenDense")]
    public void What_is_saved_comes_back(string name)
    {
        string path = Path.Combine(folder, "weights.safetensors");
        using CaseNetwork saved = NetworkCases.Create(name, seed: 1);
        using CaseNetwork loaded = NetworkCases.Create(name, seed: 2);
        Assert.NotEqual(saved.AllValues(), loaded.AllValues());
        saved.Network.Save(path);
        loaded.Network.Load(path);
        Assert.Equal(saved.AllValues(), loaded.AllValues());
    }

    [Theory]
    [InlineData("KerasCnn")]
    [InlineData("FlattenFromAxisTwo")]
    public void A_saved_file_has_PyTorchs_names_shapes_and_order(string name)
    {
        string path = Path.Combine(folder, "weights.safetensors");
        CaseDescription description = CaseCatalog.All[name];
        using CaseNetwork network = NetworkCases.CreateDrawn(name);
        network.Network.Save(path);
        GoldenFile file = GoldenFile.At(path);
        Assert.Equal(description.Parameters.Select(parameter => parameter.Name).Order(), file.Names.Order());
        foreach (ParameterDescription parameter in description.Parameters)
        {
            Assert.Equal(parameter.Shape, file.Shape(parameter.Name));
            Assert.Equal(description.DrawParameter(parameter), file.Values(parameter.Name));
        }
    }

    [Fact]
    public void A_file_of_libtorchs_weights_loads()
    {
        CaseDescription description = OptimizerTrajectory.Network;
        using CaseNetwork network = NetworkCases.Create(description.Name, seed: 9);
        network.Network.Load(GoldenFile.PathOf("weights-of-MlpTanh"));
        CaseBatch batch = new(description, 13);
        float[] output = batch.NewOutput();
        network.Predict(batch, output);
        Assert.InRange(Closeness.Difference(output, GoldenFile.Named(description.Name).Reference("13/output")), 0, Closeness.Forward);
    }

    [Fact]
    public void A_file_of_another_network_changes_nothing()
    {
        using CaseNetwork network = NetworkCases.Create("MlpRelu", seed: 9);
        float[] before = network.AllValues();
        Assert.ThrowsAny<Exception>(() => network.Network.Load(GoldenFile.PathOf("weights-of-MlpTanh")));
        Assert.Equal(before, network.AllValues());
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);
}
