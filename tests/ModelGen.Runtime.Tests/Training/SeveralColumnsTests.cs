namespace ModelGen.Runtime.Tests;

/// <summary>Datasets for networks of several inputs, labels and targets.</summary>
public sealed class SeveralColumnsTests
{
    private const int Count = 23;

    private static readonly float[] places = [.. Enumerable.Range(0, Count * 2).Select(value => (float)value)];
    private static readonly int[] tokens = [.. Enumerable.Range(0, Count * 3).Select(value => value % 7)];
    private static readonly int[] labels = [.. Enumerable.Range(0, Count).Select(value => (value % 5) - 1)];
    private static readonly int[] tags = [.. Enumerable.Range(0, Count * 3).Select(value => value * 10)];
    private static readonly float[] targets = [.. Enumerable.Range(0, Count).Select(value => value * 0.5f)];

    private static Dataset Whole => Dataset.FromFloats(places, 2, labels).WithInput(tokens, 3).WithLabels(tags, 3).WithTargets(targets, 1);

    [Fact]
    public void Each_sample_keeps_its_own_in_the_order_of_an_epoch()
    {
        using var network = new BatchRecorder();
        network.Fit(Whole, new Sgd(0.1f), new FitOptions { Epochs = 2, BatchSize = 10, Seed = 3 });
        var order = new int[Count];
        List<string> expected = [];
        for (int epoch = 1; epoch <= 2; epoch++)
        {
            SampleOrder.Shuffle(order, 3, epoch);
            expected.AddRange(order.Select(sample => Row(sample)));
        }

        Assert.Equal(expected, network.Rows);
    }

    [Fact]
    public void A_slice_is_one_of_every_column()
    {
        using var network = new BatchRecorder();
        network.Evaluate(Whole.Slice(4, 9).Slice(2, 5), batchSize: 3);
        Assert.Equal(Enumerable.Range(6, 5).Select(sample => Row(sample)), network.Rows);
    }

    [Fact]
    public void Columns_may_be_given_in_any_order_but_their_own()
    {
        using var network = new BatchRecorder();
        network.Evaluate(Dataset.FromFloats(places, 2, labels).WithLabels(tags, 3).WithTargets(targets, 1).WithInput(tokens, 3));
        Assert.Equal(Enumerable.Range(0, Count).Select(sample => Row(sample)), network.Rows);
    }

    [Fact]
    public void Accuracy_goes_by_the_first_label_and_leaves_out_what_counts_for_nothing()
    {
        using var network = new BatchRecorder();
        Evaluation evaluation = network.Evaluate(Whole, batchSize: 7);
        int counted = labels.Count(label => label >= 0), right = labels.Count(label => label == 1);
        Assert.Equal((float)right / counted, evaluation.Accuracy);
        Assert.Equal(counted, evaluation.Confusion.Cast<int>().Sum());
        Assert.Equal(right, evaluation.Confusion[1, 1]);
        Assert.Equal(labels.Count(label => label == 2), evaluation.Confusion[2, 1]);
    }

