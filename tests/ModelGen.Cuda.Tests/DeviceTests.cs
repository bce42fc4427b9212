namespace ModelGen.Cuda.Tests;

/// <summary>Networks on a device, as on the processor.</summary>
public abstract class DeviceTests
{
    private const int Batch = 6;
    private const double Bound = 1e-4;

    public static TheoryData<string> Optimizers => ["Sgd", "Momentum", "Nesterov", "Adam", "AdamW", "RmsProp", "RmsPropCentered", "Adagrad", "Adadelta", "Lion"];

    /// <summary>The device; the test is skipped, with a reason, where there is none.</summary>
    protected abstract Device Target { get; }

    /// <summary>The optimisers that are tried; the formulas of all are compared with the processor's elsewhere too.</summary>
    protected virtual IReadOnlyCollection<string> Tried => [.. Optimizers.Select(row => row.Data)];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Trains_as_the_processor_does(string optimizer)
    {
        Assert.SkipUnless(Tried.Contains(optimizer), "This device takes seconds for a step: two optimisers stand for all.");
        using SmallCnn onCpu = new(seed: 7, threads: 1), onDevice = new(seed: 7, threads: 1);
        onDevice.To(Target);
        Optimizer cpuOptimizer = Make(optimizer), deviceOptimizer = Make(optimizer);
        for (int step = 0; step < 3; step++)
        {
            (float[] image, int[] label) = Data(Batch - step, step);
            var expected = new float[label.Length * 5];
            var actual = new float[label.Length * 5];
            Assert.Equal(onCpu.TrainStep(image, label, expected, cpuOptimizer), onDevice.TrainStep(image, label, actual, deviceOptimizer), Bound);
            AssertClose(expected, actual);
        }

        AssertSameParameters(onCpu, onDevice);
    }

    [Fact]
    public void Predicts_evaluates_and_leaves_gradients_as_the_processor_does()
    {
        using SmallCnn onCpu = new(seed: 3, threads: 1), onDevice = new(seed: 3, threads: 1);
        onDevice.To(Target);
        (float[] image, int[] label) = Data(Batch, 0);
        var expected = new float[Batch * 5];
        var actual = new float[Batch * 5];
        onCpu.Predict(image, expected);
        onDevice.Predict(image, actual);
        AssertClose(expected, actual);
        Assert.Equal(onCpu.Evaluate(image, label, expected), onDevice.Evaluate(image, label, actual), Bound);
        Assert.Equal(onCpu.Gradients(image, label), onDevice.Gradients(image, label), Bound);
        foreach ((Parameter host, Parameter device) in onCpu.Parameters.Zip(onDevice.Parameters))
        {
            var hostGradient = new float[host.Count];
            var deviceGradient = new float[host.Count];
            host.CopyGradientTo(hostGradient);
            device.CopyGradientTo(deviceGradient);
            AssertClose(hostGradient, deviceGradient);
        }
    }

    [Fact]
    public void A_network_of_a_fixed_size_without_a_loss_predicts()
    {
        using FixedClassifier onCpu = new(seed: 1, threads: 1), onDevice = new(seed: 1, threads: 1);
        onDevice.To(Target);
        float[] left = [.. Enumerable.Range(0, 24).Select(i => MathF.Sin(i))], right = [.. Enumerable.Range(0, 24).Select(i => MathF.Cos(i))];
        var expected = new float[12];
        var actual = new float[12];
        onCpu.Predict(left, right, expected);
        onDevice.Predict(left, right, actual);
        AssertClose(expected, actual);
    }

    [Fact]
    public void Parameters_and_optimizers_move_with_the_network_and_files_are_the_same()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using SmallCnn stays = new(seed: 5, threads: 1), moves = new(seed: 5, threads: 1), loads = new(seed: 6, threads: 1);
        Adam staying = new(0.01f), moving = new(0.01f);
        (float[] image, int[] label) = Data(Batch, 0);
        for (int step = 0; step < 4; step++)
        {
            moves.To(step % 2 == 0 ? Target : Device.Cpu);
            Assert.Equal(stays.TrainStep(image, label, staying), moves.TrainStep(image, label, moving), Bound);
        }

        moves.To(Target);
        moves.Parameters["dense2.bias"][1] = 0.5f;
        stays.Parameters["dense2.bias"][1] = 0.5f;
        moves.TrainStep(image, label, moving);
        stays.TrainStep(image, label, staying);
        AssertSameParameters(stays, moves);
        try
        {
            moves.Save(path);
            loads.To(Target);
            loads.Load(path);
            AssertSameParameters(moves, loads);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        float[] Run()
        {
            using SmallCnn network = new(seed: 11, threads: 1);
            network.To(Target);
            Adam adam = new(0.01f);
            for (int step = 0; step < 2; step++)
            {
                (float[] image, int[] label) = Data(Batch, step);
                network.TrainStep(image, label, adam);
            }

            return [.. network.Parameters.SelectMany(Values)];
        }

        Assert.Equal(Run(), Run());
    }

