namespace ModelGen.Cuda.Tests;

/// <summary>Networks on a CUDA device: one of the machine's, or the library that <c>MODELGEN_CUDA_DRIVER</c> names. Without a driver they are skipped.</summary>
public sealed class DeviceTests
{
    private const int Batch = 6;
    private const double Bound = 1e-4;

    private static readonly Lazy<(Device? Device, string Reason)> found = new(() =>
    {
        try
        {
            return (Device.Cuda(0), "");
        }
        catch (DeviceException exception)
        {
            return (null, exception.Message);
        }
    });

    public static TheoryData<string> Optimizers => ["Sgd", "Momentum", "Nesterov", "Adam", "AdamW", "RmsProp", "RmsPropCentered", "Adagrad", "Adadelta", "Lion"];

    private static Device Cuda
    {
        get
        {
            Assert.SkipWhen(found.Value.Device is null, found.Value.Reason);
            return found.Value.Device!;
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Trains_as_the_processor_does(string optimizer)
    {
        using SmallCnn onCpu = new(seed: 7, threads: 1), onGpu = new(seed: 7, threads: 1);
        onGpu.To(Cuda);
        Optimizer cpuOptimizer = Make(optimizer), gpuOptimizer = Make(optimizer);
        for (int step = 0; step < 3; step++)
        {
            (float[] image, int[] label) = Data(Batch - step, step);
            var expected = new float[label.Length * 5];
            var actual = new float[label.Length * 5];
            Assert.Equal(onCpu.TrainStep(image, label, expected, cpuOptimizer), onGpu.TrainStep(image, label, actual, gpuOptimizer), Bound);
            AssertClose(expected, actual);
        }

        AssertSameParameters(onCpu, onGpu);
    }

    [Fact]
    public void Predicts_evaluates_and_leaves_gradients_as_the_processor_does()
    {
        using SmallCnn onCpu = new(seed: 3, threads: 1), onGpu = new(seed: 3, threads: 1);
        onGpu.To(Cuda);
        (float[] image, int[] label) = Data(Batch, 0);
        var expected = new float[Batch * 5];
        var actual = new float[Batch * 5];
        onCpu.Predict(image, expected);
        onGpu.Predict(image, actual);
        AssertClose(expected, actual);
        Assert.Equal(onCpu.Evaluate(image, label, expected), onGpu.Evaluate(image, label, actual), Bound);
        Assert.Equal(onCpu.Gradients(image, label), onGpu.Gradients(image, label), Bound);
        foreach ((Parameter host, Parameter device) in onCpu.Parameters.Zip(onGpu.Parameters))
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
        using FixedClassifier onCpu = new(seed: 1, threads: 1), onGpu = new(seed: 1, threads: 1);
        onGpu.To(Cuda);
        float[] left = [.. Enumerable.Range(0, 24).Select(i => MathF.Sin(i))], right = [.. Enumerable.Range(0, 24).Select(i => MathF.Cos(i))];
        var expected = new float[12];
        var actual = new float[12];
        onCpu.Predict(left, right, expected);
        onGpu.Predict(left, right, actual);
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
            moves.To(step % 2 == 0 ? Cuda : Device.Cpu);
            Assert.Equal(stays.TrainStep(image, label, staying), moves.TrainStep(image, label, moving), Bound);
        }

        moves.To(Cuda);
        moves.Parameters["dense2.bias"][1] = 0.5f;
        stays.Parameters["dense2.bias"][1] = 0.5f;
        moves.TrainStep(image, label, moving);
        stays.TrainStep(image, label, staying);
        AssertSameParameters(stays, moves);
        try
        {
            moves.Save(path);
            loads.To(Cuda);
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
            network.To(Cuda);
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
    public void A_step_allocates_nothing()
    {
        using SmallCnn network = new(seed: 2, threads: 1);
        network.To(Cuda);
        Adam adam = new(0.01f);
        (float[] image, int[] label) = Data(2, 0);
        for (int step = 0; step < 3; step++)
            network.TrainStep(image, label, adam);
        long before = GC.GetAllocatedBytesForCurrentThread();
        network.TrainStep(image, label, adam);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void What_does_not_work_there_is_said_in_a_sentence()
    {
        using SmallCnn network = new(seed: 2, threads: 1);
        network.To(Cuda);
        Assert.Contains("processor", Assert.Throws<NotSupportedException>(network.StartProfile).Message, StringComparison.Ordinal);
        Assert.Contains("no CUDA device 99", Assert.Throws<DeviceException>(() => Device.Cuda(99)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Device.Cuda(-1));
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

    private static (float[] Image, int[] Label) Data(int batch, int step) =>
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
