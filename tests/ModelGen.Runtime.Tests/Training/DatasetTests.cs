namespace ModelGen.Runtime.Tests;

public sealed class DatasetTests
{
    [Fact]
    public void Bytes_are_scaled_while_they_are_gathered()
    {
        byte[] values = [.. Enumerable.Range(0, 3 * 19).Select(value => (byte)(value * 4))];
        Dataset data = Dataset.FromBytes(values, 19, new byte[] { 7, 8, 9 }, scale: 0.5f, offset: -1f);
        Assert.Equal(3, data.Count);
        Assert.Equal(19, data.ValuesPerSample);
        Batch batch = Gather(data, 2, 0);
        Assert.Equal(2, batch.Count);
        Assert.Equal([9, 7], batch.Integers(1).ToArray());
        float[] expected = [.. values[38..].Concat(values[..19]).Select(value => (value * 0.5f) - 1)];
        Assert.Equal(expected, batch.Floats(0).ToArray());
    }

    [Fact]
    public void By_default_bytes_become_0_to_1()
    {
        Batch batch = Gather(Dataset.FromBytes(new byte[] { 0, 255, 51, 102 }, 2, new byte[] { 0, 1 }), 0, 1);
        Assert.Equal([0f, 1f, 51 * (1f / 255f), 102 * (1f / 255f)], batch.Floats(0).ToArray());
    }

    [Fact]
    public void Floats_come_with_labels_or_targets()
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        Batch labelled = Gather(Dataset.FromFloats(values, 2, new[] { 10, 20, 30 }), 1, 2);
        Assert.Equal([3f, 4, 5, 6], labelled.Floats(0).ToArray());
        Assert.Equal([20, 30], labelled.Integers(1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => labelled.Floats(1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => labelled.Integers(0).Length);

        Batch aimed = Gather(Dataset.FromFloats(values, 2, new float[] { 1, 0, 0, 1, 0.25f, 0.75f }, 2), 2, 0);
        Assert.Equal([0.25f, 0.75f, 1, 0], aimed.Floats(1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => aimed.Integers(1).Length);
    }

    [Fact]
    public void A_slice_is_a_dataset_of_its_own()
    {
        byte[] values = [0, 1, 2, 3, 4, 5, 6, 7];
        Dataset slice = Dataset.FromBytes(values, 2, new byte[] { 0, 1, 2, 3 }, scale: 1).Slice(1, 3).Slice(1, 2);
        Assert.Equal(2, slice.Count);
        Batch batch = Gather(slice, 0, 1);
        Assert.Equal([4f, 5, 6, 7], batch.Floats(0).ToArray());
        Assert.Equal([2, 3], batch.Integers(1).ToArray());

        Dataset targets = Dataset.FromFloats(new float[] { 1, 2, 3 }, 1, new float[] { 10, 11, 20, 21, 30, 31 }, 2).Slice(2, 1);
        Assert.Equal([30f, 31f], Gather(targets, 0).Floats(1).ToArray());
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(0, 5)]
    [InlineData(4, 1)]
    [InlineData(2, 0)]
    [InlineData(2, int.MaxValue)]
    public void A_slice_outside_is_refused(int start, int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.FromBytes(new byte[8], 2, new byte[4]).Slice(start, count));

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Assert.Equal("7 values are no whole number of samples of 2 values each.", Refusal(() => Dataset.FromBytes(new byte[7], 2, new byte[3])));
        Assert.Equal("0 values are no whole number of samples of 2 values each.", Refusal(() => Dataset.FromBytes(default, 2, default)));
        Assert.Equal("4 samples need 4 labels; 3 were given.", Refusal(() => Dataset.FromBytes(new byte[8], 2, new byte[3])));
        Assert.Equal("4 samples need 4 labels; 5 were given.", Refusal(() => Dataset.FromFloats(new float[8], 2, new int[5])));
        Assert.Equal("4 samples need 12 targets; 4 were given.", Refusal(() => Dataset.FromFloats(new float[8], 2, new float[4], 3)));
        Assert.Equal("A sample needs at least one value, and one label or target.", Refusal(() => Dataset.FromBytes(new byte[8], 0, new byte[4])));
        Assert.Equal("A sample needs at least one value, and one label or target.", Refusal(() => Dataset.FromFloats(new float[8], 2, new float[4], 0)));

        static string Refusal(Func<Dataset> make) => Assert.Throws<ArgumentException>(make).Message;
    }

    [Fact]
    public void The_order_is_a_permutation_that_depends_on_seed_and_epoch()
    {
        int[] Order(int count, ulong seed, int epoch)
        {
            var order = new int[count];
            SampleOrder.Shuffle(order, seed, epoch);
            return order;
        }

        foreach (int count in new[] { 1, 2, 3, 10, 1001 })
            Assert.Equal(Enumerable.Range(0, count), Order(count, 5, 1).Order());
        Assert.Equal(Order(1001, 5, 1), Order(1001, 5, 1));
        Assert.NotEqual(Order(1001, 5, 1), Order(1001, 5, 2));
        Assert.NotEqual(Order(1001, 5, 1), Order(1001, 6, 1));
    }

    [Fact]
    public void Every_permutation_is_as_likely_as_any_other()
    {
        var counts = new Dictionary<string, int>();
        var order = new int[4];
        const int rounds = 24_000;
        for (int round = 0; round < rounds; round++)
        {
            SampleOrder.Shuffle(order, seed: 11, epoch: round);
            string key = string.Concat(order);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        Assert.Equal(24, counts.Count);
        // χ² with 23 degrees of freedom: 49.7 is exceeded once in a thousand seeds.
        double chiSquare = counts.Values.Sum(count => Math.Pow(count - (rounds / 24.0), 2) / (rounds / 24.0));
        Assert.InRange(chiSquare, 5, 49.7);
    }

    private static Batch Gather(Dataset data, params int[] samples)
    {
        Batch batch = data.NewBatch(samples.Length + 1);
        data.Gather(samples, batch);
        return batch;
    }
}
