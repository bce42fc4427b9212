using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;

namespace ModelGen.Benchmarks.Micro;

/// <summary>The functions of <see cref="VectorMathBenchmarks"/> as .NET has them, at the machine's own width: what they stand beside.</summary>
public class TensorPrimitivesBenchmarks
{
    private const int Count = 2048;
    private readonly float[] source = new float[Count];
    private readonly float[] destination = new float[Count];

    [GlobalSetup]
    public void Fill()
    {
        Random random = new(1);
        foreach (ref float value in source.AsSpan())
        {
            value = 8 * random.NextSingle();
        }
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void Exp() => TensorPrimitives.Exp<float>(source, destination);

    [Benchmark(OperationsPerInvoke = Count)]
    public void Log() => TensorPrimitives.Log<float>(source, destination);

    [Benchmark(OperationsPerInvoke = Count)]
    public void Tanh() => TensorPrimitives.Tanh<float>(source, destination);

    [Benchmark(OperationsPerInvoke = Count)]
    public void Sigmoid() => TensorPrimitives.Sigmoid<float>(source, destination);
}
