using ModelGen.Compiler.Gpu;
using ModelGen.Compiler.Plan;
using ModelGen.Gpu.Tests.Harness;
using ModelGen.Numerics.Cases;
using ModelGen.Numerics.Tests;
using ModelGen.Numerics.Tests.Harness;
using ModelGen.Runtime;

namespace ModelGen.Gpu.Tests;

/// <summary>The numerics tests' networks on the kernels written for GPUs: output, loss and gradients as the CPU computes them.</summary>
public abstract class KernelTests
{
    private const double Bound = 1e-4;

    public static TheoryData<string> All => [.. NetworkCases.Names];

    /// <summary>A network's kernels on what runs them.</summary>
    private protected abstract IKernelNetwork Compile(NetworkModel network);

    /// <summary>Skips a network that would take too long.</summary>
    protected virtual void SkipWhenSlow(string name)
    {
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Agrees_with_the_CPU(string name)
    {
        SkipWhenSlow(name);
        CaseDescription description = CaseCatalog.All[name];
        using CaseNetwork network = NetworkCases.CreateDrawn(name);
        using IKernelNetwork gpu = Compile(NetworkSources.Model(name));
        gpu.CopyFrom(network.Network);
        // The accelerator takes a second for a few million operations.
        int count = description.Batches.Order().ElementAt(description.Thinning > 1 ? 0 : 1);
        CaseBatch batch = new(description, count);
        float[] output = batch.NewOutput();
        long OfSymbol(string symbol) => SizeOf(description, count, symbol);
        float loss = network.Evaluate(batch, output);
        Array[] inputs = InputsOf(batch);

        (float[] predicted, _) = gpu.Run("Predict", OfSymbol, inputs[..^(1 + description.FurtherOutputs.Length)]);
        AssertOutputs(predicted);
        network.Gradients(batch);
        (float[] trained, float trainedLoss) = gpu.Run("Train", OfSymbol, inputs);
        AssertOutputs(trained);
        Assert.InRange(Closeness.LossDifference(trainedLoss, loss, output, batch.Projection), 0, Bound);
        foreach (ParameterDescription parameter in description.Parameters)
        {
            double difference = Closeness.Difference(gpu.Gradient(parameter.Name), network.Gradient(parameter.Name));
            Assert.True(difference < Bound, $"The gradient of {parameter.Name} differs by {difference:g3}.");
        }

        void AssertOutputs(float[] actual) => Assert.All(batch.Split(actual).Zip(batch.Split(output)), pair => Assert.InRange(Closeness.Difference(pair.First, pair.Second), 0, Bound));
    }

    [Theory]
    [InlineData("DropoutRows", 7, 0)]
    [InlineData("DropoutLengths", 18, 1)]
    [InlineData("DropoutSixSamples", 6, 2)]
    [InlineData("DropoutOneSample", 1, 1)]
    [InlineData("DropoutTwice", 5, 1)]
    [InlineData("DropoutBehindFlatten", 5, 0)]
    [InlineData("DropoutBeforePool", 3, 2)]
    [InlineData("DropoutCnn", 5, 1)]
    public void Drops_what_the_CPU_drops(string name, int batch, int steps)
    {
        const ulong seed = 0xfedcba9876543210;
        DropoutPair pair = DropoutPair.All[name];
        using DropoutNetwork network = pair.Dropping(seed, 1).Draw();
        float[] x = SeededValues.Uniform(SeededValues.Seed(name), batch * pair.Inputs, -1, 1);
        float[] target = SeededValues.Uniform(SeededValues.Seed(name + "/target"), batch * pair.Outputs, -1, 1);
        for (int step = 0; step < steps; step++)
            network.Train(x, [], target, new float[target.Length], new Sgd(0.01f));
        using IKernelNetwork gpu = Compile(NetworkSources.Model(name));
        gpu.CopyFrom(network.Network);

        float loss = network.Gradients(x, [], target);
        (_, float gpuLoss) = gpu.Run("Train", _ => batch, [x, target], new RandomKey(seed, (uint)steps));
        Assert.Equal(loss, gpuLoss, 1e-4);
        foreach (Parameter parameter in network.Network.Parameters)
        {
            var expected = new float[parameter.Count];
            parameter.CopyGradientTo(expected);
            Assert.InRange(Closeness.Difference(gpu.Gradient(parameter.Name), expected), 0, Bound);
        }
    }

    [Theory]
    [InlineData("BatchNormRows")]
    [InlineData("BatchNormSeries")]
    [InlineData("BatchNormImages")]
    public void Normalises_by_the_batch_as_the_CPU_does(string name)
    {
        BatchNormCase description = BatchNormCase.All.Single(candidate => candidate.Name == name);
        float[] x = description.DrawInput(0), target = description.DrawTarget(0), output = new float[target.Length];
        using BatchNormNetwork network = BatchNormNetwork.Create(description);
        using IKernelNetwork gpu = Compile(NetworkSources.Model(name));
        gpu.CopyFrom(network.Network);
        (float[] trained, _) = gpu.Run("Train", _ => description.Batch, [x, target]);
        // What the step leaves for states lies where gradients do.
        Dictionary<string, float[]> left = network.Network.Parameters.ToDictionary(parameter => parameter.Name, parameter => gpu.Gradient(parameter.Name));
        network.Train(x, target, output, new Sgd(1e-30f));
        Assert.InRange(Closeness.Difference(trained, output), 0, 1e-3);
        foreach (Parameter parameter in network.Network.Parameters)
        {
            float[] expected = parameter.IsTrained ? network.Gradient(parameter.Name) : network.Values(parameter.Name);
            Assert.InRange(Closeness.Difference(left[parameter.Name], expected), 0, 1e-3);
        }

        gpu.CopyFrom(network.Network);
        network.Predict(x, output);
        (float[] predicted, _) = gpu.Run("Predict", _ => description.Batch, [x]);
        Assert.InRange(Closeness.Difference(predicted, output), 0, Bound);
    }

    [Fact]
    public void Leaves_what_the_CPU_leaves_for_parameters_that_Loss_updates()
    {
        const int batch = 7;
        using var perceptron = new RollingPerceptron(seed: 3);
        float[] x = SeededValues.Uniform(1, batch * 7, -1, 1);
        int[] labels = SeededValues.Integers(2, batch, 5);
        AssertUpdates(perceptron, batch, [x, labels], () => perceptron.TrainStep(x, labels));

        using var recurrence = new DescendingRecurrence(seed: 3);
        float[] sequence = SeededValues.Uniform(3, batch * 18, -1, 1), target = SeededValues.Uniform(4, batch * 4, -1, 1);
        AssertUpdates(recurrence, batch, [sequence, target], () => recurrence.TrainStep(sequence, target));
    }

    // Where a second size varies, it is that of the first input's next axis.
    private protected static long SizeOf(CaseDescription description, int count, string symbol) => symbol == "time" ? description.Input[0] : count;

    private protected static Array[] InputsOf(CaseBatch batch) =>
        [batch.Indices.Length > 0 ? batch.Indices : batch.Input, .. batch.SecondInput.Length > 0 ? [batch.SecondInput] : Array.Empty<Array>(), .. batch.Labels.Length > 0 ? [batch.Labels] : (Array[])batch.Targets];

    private void AssertUpdates(CompiledNetwork network, int batch, Array[] inputs, Action step)
    {
        using IKernelNetwork gpu = Compile(NetworkSources.Model(network.GetType().Name));
        gpu.CopyFrom(network);
        gpu.Run("Train", _ => batch, inputs);
        step();
        foreach (Parameter parameter in network.Parameters)
        {
            var expected = new float[parameter.Count];
            parameter.CopyTo(expected);
            Assert.InRange(Closeness.Difference(gpu.Gradient(parameter.Name), expected), 0, Bound);
        }
    }
}

/// <summary>As C#, run by ILGPU's CPU accelerator.</summary>
public sealed class IlgpuKernelTests : KernelTests
{
    private protected override IKernelNetwork Compile(NetworkModel network) => new IlgpuNetwork(new CompiledKernels(GpuModel.Of(network, IlgpuNetwork.Target)));

