namespace ModelGen.Runtime.Tests;

public sealed class FitTests
{
    [Fact]
    public void Learns_and_reports()
    {
        using var network = new SoftmaxRegression();
        Dataset validation = Samples.Dataset(100, seed: 2);
        float lossBefore = network.Evaluate(validation).Loss;
        var epochs = new List<EpochReport>();
        var batches = new List<BatchReport>();
        IReadOnlyList<EpochReport> reports = network.Fit(Samples.Dataset(300), new Adam(0.05f), new FitOptions
        {
            Epochs = 4,
            BatchSize = 64,
            Validation = validation,
            OnEpoch = epochs.Add,
            OnBatch = batches.Add,
        });

        Assert.Equal(reports, epochs);
        Assert.Equal([1, 2, 3, 4], reports.Select(report => report.Epoch));
        Assert.All(reports, report => Assert.Equal(4, report.Epochs));
        Assert.All(reports, report => Assert.True(report.Duration > TimeSpan.Zero));
        Assert.True(reports[3].Loss < reports[0].Loss);
        Assert.True(reports[3].ValidationLoss < lossBefore / 2);
        Assert.True(reports[3].ValidationAccuracy > 0.95);

        Evaluation evaluation = network.Evaluate(validation);
        Assert.Equal(reports[3].ValidationAccuracy, evaluation.Accuracy);
        Assert.Equal(reports[3].ValidationLoss!.Value, evaluation.Loss, 1e-6f);

        // 300 samples in batches of 64: four whole ones and one of 44.
        Assert.Equal(20, batches.Count);
        Assert.Equal([1, 2, 3, 4, 5], batches.Take(5).Select(report => report.Batch));
        Assert.All(batches, report => Assert.Equal(5, report.Batches));
        Assert.Equal(reports[0].Loss, batches[4].Loss);
        Assert.Equal(reports[0].Accuracy, batches[4].Accuracy);
    }

    [Fact]
    public void Every_sample_is_trained_once_an_epoch_in_the_seeds_order()
    {
        using var trained = new SoftmaxRegression();
        using var byHand = new SoftmaxRegression();
        (float[] values, int[] labels) = Samples.Make(23);
        trained.Fit(Dataset.FromFloats(values, 5, labels), new Sgd(0.1f, 0.9f), new FitOptions { Epochs = 2, BatchSize = 10, Seed = 3 });

        var optimizer = new Sgd(0.1f, 0.9f);
        var order = new int[23];
        for (int epoch = 1; epoch <= 2; epoch++)
        {
            SampleOrder.Shuffle(order, 3, epoch);
            foreach (int[] samples in order.Chunk(10))
            {
                float[] rows = [.. samples.SelectMany(sample => values[(sample * 5)..((sample * 5) + 5)])];
                byHand.TrainStep(rows, [.. samples.Select(sample => labels[sample])], optimizer);
            }
        }

        Assert.Equal(Samples.Bits(byHand), Samples.Bits(trained));
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        // Enough parameters for the optimiser's sweep to be split too.
        const int features = 3001;
        int[]? expected = null;
        int[]? outputs = null;
        foreach (int threads in new[] { 1, 2, 3, 7, 16 })
        {
            for (int repeat = 0; repeat < 2; repeat++)
            {
                using var network = new SoftmaxRegression(seed: 12, threads: threads, features: features, classes: 17);
                network.Fit(Samples.Dataset(70, features, 17), new Adam(0.01f, weightDecay: 0.01f), new FitOptions { Epochs = 2, BatchSize = 16, Seed = 8 });
                Assert.Equal(threads, network.WorkersUsed);
                int[] bits = Samples.Bits(network);
                var logits = new float[17];
                network.Predict(Samples.Make(1, features, 17, seed: 5).Values, logits);
                expected ??= bits;
                outputs ??= [.. logits.Select(BitConverter.SingleToInt32Bits)];
                Assert.Equal(expected, bits);
                Assert.Equal(outputs, logits.Select(BitConverter.SingleToInt32Bits));
            }
        }
    }

