using ModelGen.Numerics.Cases;
using ModelGen.Numerics.Tests.Harness;

namespace ModelGen.Numerics.Tests;

/// <summary>The same bits, however many threads work and whatever ran before.</summary>
public sealed class ReproducibilityTests
{
    private const int Steps = 3;

    // Enough work for many threads to be worth waking; a prime, so that the shares are uneven.
    private const int Batch = 37;
    private const int LargeBatch = 1031;
    private const int LargeLength = 400_009;

    public static TheoryData<string, int> Runs => new(
        from name in (string[])["KerasCnn", "StridedCnn", "MlpRelu", "ConvResidual", "DenseLarge", "StandardiseRows"]
        from threads in (int[])[2, 3, 7, 16]
        select (name, threads));

    public static TheoryData<string> All => [.. NetworkCases.Names.Where(name => name != "KerasCnn")];

    [Theory]
    [MemberData(nameof(Runs))]
    public void Bits_do_not_depend_on_threads(string name, int threads) => Assert.Equal(Train(name, 1, Batch), Train(name, threads, Batch));

    [Theory]
    [MemberData(nameof(All))]
    public void Large_batches_are_shared_out_without_a_trace(string name)
    {
        int batch = name.EndsWith("Lengths", StringComparison.Ordinal) ? LargeLength : LargeBatch;
        Assert.Equal(Train(name, 1, batch), Train(name, 3, batch));
    }

    [Fact]
    public void Bits_are_the_same_on_every_run() => Assert.Equal(Train("KerasCnn", 2, Batch), Train("KerasCnn", 2, Batch));

    [Fact]
    public void First_values_follow_from_the_seed()
    {
        using KerasCnn first = new(seed: 7, threads: 1);
        using KerasCnn again = new(seed: 7, threads: 5);
        using KerasCnn other = new(seed: 8, threads: 1);
        Assert.Equal(Values(first), Values(again));
        Assert.NotEqual(Values(first), Values(other));

        static float[] Values(KerasCnn network)
        {
            var values = new float[network.Parameters["dense1.weight"].Count];
            network.Parameters["dense1.weight"].CopyTo(values);
            return values;
        }
    }

    [Theory]
    [InlineData("KerasCnn")]
    [InlineData("MlpRelu")]
    [InlineData("ConvTwiceStride")]
    [InlineData("TanhLengths")]
    public void Earlier_batch_sizes_leave_no_trace(string name)
    {
        CaseDescription description = CaseCatalog.All[name];
        int[] counts = [3, 17, 1, 3, 16, 2, 17];
        using CaseNetwork used = NetworkCases.CreateDrawn(name, threads: 2);
        foreach (int count in counts)
        {
            using CaseNetwork fresh = NetworkCases.CreateDrawn(name, threads: 2);
            CaseBatch batch = new(description, count);
            Assert.Equal(Run(fresh, batch), Run(used, batch));
        }

        float[] Run(CaseNetwork network, CaseBatch batch)
        {
            float[] output = batch.NewOutput();
            network.Predict(batch, output);
            float loss = network.Gradients(batch);
            return [.. output, loss, .. description.Parameters.SelectMany(parameter => network.Gradient(parameter.Name))];
        }
    }

    private static int[] Train(string name, int threads, int count)
    {
        CaseDescription description = CaseCatalog.All[name];
        using CaseNetwork network = NetworkCases.CreateDrawn(name, threads);
        Adam optimizer = new();
        CaseBatch batch = new(description, count);
        List<float> losses = [];
        for (int step = 0; step < Steps; step++)
        {
            losses.Add(network.TrainStep(batch, optimizer));
        }

        float[] output = batch.NewOutput();
        network.Predict(batch, output);
        return [.. losses.Concat(network.AllValues()).Concat(output).Select(BitConverter.SingleToInt32Bits)];
    }
}
