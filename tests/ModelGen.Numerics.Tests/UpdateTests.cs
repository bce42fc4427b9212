using ModelGen.Numerics.Cases;

namespace ModelGen.Numerics.Tests;

/// <summary>Parameters that <c>Loss</c> updates: as an optimiser moves them, saved and trained like all others.</summary>
public sealed class UpdateTests
{
    private const int Batch = 13;
    private const int Steps = 8;

    // A fused multiply-add rounds once where two operations round twice; a step adds about one such difference.
    private const double Rounding = Steps * 2.5e-7;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Descent_by_updates_is_descent_by_Sgd(int threads)
    {
        using DescendingPerceptron updated = new(seed: 3, threads);
        using OptimisedPerceptron optimised = new(seed: 3, threads);
        Sgd optimizer = new(0.1f);
        AssertSame(updated, optimised, step => (updated.TrainStep(Input(step, 7), Labels(step)), optimised.TrainStep(Input(step, 7), Labels(step), optimizer)));
    }

    [Fact]
    public void Momentum_by_updates_is_momentum_by_Sgd()
    {
        using RollingPerceptron updated = new(seed: 3);
        using OptimisedPerceptron optimised = new(seed: 3);
        Sgd optimizer = new(0.1f, momentum: 0.9f);
        AssertSame(updated, optimised, step => (updated.TrainStep(Input(step, 7), Labels(step)), optimised.TrainStep(Input(step, 7), Labels(step), optimizer)));
        Assert.All(Values(updated, "VelocityW1"), value => Assert.NotEqual(0, value));
    }

    [Fact]
    public void Descent_through_time_by_updates_is_descent_by_Sgd()
    {
        using DescendingRecurrence updated = new(seed: 3);
        using OptimisedRecurrence optimised = new(seed: 3);
        Sgd optimizer = new(0.2f);
        AssertSame(updated, optimised, step => (updated.TrainStep(Input(step, 18), Target(step, 4)), optimised.TrainStep(Input(step, 18), Target(step, 4), optimizer)));
    }

    [Fact]
    public void An_optimiser_trains_what_updates_leave_to_it()
    {
        using DescendingHead updated = new(seed: 3);
        using OptimisedHead optimised = new(seed: 3);
        Sgd optimizer = new(0.1f);
        AssertSame(updated, optimised, step => (updated.TrainStep(Input(step, 100), Labels(step), optimizer), optimised.TrainStep(Input(step, 100), Labels(step), optimizer)));
    }

    [Fact]
    public void Updates_see_what_the_parameters_were_before_the_step()
    {
        using MixedUpdates network = new(seed: 3);
        Sgd optimizer = new(0.1f);
        float[] mean = new float[5], output = new float[Batch * 5], weight = Values(network, "dense1.weight");
        for (int step = 0; step < 3; step++)
        {
            network.TrainStep(Input(step, 7), Target(step, 5), output, optimizer);
            for (int column = 0; column < 5; column++)
            {
                float before = mean[column];
                float average = Enumerable.Range(0, Batch).Sum(row => output[(row * 5) + column] + before) / Batch;
                mean[column] = (0.9f * before) + (0.1f * average);
            }

            Assert.Equal([step + 1f], Values(network, "Steps"));
            Assert.Equal([(float)step], Values(network, "StepsBefore"));
            Assert.InRange(Closeness.Difference(Values(network, "Mean"), mean), 0, 1e-6);
        }

        Assert.NotEqual(weight, Values(network, "dense1.weight"));
        Assert.False(network.Parameters["Mean"].IsTrained);
        Assert.Throws<InvalidOperationException>(() => network.Parameters["Mean"].CopyGradientTo(mean));
    }

    [Fact]
    public void Only_a_step_updates()
    {
        using DescendingPerceptron network = new(seed: 3);
        float[] before = All(network), output = new float[Batch * 5];
        network.Predict(Input(0, 7), output);
        float loss = network.Evaluate(Input(0, 7), Labels(0), output);
        Assert.Equal(before, All(network));
        Assert.Equal(loss, network.TrainStep(Input(0, 7), Labels(0), output));
        Assert.NotEqual(before, All(network));
    }

    [Fact]
    public void A_network_that_updates_itself_is_trained_on_a_dataset_and_saved()
    {
        FitOptions options = new() { Epochs = 3, BatchSize = 16, Seed = 5 };
        Dataset data = Dataset.FromFloats(SeededValues.Uniform(1, 70 * 7, -1, 1), 7, SeededValues.Integers(2, 70, 5));
        using RollingPerceptron network = new(seed: 3), loaded = new(seed: 4);
        using OptimisedPerceptron optimised = new(seed: 3);
        IReadOnlyList<EpochReport> reports = network.Fit(data, options);
        IReadOnlyList<EpochReport> expected = optimised.Fit(data, new Sgd(0.1f, momentum: 0.9f), options);
        Assert.All(reports.Zip(expected), pair => Assert.Equal(pair.Second.Loss, pair.First.Loss, 1e-5f));
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            network.Save(file);
            loaded.Load(file);
        }
        finally
        {
            File.Delete(file);
        }