    protected override void SkipWhenSlow(string name) =>
        Assert.SkipWhen(name == "KerasCnn", "A whole network of millions of operations takes the accelerator ten seconds; its kernels are of the kinds that the others have.");
}

/// <summary>As PTX, in the schedules for a device, by an interpreter that finds races, reads of what nobody wrote and accesses out of bounds.</summary>
public sealed class InterpretedKernelTests : KernelTests
{
    private protected override IKernelNetwork Compile(NetworkModel network) => Interpreted(network, text => text);

    [Fact]
    public void Barriers_that_are_taken_out_are_missed()
    {
        const string Name = "ConvRectangle";
        CaseDescription description = CaseCatalog.All[Name];
        CaseBatch batch = new(description, 2);
        using IKernelNetwork gpu = Interpreted(NetworkSources.Model(Name), text => text.Replace("bar.sync\t0;", "", StringComparison.Ordinal));
        using CaseNetwork network = NetworkCases.CreateDrawn(Name);
        gpu.CopyFrom(network.Network);
        string found = Assert.ThrowsAny<Exception>(() => gpu.Run("Train", symbol => SizeOf(description, 2, symbol), InputsOf(batch))).Message;
        Assert.Contains("with no barrier between", found, StringComparison.Ordinal);
    }

    private static InterpretedNetwork Interpreted(NetworkModel network, Func<string, string> change) => new(new CompiledKernels(GpuModel.Of(network, GpuTarget.Default)), change);
}
