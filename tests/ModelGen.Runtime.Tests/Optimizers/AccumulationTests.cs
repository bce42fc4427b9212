namespace ModelGen.Runtime.Tests;

public sealed class AccumulationTests
{
    public static TheoryData<int> Counts => [2, 3, 5];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Several_batches_train_as_one_large_one(int batches)
    {
        const int batch = 6, features = 5;
        using SoftmaxRegression accumulated = new(seed: 4), whole = new(seed: 4);
        Adam byParts = new(0.01f) { AccumulationSteps = batches, ClipNorm = 0.1f }, atOnce = new(0.01f) { ClipNorm = 0.1f };
        for (int step = 0; step < 20; step++)
        {
            (float[] values, int[] labels) = Samples.Make(batch * batches, seed: step);
            whole.TrainStep(values, labels, atOnce);
            for (int part = 0; part < batches; part++)
            {
                int[] before = Samples.Bits(accumulated);
                accumulated.TrainStep(values.AsSpan(part * batch * features, batch * features), labels.AsSpan(part * batch, batch), byParts);
                Assert.Equal(part == batches - 1, !before.SequenceEqual(Samples.Bits(accumulated)));
            }

            Assert.Equal(atOnce.LastGradientNorm, byParts.LastGradientNorm, 1e-5f * atOnce.LastGradientNorm);
        }

        float[] expected = new float[15], actual = new float[15];
        whole.Weight.CopyTo(expected);
        accumulated.Weight.CopyTo(actual);
        for (int index = 0; index < 15; index++)
            Assert.Equal(expected[index], actual[index], 1e-4f);
        whole.Weight.CopyGradientTo(expected);
        accumulated.Weight.CopyGradientTo(actual);
        for (int index = 0; index < 15; index++)
            Assert.Equal(expected[index], actual[index], 1e-5f);
    }

    [Fact]
    public void Fewer_steps_end_an_accumulation_with_the_mean_of_what_there_is()
    {
        using MatrixNetwork network = new(1, MatrixNetwork.Plain("w", 0, 4));
        float[] before = network.Values(0);
        Sgd optimizer = new(1) { AccumulationSteps = 10 };
        foreach (float gradient in new[] { 1f, 2f, 6f })
        {
            if (gradient == 6)
                optimizer.AccumulationSteps = 1;
            network.SetGradient(0, [gradient, gradient, gradient, gradient]);
            network.Step(optimizer);
        }

        Assert.Equal(before.Select(value => value - 3), network.Values(0));
        network.SetGradient(0, [1, 1, 1, 1]);
        float[] between = network.Values(0);
        network.Step(optimizer);
        Assert.Equal(between.Select(value => value - 1), network.Values(0));
    }

    [Fact]
    public void Each_network_accumulates_for_itself()
    {
        using MatrixNetwork first = new(1, MatrixNetwork.Plain("w", 0, 1)), second = new(1, MatrixNetwork.Plain("w", 0, 1));
        Sgd optimizer = new(1) { AccumulationSteps = 2 };
        float before = first.Values(0)[0];
        first.SetGradient(0, [1]);
        second.SetGradient(0, [100]);
        first.Step(optimizer);
        second.Step(optimizer);
        Assert.Equal(before, first.Values(0)[0]);
        first.SetGradient(0, [2]);
        first.Step(optimizer);
        Assert.Equal(before - 1.5f, first.Values(0)[0]);
    }

    [Fact]
    public void Every_batch_draws_other_random_numbers()
    {
        using GapNetwork network = new();
        Sgd optimizer = new() { AccumulationSteps = 2 };
        uint step = network.Random.Step;
        network.Step(optimizer);
        Assert.Equal(step + 1, network.Random.Step);
    }
}
