using ModelGen.Numerics.Cases;
using ModelGen.Numerics.Tests.Harness;

namespace ModelGen.Numerics.Tests;

/// <summary>These tests run alone: the whole process's allocations are counted.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationCollection;

/// <summary>A step allocates nothing, on no thread.</summary>
[Collection(nameof(AllocationTests))]
public sealed class AllocationTests
{
    private const int Repeats = 10;

    // The test runner's own threads may allocate now and then, and a collection that one of them causes counts what is left of every thread's
    // allocation buffer. A step that allocates does so every time; so one quiet attempt is proof.
    private const int Attempts = 20;

    public static TheoryData<string, int> Networks => new(
        from name in (string[])["KerasCnn", "MlpTanh", "MlpSigmoidOneHot", "StridedCnn", "TwoInputs", "MlpRegularised"]
        from threads in (int[])[1, 2]
        select (name, threads));

    [Theory]
    [MemberData(nameof(Networks))]
    public void Training_allocates_nothing(string name, int threads)
    {
        using CaseNetwork network = NetworkCases.CreateDrawn(name, threads);
        CaseBatch batch = new(CaseCatalog.All[name], 16);
        foreach (Optimizer optimizer in (Optimizer[])[new Sgd(0.01f), new Sgd(0.01f, 0.9f, nesterov: true), new Adam(), new Muon(), new Lion { ClipNorm = 1, AccumulationSteps = 2 }])
        {
            AssertNothingAllocated(() => network.TrainStep(batch, optimizer));
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gradients_Predict_and_Evaluate_allocate_nothing(string name, int threads)
    {
        using CaseNetwork network = NetworkCases.CreateDrawn(name, threads);
        CaseBatch batch = new(CaseCatalog.All[name], 16);
        float[] output = batch.NewOutput();
        AssertNothingAllocated(() => network.Gradients(batch));
        AssertNothingAllocated(() => network.Predict(batch, output));
        AssertNothingAllocated(() => network.Evaluate(batch, output));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Dropout_allocates_nothing(int threads)
    {
        const int batch = 18;
        DropoutPair pair = DropoutPair.All["DropoutCnn"];
        using DropoutNetwork network = pair.Dropping(1, threads);
        float[] x = SeededValues.Uniform(1, batch * pair.Inputs), target = SeededValues.Uniform(2, batch * pair.Outputs), output = new float[target.Length];
        Adam optimizer = new();
        AssertNothingAllocated(() => network.Train(x, [], target, output, optimizer));
        AssertNothingAllocated(() => network.Gradients(x, [], target));
    }

    [Fact]
    public void Smaller_and_equal_batches_allocate_nothing()
    {
        using CaseNetwork network = NetworkCases.CreateDrawn("KerasCnn", threads: 2);
        CaseDescription description = CaseCatalog.All["KerasCnn"];
        CaseBatch[] batches = [.. ((int[])[16, 1, 7, 16, 15]).Select(count => new CaseBatch(description, count))];
        Adam optimizer = new();
        AssertNothingAllocated(() =>
        {
            foreach (CaseBatch batch in batches)
            {
                network.TrainStep(batch, optimizer);
            }
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Batches_of_a_dataset_of_several_columns_allocate_nothing(int threads)
    {
        const int count = 64, epochs = 40;
        using DigitAndSlant network = new(seed: 1, threads);
        Dataset data = Dataset.FromFloats(SeededValues.Uniform(1, count * 144), 144, SeededValues.Integers(2, count, 10)).WithInput(SeededValues.Uniform(3, count * 2), 2).WithTargets(SeededValues.Uniform(4, count), 1);
        long[] allocated = new long[epochs * count / 16];
        int steps = 0;
        network.Fit(data, new Adam(), new FitOptions { Epochs = epochs, BatchSize = 16, OnBatch = _ => allocated[steps++] = AllThreads() });
        // From batch to batch, in an epoch each: what lies between epochs is a report.
        IEnumerable<long> differences = Enumerable.Range(1, allocated.Length - 1).Where(step => step % (count / 16) != 0).Select(step => allocated[step] - allocated[step - 1]);
        Assert.Equal(0, differences.Min());
        Assert.True(differences.Count(difference => difference == 0) > differences.Count() / 2);
    }

    [Fact]
    public void The_measure_notices_an_allocation_on_another_thread()
    {
        using Barrier barrier = new(2);
        using CancellationTokenSource done = new();
        Thread other = new(() =>
        {
            while (!done.IsCancellationRequested)
            {
                barrier.SignalAndWait();
                GC.KeepAlive(new byte[64]);
                barrier.SignalAndWait();
            }
        });
        other.Start();
        long least = LeastAllocated(
            () =>
            {
                barrier.SignalAndWait();
                barrier.SignalAndWait();
            },
            AllThreads);
        done.Cancel();
        barrier.RemoveParticipant();
        other.Join();
        Assert.True(least >= Repeats * 64);
    }

    private static void AssertNothingAllocated(Action action)
    {
        action();
        Assert.Equal(0, LeastAllocated(action, GC.GetAllocatedBytesForCurrentThread));
        Assert.Equal(0, LeastAllocated(action, AllThreads));
    }

    private static long AllThreads() => GC.GetTotalAllocatedBytes(precise: true);

    private static long LeastAllocated(Action action, Func<long> allocated)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            long before = allocated();
            for (int repeat = 0; repeat < Repeats; repeat++)
            {
                action();
            }

            least = Math.Min(least, allocated() - before);
        }

        return least;
    }
}