    [Fact]
    public void One_hot_targets_train_to_the_same_bits_as_their_labels()
    {
        (float[] values, int[] labels) = Samples.Make(40);
        float[] targets = [.. labels.SelectMany(label => new[] { 0, 1, 2 }.Select(unit => unit == label ? 1f : 0f))];
        using var labelled = new SoftmaxRegression();
        using var aimed = new SoftmaxRegression(oneHot: true);
        var options = new FitOptions { Epochs = 2, BatchSize = 16 };
        IReadOnlyList<EpochReport> expected = labelled.Fit(Dataset.FromFloats(values, 5, labels), new Adam(), options);
        IReadOnlyList<EpochReport> reports = aimed.Fit(Dataset.FromFloats(values, 5, targets, 3), new Adam(), options);
        Assert.Equal(Samples.Bits(labelled), Samples.Bits(aimed));
        Assert.Equal(expected.Select(report => (report.Loss, report.Accuracy)), reports.Select(report => (report.Loss, report.Accuracy)));
    }

    [Fact]
    public void Evaluation_counts_each_class()
    {
        using var network = new SoftmaxRegression();
        network.Weight.CopyFrom([1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0]);
        network.Bias.CopyFrom([0, 0, 0]);
        float[] values = [9, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 9, 0, 0, 9, 0, 0, 0, 0, 0, 9, 0, 0, 0];
        Dataset data = Dataset.FromFloats(values, 5, new[] { 0, 1, 2, 1, 1 });
        foreach (int batchSize in new[] { 1, 2, 5, 100 })
        {
            Evaluation evaluation = network.Evaluate(data, batchSize);
            Assert.Equal(new[,] { { 1, 0, 0 }, { 1, 2, 0 }, { 0, 0, 1 } }, evaluation.Confusion);
            Assert.Equal(0.8f, evaluation.Accuracy);
            double right = Math.Log(1 + (2 * Math.Exp(-9)));
            Assert.Equal(((4 * right) + right + 9) / 5, evaluation.Loss, 1e-5);
        }
    }

    [Fact]
    public void Cancelling_ends_after_the_step_in_progress()
    {
        (float[] values, int[] labels) = Samples.Make(50);
        Dataset data = Dataset.FromFloats(values, 5, labels);
        using var source = new CancellationTokenSource();
        using var cancelled = new SoftmaxRegression();
        int steps = 0;
        var optimizer = new Adam();
        var epochs = new List<EpochReport>();
        var exception = Assert.Throws<OperationCanceledException>(() => cancelled.Fit(data, optimizer, new FitOptions
        {
            Epochs = 3,
            BatchSize = 10,
            OnEpoch = epochs.Add,
            OnBatch = _ =>
            {
                if (++steps == 7)
                    source.Cancel();
            },
            Cancellation = source.Token,
        }));
        Assert.Equal(source.Token, exception.CancellationToken);
        Assert.Equal(7, steps);
        Assert.Single(epochs);

        // Exactly seven steps were taken, and the network works on.
        using var byHand = new SoftmaxRegression();
        var order = new int[50];
        var same = new Adam();
        for (int step = 0; step < 7; step++)
        {
            SampleOrder.Shuffle(order, 0, 1 + (step / 5));
            int[] samples = order[(step % 5 * 10)..((step % 5 * 10) + 10)];
            byHand.TrainStep([.. samples.SelectMany(sample => values[(sample * 5)..((sample * 5) + 5)])], [.. samples.Select(sample => labels[sample])], same);
        }

        Assert.Equal(Samples.Bits(byHand), Samples.Bits(cancelled));
        cancelled.Fit(data, optimizer, new FitOptions());
    }

