namespace ModelGen.Runtime.Tests;

/// <summary>Alone in the process, since what is counted is what the whole process allocates.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class AllocationTests
{
    [Theory]
    [InlineData(1, "sgd", false)]
    [InlineData(1, "adam", false)]
    [InlineData(2, "adam", false)]
    [InlineData(2, "adam", true)]
    [InlineData(5, "adam", false)]
    [InlineData(2, "adamw", false)]
    [InlineData(2, "rmsprop", false)]
    [InlineData(2, "adagrad", false)]
    [InlineData(2, "adadelta", false)]
    [InlineData(2, "lion", false)]
    [InlineData(1, "muon", false)]
    [InlineData(2, "muon", true)]
    [InlineData(2, "everything", false)]
    [InlineData(2, "everything", true)]
    public void Steps_allocate_nothing(int threads, string name, bool profiled)
    {
        const int features = 3000;
        (float[] values, int[] labels) = Samples.Make(2, features, 16);
        var logits = new float[2 * 16];
        using var network = new SoftmaxRegression(threads: threads, features: features, classes: 16);
        Optimizer optimizer = Make(name);
        LearningRateSchedule schedule = new CosineSchedule(optimizer.LearningRate, 10).WithWarmup(5);
        if (profiled)
            network.StartProfile();

        void Step()
        {
            optimizer.LearningRate = schedule.RateAt(7);
            network.TrainStep(values, labels, optimizer);
            network.Predict(values, logits);
        }

        // Long enough for every thread to have waited both ways, and for the JIT to be done.
        for (int step = 0; step < 100; step++)
            Step();

        // Another thread of the process, the JIT's or the test platform's, may allocate at any time; the team would in every run.
        long least = long.MaxValue;
        for (int run = 0; run < 20 && least > 0; run++)
        {
            long thread = GC.GetAllocatedBytesForCurrentThread();
            long process = GC.GetTotalAllocatedBytes(precise: true);
            for (int step = 0; step < 20; step++)
                Step();
            process = GC.GetTotalAllocatedBytes(precise: true) - process;
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - thread);
            least = Math.Min(least, process);
            if (run % 2 == 1)
                Thread.Sleep(5); // parks the team, so that waking parked threads is counted too
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void The_steps_of_Fit_allocate_nothing()
    {
        using var network = new SoftmaxRegression();
        long before = 0;
        long most = 0;
        network.Fit(Samples.Dataset(640), new Adam(), new FitOptions
        {
            Epochs = 3,
            BatchSize = 8,
            OnBatch = report =>
            {
                long now = GC.GetAllocatedBytesForCurrentThread();
                if (report.Batch > 1 && report.Epoch > 1)
                    most = Math.Max(most, now - before);
                before = now;
            },
        });
        Assert.NotEqual(0, before);
        Assert.Equal(0, most);
    }

    private static Optimizer Make(string name)
    {
        switch (name)
        {
            case "sgd": return new Sgd(momentum: 0.9f);
            case "adam": return new Adam();
            case "adamw": return new AdamW();
            case "rmsprop": return new RmsProp(momentum: 0.5f, centered: true);
            case "adagrad": return new Adagrad();
            case "adadelta": return new Adadelta();
            case "lion": return new Lion();
            case "muon": return new Muon();
            default:
                AdamW everything = new() { ClipNorm = 0.01f, ClipValue = 0.01f, AccumulationSteps = 3 };
                everything.Groups.Add("*.bias", learningRateFactor: 2, weightDecay: 0);
                return everything;
        }
    }
}

[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;
