using System.Diagnostics;
using ModelGen.Benchmarks.Measuring;
using ModelGen.Benchmarks.Peers;

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
/// <param name="Outside">The median of what a step takes beside its kernels, in milliseconds.</param>
/// <param name="Kernels">The kernels, in the order in which they run.</param>
internal sealed record LayerTimes(double Milliseconds, double Outside, IReadOnlyList<KernelTime> Kernels)
{
    // A profile's clock counts tenths of a microsecond.
    private const double ShortestSample = 1;

    /// <summary>Takes so many times of a step, under a profile.</summary>
    public static LayerTimes Measure(OurSide side, int samples)
    {
        KernelProfile profile = side.Network.StartProfile();
        int steps = (int)Math.Ceiling(ShortestSample / new StepTimes(side.Step, side.Restart).WarmUp());
        List<double> whole = [];
        List<(IReadOnlyList<KernelTiming> Before, IReadOnlyList<KernelTiming> After)> readings = [];
        for (int sample = 0; sample < samples; sample++)
        {
            side.Restart();
            side.Step();
            IReadOnlyList<KernelTiming> before = profile.Kernels;
            long start = Stopwatch.GetTimestamp();
            for (int done = 0; done < steps; done++)
            {
                side.Step();
            }

            whole.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / steps);
            readings.Add((before, profile.Kernels));
        }

        side.Network.StopProfile();
        double Median(int index, Func<KernelTiming, double> amount) =>
            Statistics.Median(readings.Select(reading => (amount(reading.After[index]) - amount(reading.Before[index])) / steps));

        IEnumerable<double> outside = readings.Zip(
            whole, (reading, milliseconds) => milliseconds - ((TotalMilliseconds(reading.After) - TotalMilliseconds(reading.Before)) / steps));
        return new(Statistics.Median(whole), Statistics.Median(outside), [.. profile.Kernels.Select((kernel, index) => new KernelTime(
            kernel.Program,
            kernel.Kernel,
            Median(index, timing => timing.Time.TotalMilliseconds),
            Median(index, timing => timing.Operations),
            Median(index, timing => timing.Bytes)))]);
    }

    private static double TotalMilliseconds(IReadOnlyList<KernelTiming> kernels) => kernels.Sum(kernel => kernel.Time.TotalMilliseconds);
}