    [Fact]
    public void What_is_augmented_is_the_first_input()
    {
        Dataset changing = Whole.Augment(new Negation());
        using var network = new BatchRecorder();
        network.Fit(changing, new Sgd(0.1f), new FitOptions { BatchSize = 4 });
        Assert.Equal(Enumerable.Range(0, Count).Select(sample => Row(sample, -1)).Order(), network.Rows.Order());
        Assert.Contains("integers", Assert.Throws<InvalidOperationException>(() => Dataset.FromIntegers(tokens, 3, labels).Augment(new Negation())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void First_labels_become_one_hot_rows_and_the_others_stay()
    {
        Dataset data = Dataset.FromIntegers(tokens, 3, tags.Select(tag => tag / 10 % 3).ToArray(), 3).WithTargets(targets, 1).ToOneHot(3);
        Assert.Equal(9, data.TargetsPerSample);
        Batch batch = data.NewBatch(2);
        data.Gather([4, 2], batch);
        Assert.Equal(tokens[12..15].Concat(tokens[6..9]), batch.Integers(0).ToArray());
        Assert.Equal([1f, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1], batch.Floats(1).ToArray());
        Assert.Equal([2f, 1f], batch.Floats(2).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Floats(3).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Integers(-1).Length);
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Dataset data = Dataset.FromFloats(places, 2, labels);
        Assert.Equal("23 samples need 69 values; 68 were given.", Refusal(() => data.WithInput(new int[68], 3)));
        Assert.Equal("23 samples need 23 values; 24 were given.", Refusal(() => data.WithInput(new float[24], 1)));
        Assert.Equal("23 samples need 23 labels; 22 were given.", Refusal(() => data.WithLabels(new int[22])));
        Assert.Equal("23 samples need 46 targets; 23 were given.", Refusal(() => data.WithTargets(targets, 2)));
        Assert.Equal("23 samples need 46 labels; 23 were given.", Refusal(() => Dataset.FromIntegers(tokens, 3, labels, 2)));
        Assert.Equal("A sample needs at least one value, and one label or target.", Refusal(() => data.WithInput(new float[0], 0)));
        Assert.Equal("A sample needs at least one value, and one label or target.", Refusal(() => data.WithLabels(new int[0], -1)));

        static string Refusal(Func<Dataset> make) => Assert.Throws<ArgumentException>(make).Message;
    }

    [Fact]
    public void What_does_not_fit_the_network_is_named()
    {
        using var network = new BatchRecorder();
        Dataset data = Dataset.FromFloats(places, 2, labels), two = data.WithInput(tokens, 3);
        Assert.Equal("The dataset has 1 input in a sample. The Forward of BatchRecorder takes 2: 'place', 'tokens'. WithInput adds one.", Refusal(data));
        Assert.Equal("The dataset has 3 inputs in a sample. The Forward of BatchRecorder takes 2: 'place', 'tokens'.", Refusal(two.WithInput(tokens, 3)));
        Assert.Equal("The dataset has 1 label or target in a sample. The Loss of BatchRecorder takes 3: 'label', 'tags', 'target'. WithLabels or WithTargets adds one.", Refusal(two));
        Assert.Equal("The dataset has floats; 'tokens' of BatchRecorder needs integers.", Refusal(data.WithInput(new float[Count * 3], 3).WithLabels(tags, 3).WithTargets(targets, 1)));
        Assert.Equal("The dataset has 1 values in a sample; 'tokens' of BatchRecorder needs 3.", Refusal(data.WithInput(new int[Count], 1).WithLabels(tags, 3).WithTargets(targets, 1)));
        Assert.Equal("The dataset has 1 labels in a sample; 'tags' of BatchRecorder needs 3.", Refusal(two.WithLabels(labels).WithTargets(targets, 1)));
        Assert.Equal("The dataset has float targets; 'tags' of BatchRecorder needs class indices.", Refusal(two.WithTargets(targets, 1).WithLabels(tags, 3)));
        Assert.Equal("'tokens' of sample 2 is 7; for BatchRecorder it must be 0 to 6.", Refusal(With(tokens: [.. tokens[..7], 7, .. tokens[8..]])));
        Assert.Equal("'label' of sample 22 is 4; for BatchRecorder it must be 0 to 3, or -1, which counts for nothing.", Refusal(With(labels: [.. labels[..^1], 4])));
        Assert.Empty(network.Rows);

        string Refusal(Dataset wrong) => Assert.Throws<ArgumentException>(() => network.Fit(wrong, new Adam(), new FitOptions())).Message;
    }

    [Fact]
    public void Byte_labels_may_hold_what_counts_for_nothing()
    {
        var indices = new ByteIndices(new byte[] { 3, 255, 0, 9, 255 });
        Assert.Equal(1, indices.FirstOutside(4, ignored: null));
        Assert.Equal(3, indices.FirstOutside(4, ignored: 255));
        Assert.Equal(-1, indices.FirstOutside(10, ignored: 255));
        Assert.Equal(-1, indices.FirstOutside(256, ignored: null));
    }

    private static Dataset With(int[]? tokens = null, int[]? labels = null) =>
        Dataset.FromFloats(places, 2, labels ?? SeveralColumnsTests.labels).WithInput(tokens ?? SeveralColumnsTests.tokens, 3).WithLabels(tags, 3).WithTargets(targets, 1);

    private static string Row(int sample, int sign = 1) => FormattableString.Invariant(
        $"{sign * places[2 * sample]} {sign * places[(2 * sample) + 1]} | {string.Join(' ', tokens[(3 * sample)..(3 * (sample + 1))])} | {labels[sample]} | {string.Join(' ', tags[(3 * sample)..(3 * (sample + 1))])} | {targets[sample]}");

    private sealed class Negation : IAugmentation
    {
        public void Apply(ReadOnlySpan<float> sample, Span<float> changed, ulong draw)
        {
            for (int place = 0; place < sample.Length; place++)
                changed[place] = -sample[place];
        }
    }
}
