using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using ModelGen.Runtime;

namespace ModelGen.Benchmarks.Micro;

/// <summary>The random words that dropout draws, for four samples at a time: the time of one word.</summary>
public class RandomBenchmarks
{
    private const int Count = 2048;
    private static readonly RandomKey key = new(Seed: 1, Step: 2);

    /// <summary>The vectors' width.</summary>
    [Params(512, 256, 128)]
    public int Bits { get; set; }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Words() => Bits switch
    {
        512 => Words512(),
        256 => Words256(),
        _ => Words128(),
    };

    private static int Words512()
    {
        Vector512<int> sum = default;
        for (int element = 0; element < Count / 4; element += Vector512<int>.Count)
        {
            VectorMath.RandomWords(key, 0, 0, Vector512.CreateSequence(element, 1), out Vector512<int> a, out Vector512<int> b, out Vector512<int> c, out Vector512<int> d);
            sum += a ^ b ^ c ^ d;
        }

        return sum.ToScalar();
    }

    private static int Words256()
    {
        Vector256<int> sum = default;
        for (int element = 0; element < Count / 4; element += Vector256<int>.Count)
        {
            VectorMath.RandomWords(key, 0, 0, Vector256.CreateSequence(element, 1), out Vector256<int> a, out Vector256<int> b, out Vector256<int> c, out Vector256<int> d);
            sum += a ^ b ^ c ^ d;
        }

        return sum.ToScalar();
    }

    private static int Words128()
    {
        Vector128<int> sum = default;
        for (int element = 0; element < Count / 4; element += Vector128<int>.Count)
        {
            VectorMath.RandomWords(key, 0, 0, Vector128.CreateSequence(element, 1), out Vector128<int> a, out Vector128<int> b, out Vector128<int> c, out Vector128<int> d);
            sum += a ^ b ^ c ^ d;
        }

        return sum.ToScalar();
    }
}