    [Fact]
    public void Repeats_steps_at_sizes_that_come_and_go()
    {
        using SmallCnn onCpu = new(seed: 9, threads: 1), onDevice = new(seed: 9, threads: 1);
        onDevice.To(Target);
        Sgd cpuOptimizer = new(0.1f, momentum: 0.9f), deviceOptimizer = new(0.1f, momentum: 0.9f);
        int[] batches = [2, 2, 2, 3, 2, 3, 1];
        for (int step = 0; step < batches.Length; step++)
        {
            (float[] image, int[] label) = Data(batches[step], step);
            Assert.Equal(onCpu.TrainStep(image, label, cpuOptimizer), onDevice.TrainStep(image, label, deviceOptimizer), Bound);
        }

        AssertSameParameters(onCpu, onDevice);
    }

    [Fact]
    public void Fits_a_dataset_as_the_processor_does()
    {
        (float[] image, int[] label) = Data(7, 0);
        FitOptions options = new() { Epochs = 2, BatchSize = 3, Seed = 4 };
        using SmallCnn onCpu = new(seed: 8, threads: 1), onDevice = new(seed: 8, threads: 1);
        onDevice.To(Target);
        IReadOnlyList<EpochReport> expected = onCpu.Fit(Dataset.FromFloats(image, 100, label), new Sgd(0.1f), options);
        IReadOnlyList<EpochReport> actual = onDevice.Fit(Dataset.FromFloats(image, 100, label), new Sgd(0.1f), options);
        Assert.Equal(expected.Select(report => report.Loss), actual.Select(report => report.Loss), (one, other) => Math.Abs(one - other) < Bound);
        AssertSameParameters(onCpu, onDevice);
    }

    [Fact]
    public void A_profile_names_every_kernel_or_it_is_said_that_there_is_none()
    {
        using SmallCnn network = new(seed: 2, threads: 1);
        network.To(Target);
        (float[] image, int[] label) = Data(2, 0);
        Adam adam = new(0.01f);
        network.TrainStep(image, label, adam);
        KernelProfile profile;
        try
        {
            profile = network.StartProfile();
        }
        catch (NotSupportedException exception)
        {
            Assert.Contains("does not tell how long its kernels take", exception.Message, StringComparison.Ordinal);
            Assert.Skip(exception.Message);
            return;
        }

        Assert.Contains("stop it", Assert.Throws<NotSupportedException>(() => network.To(Device.Cpu)).Message, StringComparison.Ordinal);
        network.TrainStep(image, label, adam);
        network.TrainStep(image, label, adam);
        network.StopProfile();
        network.TrainStep(image, label, adam);
        Assert.All(profile.Kernels, kernel => Assert.Equal(2, kernel.Calls));
        Assert.All(profile.Kernels, kernel => Assert.True(kernel.Time >= TimeSpan.Zero && kernel.Bytes > 0, kernel.Kernel));
        Assert.True(profile.Time > TimeSpan.Zero);
        Assert.Equal(("Update", nameof(Adam)), (profile.Kernels[^1].Program, profile.Kernels[^1].Kernel));
        Assert.All(profile.Kernels.SkipLast(1), kernel => Assert.Equal("Train", kernel.Program));
        Assert.Contains(profile.Kernels, kernel => kernel.Kernel.StartsWith("Conv1Relu1Pool1", StringComparison.Ordinal) && kernel.Operations > 0);
    }

    private static Optimizer Make(string name) => name switch
    {
        "Sgd" => new Sgd(0.1f, weightDecay: 0.01f),
        "Momentum" => new Sgd(0.1f, momentum: 0.9f),
        "Nesterov" => new Sgd(0.1f, momentum: 0.9f, nesterov: true),
        "AdamW" => new AdamW(0.01f, weightDecay: 0.1f),
        "RmsProp" => new RmsProp(0.01f, weightDecay: 0.01f),
        "RmsPropCentered" => new RmsProp(0.01f, epsilon: 1e-3f, momentum: 0.5f, centered: true),
        "Adagrad" => new Adagrad(0.01f, learningRateDecay: 0.1f, initialAccumulator: 0.1f),
        "Adadelta" => new Adadelta(epsilon: 1e-3f),
        "Lion" => new Lion(0.001f, weightDecay: 0.1f),
        _ => new Adam(0.01f, weightDecay: 0.01f),
    };

    protected static (float[] Image, int[] Label) Data(int batch, int step) =>
        ([.. Enumerable.Range(0, batch * 100).Select(i => MathF.Sin((i * 1.7f) + step) * MathF.Cos(i * 0.37f))], [.. Enumerable.Range(0, batch).Select(i => (i + step) % 5)]);

    private static float[] Values(Parameter parameter)
    {
        var values = new float[parameter.Count];
        parameter.CopyTo(values);
        return values;
    }

    private static void AssertSameParameters(CompiledNetwork one, CompiledNetwork other)
    {
        foreach ((Parameter expected, Parameter actual) in one.Parameters.Zip(other.Parameters))
            AssertClose(Values(expected), Values(actual));
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        double scale = Math.Sqrt(expected.Sum(value => (double)value * value) / expected.Length);
        Assert.True(scale > 0, "The reference is all zeros.");
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(Math.Abs(expected[i] - actual[i]) / Math.Max(Math.Abs(expected[i]), scale), 0, Bound);
    }
}
