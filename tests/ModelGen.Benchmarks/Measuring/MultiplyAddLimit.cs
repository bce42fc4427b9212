using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelGen.Benchmarks.Measuring;

/// <summary>The floating-point operations that this machine's cores can do at all: fused multiply-adds in registers, and nothing else.</summary>
internal static class MultiplyAddLimit
{
    // Enough to hide four cycles of latency on two pipes, and few enough for sixteen registers.
    private const int Accumulators = 12;
    private const int Rounds = 2_000_000;
    private const int Attempts = 5;

    /// <summary>The limit of so many threads together, in GFLOP/s.</summary>
    public static double Measure(int threads)
    {
        double best = 0;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            best = Math.Max(best, MeasureOnce(threads));
        }

        return best;
    }

    private static double MeasureOnce(int threads)
    {
        using Barrier start = new(threads);
        var gigaflops = new double[threads];
        Thread[] team = [.. Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            start.SignalAndWait();
            gigaflops[index] = MeasureThread();
        }))];
        foreach (Thread thread in team)
        {
            thread.Start();
        }

        foreach (Thread thread in team)
        {
            thread.Join();
        }

        return gigaflops.Sum();
    }

    private static double MeasureThread()
    {
        (int lanes, Func<int, float> loop) = Vector512.IsHardwareAccelerated ? (Vector512<float>.Count, (Func<int, float>)Loop512)
            : Vector256.IsHardwareAccelerated ? (Vector256<float>.Count, Loop256)
            : (Vector128<float>.Count, Loop128);
        long begin = Stopwatch.GetTimestamp();
        float result = loop(Rounds);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return float.IsNaN(result) ? double.NaN : 2.0 * lanes * Accumulators * Rounds / seconds / 1e9;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Loop512(int rounds)
    {
        Vector512<float> factor = Vector512.Create(0.5f), term = Vector512<float>.One;
        Vector512<float> a = term, b = term, c = term, d = term, e = term, f = term, g = term, h = term, i = term, j = term, k = term, l = term;
        for (; rounds > 0; rounds--)
        {
            a = Vector512.FusedMultiplyAdd(a, factor, term);
            b = Vector512.FusedMultiplyAdd(b, factor, term);
            c = Vector512.FusedMultiplyAdd(c, factor, term);
            d = Vector512.FusedMultiplyAdd(d, factor, term);
            e = Vector512.FusedMultiplyAdd(e, factor, term);
            f = Vector512.FusedMultiplyAdd(f, factor, term);
            g = Vector512.FusedMultiplyAdd(g, factor, term);
            h = Vector512.FusedMultiplyAdd(h, factor, term);
            i = Vector512.FusedMultiplyAdd(i, factor, term);
            j = Vector512.FusedMultiplyAdd(j, factor, term);
            k = Vector512.FusedMultiplyAdd(k, factor, term);
            l = Vector512.FusedMultiplyAdd(l, factor, term);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Loop256(int rounds)
    {
        Vector256<float> factor = Vector256.Create(0.5f), term = Vector256<float>.One;
        Vector256<float> a = term, b = term, c = term, d = term, e = term, f = term, g = term, h = term, i = term, j = term, k = term, l = term;
        for (; rounds > 0; rounds--)
        {
            a = Vector256.FusedMultiplyAdd(a, factor, term);
            b = Vector256.FusedMultiplyAdd(b, factor, term);
            c = Vector256.FusedMultiplyAdd(c, factor, term);
            d = Vector256.FusedMultiplyAdd(d, factor, term);
            e = Vector256.FusedMultiplyAdd(e, factor, term);
            f = Vector256.FusedMultiplyAdd(f, factor, term);
            g = Vector256.FusedMultiplyAdd(g, factor, term);
            h = Vector256.FusedMultiplyAdd(h, factor, term);
            i = Vector256.FusedMultiplyAdd(i, factor, term);
            j = Vector256.FusedMultiplyAdd(j, factor, term);
            k = Vector256.FusedMultiplyAdd(k, factor, term);
            l = Vector256.FusedMultiplyAdd(l, factor, term);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Loop128(int rounds)
    {
        Vector128<float> factor = Vector128.Create(0.5f), term = Vector128<float>.One;
        Vector128<float> a = term, b = term, c = term, d = term, e = term, f = term, g = term, h = term, i = term, j = term, k = term, l = term;
        for (; rounds > 0; rounds--)
        {
            a = Vector128.FusedMultiplyAdd(a, factor, term);
            b = Vector128.FusedMultiplyAdd(b, factor, term);
            c = Vector128.FusedMultiplyAdd(c, factor, term);
            d = Vector128.FusedMultiplyAdd(d, factor, term);
            e = Vector128.FusedMultiplyAdd(e, factor, term);
            f = Vector128.FusedMultiplyAdd(f, factor, term);
            g = Vector128.FusedMultiplyAdd(g, factor, term);
            h = Vector128.FusedMultiplyAdd(h, factor, term);
            i = Vector128.FusedMultiplyAdd(i, factor, term);
            j = Vector128.FusedMultiplyAdd(j, factor, term);
            k = Vector128.FusedMultiplyAdd(k, factor, term);
            l = Vector128.FusedMultiplyAdd(l, factor, term);
        }

        return Vector128.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