        // Velocities are saved too, so that training goes on as it would have.
        Assert.Equal(network.Fit(data, options).Select(report => report.Loss), loaded.Fit(data, options).Select(report => report.Loss));
        Assert.Equal(All(network), All(loaded));
    }

    [Fact]
    public void An_optimiser_too_many_or_too_few_is_refused()
    {
        Dataset data = Dataset.FromFloats(new float[14], 7, new int[2]);
        using DescendingPerceptron updated = new();
        using OptimisedPerceptron optimised = new();
        Assert.Contains("without one", Assert.Throws<InvalidOperationException>(() => updated.Fit(data, new Sgd(), new FitOptions())).Message, StringComparison.Ordinal);
        Assert.Contains("with an optimiser", Assert.Throws<InvalidOperationException>(() => optimised.Fit(data, new FitOptions())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => updated.Fit(data, new FitOptions { Schedule = new StepSchedule(0.1f, every: 1) }));
    }

    [Fact]
    public void A_profile_and_the_summary_say_what_updates()
    {
        using DescendingPerceptron network = new();
        KernelProfile profile = network.StartProfile();
        network.TrainStep(Input(0, 7), Labels(0));
        Assert.Contains(profile.Kernels, kernel => kernel is { Program: "Update", Kernel: "Loss" });
        Assert.Contains("DescendingPerceptron: 226 parameters", DescendingPerceptron.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slope_outside_training_is_that_of_what_is_computed_there()
    {
        using SlopeByMode network = new(seed: 3);
        float[] mean = SeededValues.Uniform(1, 5, -1, 1), variance = SeededValues.Uniform(2, 5, 0.5f, 2);
        network.Parameters["norm1.running_mean"].CopyFrom(mean);
        network.Parameters["norm1.running_var"].CopyFrom(variance);
        float[] x = SeededValues.Uniform(4, 6, -1, 1), slope = new float[6];
        network.Predict(x, slope);
        for (int column = 0; column < 6; column++)
        {
            double Moved(double step)
            {
                double[] moved = [.. x.Select((value, index) => index == column ? value + step : value)];
                return SumOfSquares(network, moved, mean, variance);
            }

            Assert.Equal((Moved(1e-5) - Moved(-1e-5)) / 2e-5, slope[column], 1e-4);
        }
    }

    private static double SumOfSquares(SlopeByMode network, double[] x, float[] mean, float[] variance)
    {
        float[] first = Values(network, "dense1.weight"), firstBias = Values(network, "dense1.bias"), second = Values(network, "dense2.weight"), secondBias = Values(network, "dense2.bias");
        double[] hidden = [.. Enumerable.Range(0, 5).Select(row =>
            Math.Tanh((Enumerable.Range(0, 6).Sum(column => first[(row * 6) + column] * x[column]) + firstBias[row] - mean[row]) / Math.Sqrt(variance[row] + 1e-5)))];
        return Enumerable.Range(0, 3).Select(row => Enumerable.Range(0, 5).Sum(column => second[(row * 5) + column] * hidden[column]) + secondBias[row]).Sum(value => value * value);
    }

    private static void AssertSame(CompiledNetwork updated, CompiledNetwork optimised, Func<int, (float Updated, float Optimised)> step)
    {
        for (int number = 0; number < Steps; number++)
        {
            (float loss, float expected) = step(number);
            Assert.Equal(expected, loss, 1e-5f);
        }

        foreach (Parameter parameter in optimised.Parameters)
            Assert.InRange(Closeness.Difference(Values(updated, parameter.Name), Values(optimised, parameter.Name)), 0, Rounding);
    }

    private static float[] Input(int step, int width) => SeededValues.Uniform(SeededValues.Seed($"updates/input/{step}"), Batch * width, -1, 1);

    private static float[] Target(int step, int width) => SeededValues.Uniform(SeededValues.Seed($"updates/target/{step}"), Batch * width, -1, 1);

    private static int[] Labels(int step) => SeededValues.Integers(SeededValues.Seed($"updates/labels/{step}"), Batch, 5);

    private static float[] All(CompiledNetwork network) => [.. network.Parameters.SelectMany(parameter => Values(network, parameter.Name))];

    private static float[] Values(CompiledNetwork network, string name)
    {
        var values = new float[network.Parameters[name].Count];
        network.Parameters[name].CopyTo(values);
        return values;
    }
}
