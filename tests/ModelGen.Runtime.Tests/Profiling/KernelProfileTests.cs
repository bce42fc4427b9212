using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ModelGen.Runtime.Tests;

public sealed class KernelProfileTests
{
    private const int Features = 5;
    private const int Classes = 3;
    private readonly float[] values;
    private readonly int[] labels;

    public KernelProfileTests() => (values, labels) = Samples.Make(8, Features, Classes);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Each_kernel_and_each_update_has_its_entry(int threads)
    {
        using var network = new SoftmaxRegression(threads: threads);
        KernelProfile profile = network.StartProfile();
        Adam adam = new();
        for (int step = 0; step < 4; step++)
            network.TrainStep(values, labels, adam);
        network.TrainStep(values, labels, new Sgd());
        network.Predict(values, new float[8 * Classes]);

        Assert.Equal(
            [("Train", "Logits", 5), ("Train", "Loss", 5), ("Train", "WeightGradient", 5), ("Update", "Adam", 4), ("Update", "Sgd", 1), ("Predict", "Logits", 1)],
            profile.Kernels.Select(kernel => (kernel.Program, kernel.Kernel, (int)kernel.Calls)));
        Assert.All(profile.Kernels, kernel => Assert.True(kernel.Time > TimeSpan.Zero));
        TimeSpan sum = profile.Kernels.Aggregate(TimeSpan.Zero, (time, kernel) => time + kernel.Time);
        Assert.InRange((profile.Time - sum).TotalMicroseconds, 0, 1);
    }

    [Fact]
    public void Work_is_counted_at_the_sizes_of_each_run()
    {
        using var network = new SoftmaxRegression();
        KernelProfile profile = network.StartProfile();
        foreach (int batch in new[] { 8, 2, 8, 1 })
            network.Predict(values.AsSpan(0, batch * Features), new float[batch * Classes]);

        KernelTiming kernel = Assert.Single(profile.Kernels);
        Assert.Equal(4, kernel.Calls);
        Assert.Equal(2 * 19 * Features * Classes, kernel.Operations);
        Assert.Equal(4 * ((19 * Features) + (19 * Classes) + (4 * ((Features * Classes) + Classes))), kernel.Bytes);
        Assert.Equal(kernel.Operations / kernel.Time.TotalSeconds, kernel.OperationsPerSecond, 1e-6 * kernel.OperationsPerSecond);
        Assert.Equal(kernel.Bytes / kernel.Time.TotalSeconds, kernel.BytesPerSecond, 1e-6 * kernel.BytesPerSecond);
    }

    [Fact]
    public void An_update_moves_gradients_once_and_the_rest_twice()
    {
        using var network = new SoftmaxRegression(features: 2, classes: 3);
        KernelProfile profile = network.StartProfile();
        network.TrainStep(values.AsSpan(0, 4), labels.AsSpan(0, 2), new Sgd());
        network.TrainStep(values.AsSpan(0, 4), labels.AsSpan(0, 2), new Adam());

        // Three lines of 16 floats: a parameter is read and written, its gradient read, and each of Adam's two moments read and written.
        const int floats = 48;
        Assert.Equal([floats * 12, floats * 28], profile.Kernels.Where(kernel => kernel.Program == "Update").Select(kernel => kernel.Bytes));
    }

    [Fact]
    public void It_begins_and_ends_when_told()
    {
        using var network = new SoftmaxRegression();
        network.Predict(values, new float[8 * Classes]);
        KernelProfile first = network.StartProfile();
        Assert.Empty(first.Kernels);
        Assert.Equal(TimeSpan.Zero, first.Time);
        network.Predict(values, new float[8 * Classes]);
        KernelProfile second = network.StartProfile();
        network.Predict(values, new float[8 * Classes]);
        network.StopProfile();
        network.Predict(values, new float[8 * Classes]);
        Assert.Equal(1, Assert.Single(first.Kernels).Calls);
        Assert.Equal(1, Assert.Single(second.Kernels).Calls);
        second.Reset();
        Assert.Empty(second.Kernels);
    }

    [Fact]
    public void It_can_be_reset_and_goes_on()
    {
        using var network = new SoftmaxRegression();
        KernelProfile profile = network.StartProfile();
        network.TrainStep(values, labels, new Sgd());
        profile.Reset();
        network.Predict(values, new float[8 * Classes]);
        Assert.Equal(("Predict", 1), Assert.Single(profile.Kernels) is var only ? (only.Program, (int)only.Calls) : default);
    }

    [Fact]
    public void The_time_is_that_of_the_slowest_worker()
    {
        TimeSpan pause = TimeSpan.FromMilliseconds(20);
        using var network = new SoftmaxRegression(threads: 2)
        {
            Body = worker =>
            {
                if (worker.Index == 1)
                    Thread.Sleep(pause);
            },
        };
        KernelProfile profile = network.StartProfile();
        long start = Stopwatch.GetTimestamp();
        network.RunBody();
        TimeSpan run = Stopwatch.GetElapsedTime(start);
        Assert.InRange(Assert.Single(profile.Kernels).Time, pause - TimeSpan.FromMilliseconds(1), run);
    }

    [Fact]
    public void A_run_that_fails_leaves_a_profile_that_can_go_on()
    {
        using var network = new SoftmaxRegression(threads: 2);
        KernelProfile profile = network.StartProfile();
        Assert.Throws<ArithmeticException>(() => network.FailOn(1));
        Assert.Empty(profile.Kernels);
        network.Predict(values, new float[8 * Classes]);
        Assert.Equal("Predict", Assert.Single(profile.Kernels).Program);
    }

    [Fact]
    public void It_reads_as_a_table()
    {
        using var network = new SoftmaxRegression();
        KernelProfile profile = network.StartProfile();
        network.TrainStep(values, labels, new Sgd());
        string[] lines = profile.ToString().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Single(lines.Select(line => line.Length).Distinct());
        Assert.StartsWith("Train     WeightGradient ", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_forgotten_network_is_collected_though_it_was_profiled()
    {
        WeakReference forgotten = Forget(out KernelProfile profile);
        for (int attempt = 0; attempt < 50 && forgotten.IsAlive; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(1);
        }

        Assert.False(forgotten.IsAlive);
        Assert.NotEmpty(profile.Kernels);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Forget(out KernelProfile profile)
    {
        var network = new SoftmaxRegression(threads: 2);
        profile = network.StartProfile();
        network.TrainStep(values, labels, new Sgd());
        return new WeakReference(network);
    }
}
