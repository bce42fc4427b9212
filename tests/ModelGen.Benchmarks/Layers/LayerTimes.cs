using System.Diagnostics;
using ModelGen.Benchmarks.Measuring;

namespace ModelGen.Benchmarks.Layers;

/// <summary>One kernel's part of a step.</summary>
/// <param name="Program">The program it belongs to.</param>
/// <param name="Kernel">Its name.</param>
/// <param name="Milliseconds">Its median time.</param>
/// <param name="Operations">Its arithmetic operations, sums in full.</param>
/// <param name="Bytes">The bytes that it moves if each element is read and written once.</param>
internal readonly record struct KernelTime(string Program, string Kernel, double Milliseconds, double Operations, double Bytes);

/// <summary>What a step of a network is made of.</summary>
/// <param name="Milliseconds">The median time of a step as its caller sees it, which is longer than its kernels together.</param>
/// <param name="Kernels">The kernels, in the order in which they run.</param>
internal sealed record LayerTimes(double Milliseconds, IReadOnlyList<KernelTime> Kernels)
{
    // A profile's clock counts tenths of a microsecond.
    private const double ShortestSample = 1;

    /// <summary>Takes so many times of a step, under a profile.</summary>
    public static LayerTimes Measure(CompiledNetwork network, Action step, int samples)
    {
        KernelProfile profile = network.StartProfile();
        StepTimes times = new(step);
        times.WarmUp();
        int steps = StepsOf(ShortestSample, step);
        List<double> whole = [];
        List<IReadOnlyList<KernelTiming>> readings = [profile.Kernels];
        for (int sample = 0; sample < samples; sample++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int done = 0; done < steps; done++)
            {
                step();
            }

            whole.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / steps);
            readings.Add(profile.Kernels);
        }

        network.StopProfile();
        KernelTiming[] first = [.. readings[0]], last = [.. readings[^1]];
        double count = (double)samples * steps;
        return new(Statistics.Median(whole), [.. last.Select((kernel, index) => new KernelTime(
            kernel.Program,
            kernel.Kernel,
            Statistics.Median(readings.Zip(readings.Skip(1), (before, after) => (after[index].Time - before[index].Time).TotalMilliseconds / steps)),
            (kernel.Operations - first[index].Operations) / count,
            (kernel.Bytes - first[index].Bytes) / count))]);
    }

    private static int StepsOf(double milliseconds, Action step)
    {
        const int tries = 10;
        long start = Stopwatch.GetTimestamp();
        for (int done = 0; done < tries; done++)
        {
            step();
        }

        return (int)Math.Ceiling(milliseconds / (Stopwatch.GetElapsedTime(start).TotalMilliseconds / tries));
    }
}
