using System.Diagnostics;
using TorchSharp;

namespace ModelGen.Benchmarks.Peers;

/// <summary>One side's part of a result.</summary>
/// <param name="Milliseconds">The median time of a step.</param>
/// <param name="LimitShare">The dense sums of a step by that time, as a share of the machine's multiply-add limit.</param>
/// <param name="BytesPerStep">The managed bytes that a step allocates, on all threads.</param>
/// <param name="PeakMegabytes">The peak resident memory of a process that runs this side alone.</param>
internal readonly record struct SideResult(double Milliseconds, double LimitShare, long BytesPerStep, double PeakMegabytes);

/// <summary>A case at a number of threads.</summary>
/// <param name="Case">The case.</param>
/// <param name="Threads">The threads of both sides.</param>
/// <param name="LimitGigaflops">The multiply-add limit of so many threads together.</param>
/// <param name="LimitScaling">That limit as a share of as many times one thread's.</param>
/// <param name="Ours">The emitted code.</param>
/// <param name="Theirs">libtorch.</param>
internal sealed record PeerResult(PeerCase Case, int Threads, double LimitGigaflops, double LimitScaling, SideResult Ours, SideResult Theirs)
{
    /// <summary>How many times as fast as libtorch.</summary>
    public double Ratio => Theirs.Milliseconds / Ours.Milliseconds;
}

/// <summary>
/// Times both sides in one process, in alternating blocks of steps. Not step by step: libtorch's OpenMP threads spin for some milliseconds after a
/// step, and so may ours, each on the cores that the other side is about to use. So between blocks both are left to fall asleep, and the first
/// step of a block, which wakes a side's threads and brings its data back into the caches, is not counted.
/// </summary>
internal static class PeerMeasurement
{
    private const int BlockSteps = 10;
    private const int WarmUpSteps = 20;
    private static readonly TimeSpan warmUpTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Compares the two sides' results, then times them.</summary>
    /// <returns>Null, or one sentence that says where the two sides disagree.</returns>
    public static string? Run(PeerCase peerCase, int threads, int steps, out PeerResult result)
    {
        torch.set_num_threads(threads);
        PeerData data = new(peerCase);
        using OurSide ours = peerCase.CreateOurs(data, threads);
        using TheirSide theirs = peerCase.CreateTheirs(data);
        if (Agreement.Check(peerCase, ours, theirs) is string disagreement)
        {
            result = null!;
            return disagreement;
        }

        Timings ourTimings = new(() => ours.Step(peerCase.Mode));
        Timings theirTimings = new(() => theirs.Step(peerCase.Mode));
        ourTimings.WarmUp();
        theirTimings.WarmUp();
        double limit = MultiplyAddLimit.Measure(threads);
        for (int done = 0, block = 0; done < steps; done += BlockSteps, block++)
        {
            // The order changes from block to block, so that a machine that slows down slows both.
            (Timings first, Timings second) = block % 2 == 0 ? (ourTimings, theirTimings) : (theirTimings, ourTimings);
            first.RunBlock();
            second.RunBlock();
        }

        // The machine's clock may have been higher later on: the larger of two readings is the limit.
        limit = Math.Max(limit, MultiplyAddLimit.Measure(threads));
        result = new(
            peerCase,
            threads,
            limit,
            limit / (threads * MultiplyAddLimit.Measure(1)),
            ourTimings.Summarise(peerCase, limit, MemoryCommand.PeakMegabytes(peerCase, MemoryCommand.Ours, threads)),
            theirTimings.Summarise(peerCase, limit, MemoryCommand.PeakMegabytes(peerCase, MemoryCommand.Theirs, threads)));
        return null;
    }

    private sealed class Timings(Action step)
    {
        private readonly List<double> milliseconds = [];
        private long allocated;

        public void WarmUp()
        {
            long start = Stopwatch.GetTimestamp();
            for (int done = 0; done < WarmUpSteps || Stopwatch.GetElapsedTime(start) < warmUpTime; done++)
            {
                step();
            }
        }

        public void RunBlock()
        {
            Thread.Sleep(pause);
            step();
            Span<double> times = stackalloc double[BlockSteps];
            long before = GC.GetTotalAllocatedBytes(precise: true);
            foreach (ref double time in times)
            {
                long start = Stopwatch.GetTimestamp();
                step();
                time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }

            allocated += GC.GetTotalAllocatedBytes(precise: true) - before;
            milliseconds.AddRange(times);
        }

        public SideResult Summarise(PeerCase peerCase, double limit, double peakMegabytes)
        {
            double[] sorted = [.. milliseconds.Order()];
            double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
            double gigaflops = peerCase.Operations / median / 1e6;
            return new(median, gigaflops / limit, allocated / sorted.Length, peakMegabytes);
        }
    }
}
