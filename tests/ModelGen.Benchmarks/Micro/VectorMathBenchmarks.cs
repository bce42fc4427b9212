using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using ModelGen.Runtime;

namespace ModelGen.Benchmarks.Micro;

/// <summary>The elementary functions that emitted code calls, over an array that stays in the first-level cache: the time of one element.</summary>
public class VectorMathBenchmarks
{
    private const int Count = 2048;
    private readonly float[] source = new float[Count];
    private readonly float[] destination = new float[Count];

    /// <summary>The vectors' width.</summary>
    [Params(512, 256, 128)]
    public int Bits { get; set; }

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
    public void Exp() => Run<ExpFunction>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Log() => Run<LogFunction>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Tanh() => Run<TanhFunction>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Sigmoid() => Run<SigmoidFunction>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Erf() => Run<ErfFunction>();

    private void Run<TFunction>()
        where TFunction : struct, IVectorFunction
    {
        ref float from = ref source[0], to = ref destination[0];
        switch (Bits)
        {
            case 512:
                for (nuint index = 0; index < Count; index += (nuint)Vector512<float>.Count)
                {
                    TFunction.Of(Vector512.LoadUnsafe(ref from, index)).StoreUnsafe(ref to, index);
                }

                break;
            case 256:
                for (nuint index = 0; index < Count; index += (nuint)Vector256<float>.Count)
                {
                    TFunction.Of(Vector256.LoadUnsafe(ref from, index)).StoreUnsafe(ref to, index);
                }

                break;
            default:
                for (nuint index = 0; index < Count; index += (nuint)Vector128<float>.Count)
                {
                    TFunction.Of(Vector128.LoadUnsafe(ref from, index)).StoreUnsafe(ref to, index);
                }

                break;
        }
    }

    private interface IVectorFunction
    {
        static abstract Vector512<float> Of(Vector512<float> x);

        static abstract Vector256<float> Of(Vector256<float> x);

        static abstract Vector128<float> Of(Vector128<float> x);
    }

    private readonly struct ExpFunction : IVectorFunction
    {
        public static Vector512<float> Of(Vector512<float> x) => VectorMath.Exp(x);

        public static Vector256<float> Of(Vector256<float> x) => VectorMath.Exp(x);

        public static Vector128<float> Of(Vector128<float> x) => VectorMath.Exp(x);
    }

    private readonly struct LogFunction : IVectorFunction
    {
        public static Vector512<float> Of(Vector512<float> x) => VectorMath.Log(x);

        public static Vector256<float> Of(Vector256<float> x) => VectorMath.Log(x);

        public static Vector128<float> Of(Vector128<float> x) => VectorMath.Log(x);
    }

    private readonly struct TanhFunction : IVectorFunction
    {
        public static Vector512<float> Of(Vector512<float> x) => VectorMath.Tanh(x);

        public static Vector256<float> Of(Vector256<float> x) => VectorMath.Tanh(x);

        public static Vector128<float> Of(Vector128<float> x) => VectorMath.Tanh(x);
    }

    private readonly struct SigmoidFunction : IVectorFunction
    {
        public static Vector512<float> Of(Vector512<float> x) => VectorMath.Sigmoid(x);

        public static Vector256<float> Of(Vector256<float> x) => VectorMath.Sigmoid(x);

        public static Vector128<float> Of(Vector128<float> x) => VectorMath.Sigmoid(x);
    }

    private readonly struct ErfFunction : IVectorFunction
    {
        public static Vector512<float> Of(Vector512<float> x) => VectorMath.Erf(x);

        public static Vector256<float> Of(Vector256<float> x) => VectorMath.Erf(x);

        public static Vector128<float> Of(Vector128<float> x) => VectorMath.Erf(x);
    }
}
