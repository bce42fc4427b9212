using BenchmarkDotNet.Attributes;
using ModelGen.Runtime;

namespace ModelGen.Benchmarks.Micro;

/// <summary>The optimisers' sweeps on one thread, over as many parameters as a small network has, which stay in the caches: the time of one parameter.</summary>
public class OptimizerBenchmarks
{
    private const int Count = 65536;
    private readonly OnlyParameters parameters = new();
    private readonly Sgd plain = new(1e-3f);
    private readonly Sgd momentum = new(1e-3f, momentum: 0.9f);
    private readonly Adam adam = new();

    [GlobalSetup]
    public void Fill() => parameters.FillGradients();

    [GlobalCleanup]
    public void Free() => parameters.Dispose();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Sgd() => parameters.Step(plain);

    [Benchmark(OperationsPerInvoke = Count)]
    public void SgdWithMomentum() => parameters.Step(momentum);

    [Benchmark(OperationsPerInvoke = Count)]
    public void Adam() => parameters.Step(adam);

    /// <summary>A network of nothing but parameters.</summary>
    private sealed class OnlyParameters() : CompiledNetwork(Layout, seed: 1, threads: 1)
    {
        private static readonly NetworkPlan Layout = new(
            nameof(OnlyParameters), [], [], [new InputPlan("y", false, [1])], [new ParameterPlan("w", [Count], [Count], [1], 0, Initializer.Ones, 1, 1)], Count);

        public override ParameterList Parameters => new(this);

        public void Step(Optimizer optimizer) => Update(optimizer);

        public void FillGradients()
        {
            Random random = new(1);
            for (int index = 0; index < Count; index++)
            {
                Memory.Gradient(index) = random.NextSingle() - 0.5f;
            }
        }

        protected override long ArenaBytes(ReadOnlySpan<int> sizes) => 0;

        protected override ProgramKernels KernelsOf(int program, ReadOnlySpan<int> sizes) => throw new NotSupportedException();

        protected override void RunProgram(int program, NetworkMemory memory, Worker worker) => throw new NotSupportedException();
    }
}