    [Fact]
    public void Cancelled_before_it_begins_trains_nothing()
    {
        using var network = new SoftmaxRegression();
        int[] before = Samples.Bits(network);
        Assert.Throws<OperationCanceledException>(() => network.Fit(Samples.Dataset(9), new Adam(), new FitOptions { Cancellation = new CancellationToken(true) }));
        Assert.Equal(before, Samples.Bits(network));
    }

    [Fact]
    public void Cancelled_at_the_last_step_is_cancelled_still()
    {
        using var network = new SoftmaxRegression();
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => network.Fit(
            Samples.Dataset(9), new Adam(), new FitOptions { BatchSize = 9, OnBatch = _ => source.Cancel(), Cancellation = source.Token }));
    }

    [Fact]
    public void What_does_not_fit_the_network_is_refused_before_anything_is_trained()
    {
        using var network = new SoftmaxRegression();
        int[] before = Samples.Bits(network);
        Assert.Equal("The dataset has 4 values in a sample; 'x' of SoftmaxRegression needs 5.", Refusal(Dataset.FromFloats(new float[8], 4, new int[2])));
        Assert.Equal("The dataset has float targets; 'label' of SoftmaxRegression needs class indices.", Refusal(Dataset.FromFloats(new float[10], 5, new float[6], 3)));
        Assert.Equal("'label' of sample 1 is 3; for SoftmaxRegression it must be 0 to 2.", Refusal(Dataset.FromFloats(new float[15], 5, new[] { 0, 3, -1 })));
        Assert.Equal("'label' of sample 2 is -1; for SoftmaxRegression it must be 0 to 2.", Refusal(Dataset.FromFloats(new float[15], 5, new[] { 0, 2, -1 })));
        Assert.Equal("'label' of sample 0 is 255; for SoftmaxRegression it must be 0 to 2.", Refusal(Dataset.FromBytes(new byte[10], 5, new byte[] { 255, 3 })));

        var training = Samples.Dataset(8);
        Dataset wrong = Dataset.FromFloats(new float[8], 4, new int[2]);
        Assert.Contains("needs 5", Assert.Throws<ArgumentException>(() => network.Fit(training, new Adam(), new FitOptions { Validation = wrong })).Message);
        Assert.Contains("at least 1 epoch", Assert.Throws<ArgumentException>(() => network.Fit(training, new Adam(), new FitOptions { Epochs = 0 })).Message);
        Assert.Contains("1 sample", Assert.Throws<ArgumentException>(() => network.Fit(training, new Adam(), new FitOptions { BatchSize = 0 })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Evaluate(training, 0));

        using var oneHot = new SoftmaxRegression(oneHot: true);
        Assert.Equal(
            "The dataset has class indices; 'target' of SoftmaxRegression needs float targets.",
            Assert.Throws<ArgumentException>(() => oneHot.Evaluate(training)).Message);
        Assert.Equal(
            "The dataset has 2 targets in a sample; 'target' of SoftmaxRegression needs 3.",
            Assert.Throws<ArgumentException>(() => oneHot.Evaluate(Dataset.FromFloats(new float[10], 5, new float[4], 2))).Message);

        using var untrainable = new GapNetwork();
        Assert.Contains("cannot be trained or evaluated", Assert.Throws<InvalidOperationException>(() => untrainable.Fit(training, new Adam(), new FitOptions())).Message);
        Assert.Equal(before, Samples.Bits(network));

        string Refusal(Dataset data) => Assert.Throws<ArgumentException>(() => network.Fit(data, new Adam(), new FitOptions())).Message;
    }

    [Fact]
    public void A_batch_larger_than_the_dataset_is_the_dataset()
    {
        using var network = new SoftmaxRegression();
        var batches = new List<BatchReport>();
        network.Fit(Samples.Dataset(9), new Adam(), new FitOptions { BatchSize = 1000, OnBatch = batches.Add });
        Assert.Equal(1, Assert.Single(batches).Batches);
    }
}
