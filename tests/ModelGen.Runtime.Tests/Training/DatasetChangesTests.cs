namespace ModelGen.Runtime.Tests;

public sealed class DatasetChangesTests
{
    [Fact]
    public void Labels_become_one_hot_rows()
    {
        Dataset data = Dataset.FromBytes(new byte[] { 1, 2, 3 }, 1, new byte[] { 2, 0, 1 }).ToOneHot(3);
        Assert.Equal(3, data.TargetsPerSample);
        Batch batch = data.NewBatch(3);
        data.Gather([2, 0], batch);
        Assert.Equal([0f, 1, 0, 0, 0, 1], batch.Floats(1).ToArray());
        data.Slice(1, 2).Gather([0], batch);
        Assert.Equal([1f, 0, 0], batch.Floats(1).ToArray());

        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.FromBytes(new byte[2], 1, new byte[] { 0, 3 }).ToOneHot(3));
        Assert.Throws<InvalidOperationException>(() => data.ToOneHot(3));
    }

    [Fact]
    public void One_hot_rows_train_as_the_same_rows_given()
    {
        (float[] values, int[] labels) = Samples.Make(60);
        float[] rows = [.. labels.SelectMany(label => Enumerable.Range(0, 3).Select(index => index == label ? 1f : 0f))];
        var options = new FitOptions { Epochs = 2, BatchSize = 16 };
        using var written = new SoftmaxRegression(oneHot: true);
        using var given = new SoftmaxRegression(oneHot: true);
        Assert.Equal(
            given.Fit(Dataset.FromFloats(values, 5, rows, 3), new Sgd(0.1f), options).Select(report => (report.Loss, report.Accuracy)),
            written.Fit(Dataset.FromFloats(values, 5, labels).ToOneHot(3), new Sgd(0.1f), options).Select(report => (report.Loss, report.Accuracy)));
        Assert.Equal(Samples.Bits(given), Samples.Bits(written));
    }

    [Fact]
    public void Each_channel_has_its_scale_and_offset()
    {
        byte[] values = [.. Enumerable.Range(0, 2 * 3 * 17).Select(value => (byte)value)];
        Dataset data = Dataset.FromBytes(values, 3 * 17, new byte[2], [1f, 2f, 0.5f], [0f, -1f, 3f]);
        Batch batch = data.NewBatch(1);
        data.Slice(1, 1).Gather([0], batch);
        float[] expected = [.. values[51..68].Select(value => (float)value), .. values[68..85].Select(value => (2f * value) - 1), .. values[85..].Select(value => (0.5f * value) + 3)];
        Assert.Equal(expected, batch.Floats(0).ToArray());
        Assert.Throws<ArgumentException>(() => Dataset.FromBytes(values, 3 * 17, new byte[2], [1f, 2f], [0f, 0f]));
        Assert.Throws<ArgumentException>(() => Dataset.FromBytes(values, 3 * 17, new byte[2], [1f], [0f, 0f]));
    }

    [Fact]
    public void Training_changes_samples_anew_and_evaluation_does_not()
    {
        var change = new Recording();
        (float[] values, int[] labels) = Samples.Make(20);
        Dataset plain = Dataset.FromFloats(values, 5, labels);
        Dataset changing = plain.Augment(change);
        int[] first = Train(seed: 4);
        List<ulong> draws = [.. change.Draws];
        Assert.Equal(40, draws.Distinct().Count());
        change.Draws.Clear();
        Assert.Equal(first, Train(seed: 4));
        Assert.Equal(draws, change.Draws);
        Assert.NotEqual(first, Train(seed: 5));

        using var network = new SoftmaxRegression();
        Assert.Equal(network.Evaluate(plain).Loss, network.Evaluate(changing).Loss);
        network.Fit(plain, new Sgd(0.1f), new FitOptions { Epochs = 2, BatchSize = 8, Seed = 4 });
        Assert.NotEqual(first, Samples.Bits(network));

        int[] Train(ulong seed)
        {
            using var trained = new SoftmaxRegression();
            trained.Fit(changing, new Sgd(0.1f), new FitOptions { Epochs = 2, BatchSize = 8, Seed = seed });
            return Samples.Bits(trained);
        }
    }

    /// <summary>Turns half of the samples around.</summary>
    private sealed class Recording : IAugmentation
    {
        public List<ulong> Draws { get; } = [];

        public void Apply(ReadOnlySpan<float> sample, Span<float> changed, ulong draw)
        {
            Draws.Add(draw);
            sample.CopyTo(changed);
            if ((draw & 1) == 1)
                changed.Reverse();
        }
    }
}
