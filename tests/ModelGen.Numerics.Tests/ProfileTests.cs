using ModelGen.Numerics.Cases;
using ModelGen.Numerics.Tests.Harness;

namespace ModelGen.Numerics.Tests;

/// <summary>A profile of an emitted network.</summary>
public sealed class ProfileTests
{
    private const int Batch = 5;
    private const int Steps = 3;

    public static TheoryData<string, int> Networks => new(
        from name in (string[])["KerasCnn", "MlpTanh", "TwoInputs"]
        from threads in (int[])[1, 2]
        select (name, threads));

    [Theory]
    [MemberData(nameof(Networks))]
    public void It_changes_no_bit_and_misses_no_kernel(string name, int threads)
    {
        using CaseNetwork plain = NetworkCases.CreateDrawn(name, threads);
        using CaseNetwork profiled = NetworkCases.CreateDrawn(name, threads);
        KernelProfile profile = profiled.Network.StartProfile();
        CaseBatch batch = new(CaseCatalog.All[name], Batch);
        Train(plain, batch);
        Train(profiled, batch);
        Assert.Equal(plain.AllValues(), profiled.AllValues());

        KernelTiming[] kernels = [.. profile.Kernels];
        Assert.All(kernels, kernel => Assert.Equal(Steps, kernel.Calls));
        Assert.All(kernels, kernel => Assert.True(kernel.Bytes > 0, kernel.Kernel));
        Assert.Equal(("Update", "Adam"), (kernels[^1].Program, kernels[^1].Kernel));
        Assert.All(kernels[..^1], kernel => Assert.Equal("Train", kernel.Program));
        Assert.True(kernels.Length > 3);
    }

    [Fact]
    public void A_convolution_counts_its_dense_sums()
    {
        using CaseNetwork network = NetworkCases.CreateDrawn("KerasCnn");
        KernelProfile profile = network.Network.StartProfile();
        CaseBatch batch = new(CaseCatalog.All["KerasCnn"], Batch);
        network.Predict(batch, batch.NewOutput());
        KernelTiming second = profile.Kernels.Single(kernel => kernel.Kernel == "Conv2Relu2Pool2");

        // Its sums with bias, activation and pool: 121 positions of 64 filters over 32·3·3 values, of which 100 are pooled to 25.
        const long sums = 2 * 121 * 64 * 288;
        Assert.InRange(second.Operations, Batch * sums, Batch * (sums + (3 * 121 * 64)));
        const long read = (Batch * 32 * 13 * 13) + (64 * 288) + 64, written = Batch * 64 * 5 * 5;
        Assert.Equal(4 * (read + written), second.Bytes);
    }

    private static void Train(CaseNetwork network, CaseBatch batch)
    {
        Adam adam = new();
        for (int step = 0; step < Steps; step++)
        {
            network.TrainStep(batch, adam);
        }
    }
}
