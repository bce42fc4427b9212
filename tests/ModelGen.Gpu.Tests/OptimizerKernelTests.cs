using ILGPU;
using ILGPU.Runtime;
using ModelGen.Gpu.Tests.Harness;
using ModelGen.Numerics.Cases;
using ModelGen.Runtime;

namespace ModelGen.Gpu.Tests;

/// <summary>The optimisers' kernels, run by ILGPU's CPU accelerator: the parameters move as on the processor.</summary>
public sealed class OptimizerKernelTests
{
    // One group of the accelerator's threads.
    private const int Count = 32;
    private const int Steps = 5;

    public static TheoryData<string> All =>
    [
        "sgd", "momentum", "nesterov", "adam", "adamw", "rmsprop", "rmsprop momentum", "rmsprop centered", "rmsprop centered momentum", "adagrad", "adadelta", "lion",
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void Agrees_with_the_CPU(string name)
    {
        using OnlyParameters network = new();
        Optimizer optimizer = Make(name);
        using OptimizerState state = Make(name).CreateState(network.Plan);
        Accelerator device = IlgpuNetwork.Device;
        using MemoryBuffer1D<float, Stride1D.Dense> parameters = device.Allocate1D(network.Values()), gradients = device.Allocate1D<float>(Count);
        using MemoryBuffer1D<float, Stride1D.Dense> states = device.Allocate1D(new float[Math.Max(1, state.StateFloats)]), coefficients = device.Allocate1D<float>(GpuOptimizers.MostCoefficients);
        Action<KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, int> kernel = device.LoadStreamKernel(
            typeof(GpuOptimizers).GetMethod(state.DeviceKernel)!.CreateDelegate<Action<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, int>>());
        float[] before = network.Values();
        for (int step = 0; step < Steps; step++)
        {
            float[] gradient = SeededValues.Uniform(SeededValues.Seed($"{name}/{step}"), Count, -1, 1);
            network.Step(gradient, optimizer);
            state.BeginStep();
            var values = new float[GpuOptimizers.MostCoefficients];
            state.WriteCoefficients(values);
            coefficients.CopyFromCPU(values);
            gradients.CopyFromCPU(gradient);
            kernel(new KernelConfig(1, Count), parameters.View, gradients.View, states.View, coefficients.View, Count);
            device.Synchronize();
        }

        Assert.InRange(Closeness.Difference(parameters.GetAsArray1D(), network.Values()), 0, 1e-5);
        Assert.True(Closeness.Difference(before, network.Values()) > 1e-3, "The parameters must move for the comparison to mean anything.");
    }

    private static Optimizer Make(string name) => name switch
    {
        "sgd" => new Sgd(0.1f, weightDecay: 0.1f),
        "momentum" => new Sgd(0.1f, momentum: 0.9f),
        "nesterov" => new Sgd(0.1f, momentum: 0.9f, nesterov: true),
        "adam" => new Adam(0.01f, weightDecay: 0.1f),
        "adamw" => new AdamW(0.01f, weightDecay: 0.5f),
        "rmsprop" => new RmsProp(weightDecay: 0.1f),
        "rmsprop momentum" => new RmsProp(momentum: 0.5f),
        "rmsprop centered" => new RmsProp(epsilon: 1e-3f, centered: true),
        "rmsprop centered momentum" => new RmsProp(epsilon: 1e-3f, momentum: 0.5f, centered: true),
        "adagrad" => new Adagrad(0.1f, learningRateDecay: 0.1f, weightDecay: 0.1f),
        "adadelta" => new Adadelta(epsilon: 1e-3f, weightDecay: 0.1f),
        "lion" => new Lion(0.01f, weightDecay: 0.5f),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>A network of nothing but parameters.</summary>
    private sealed class OnlyParameters() : CompiledNetwork(Layout, seed: 1, threads: 1)
    {
        private static readonly NetworkPlan Layout = new(
            nameof(OnlyParameters), [], [], [new InputPlan("y", false, [1])], [new ParameterPlan("w", [Count], [Count], [1], 0, Initializer.Default, 1, 1)], Count);

        public override ParameterList Parameters => new(this);

        public float[] Values()
        {
            var values = new float[Count];
            Parameters[0].CopyTo(values);
            return values;
        }

        public void Step(float[] gradient, Optimizer optimizer)
        {
            for (int index = 0; index < Count; index++)
                Memory.Gradient(index) = gradient[index];
            Update(optimizer);
        }

        protected override long ArenaBytes(ReadOnlySpan<int> sizes) => 0;

        protected override ProgramKernels KernelsOf(int program, ReadOnlySpan<int> sizes) => throw new NotSupportedException();

        protected override void RunProgram(int program, NetworkMemory memory, Worker worker) => throw new NotSupportedException();
    }
}
