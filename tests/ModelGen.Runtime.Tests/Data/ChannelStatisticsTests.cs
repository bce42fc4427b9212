using ModelGen.Data;

namespace ModelGen.Runtime.Tests.Data;

public sealed class ChannelStatisticsTests
{
    private static readonly LabelledImages images = new(new byte[] { 0, 255, 51, 51, 255, 0, 51, 51 }, new byte[] { 3, 5 }, height: 1, width: 2, channels: 2);

    [Fact]
    public void Means_and_deviations_are_taken_channel_by_channel()
    {
        var statistics = ChannelStatistics.Of(images);
        Assert.Equal([0.5f, 0.2f], statistics.Means);
        // A channel without any difference is left at its scale.
        Assert.Equal([0.5f, 1f], statistics.Deviations);
    }

    [Fact]
    public void Datasets_and_single_pictures_are_normalised_alike()
    {
        var statistics = new ChannelStatistics([0.5f, 0.2f], [0.25f, 0.5f]);
        Dataset data = images.ToDataset(statistics);
        Batch batch = data.NewBatch(2);
        data.Gather([0, 1], batch);
        float[] expected = [-2, 2, 0, 0, 2, -2, 0, 0];
        Assert.All(expected.Zip(batch.Floats(0).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.Equal(batch.Floats(0)[4..].ToArray(), statistics.Normalize(images.Pixels.Span[4..]));
        Assert.Equal([3, 5], batch.Integers(1).ToArray());
    }

    [Fact]
    public void Statistics_of_other_channels_are_refused() =>
        Assert.Throws<ArgumentException>(() => images.ToDataset(new ChannelStatistics([0.5f], [0.5f])));
}
