using ModelGen.Benchmarks.Measuring;
using TorchSharp;

namespace ModelGen.Benchmarks.Comparison;

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
internal sealed record ComparisonResult(ComparedCase Case, int Threads, double LimitGigaflops, double LimitScaling, SideResult Ours, SideResult Theirs)
{
    /// <summary>How many times as fast as libtorch.</summary>
    public double Ratio => Theirs.Milliseconds / Ours.Milliseconds;
}

/// <summary>Times both sides in one process.</summary>
internal static class ComparisonMeasurement
{
    /// <summary>Compares the two sides' results, then times them.</summary>
    /// <returns>Null, or one sentence that says where the two sides disagree.</returns>
    public static string? Run(ComparedCase compared, int threads, int steps, out ComparisonResult result)
    {
        torch.set_num_threads(threads);
        string? disagreement = compared.CreateBoth(threads, out IComparedSide ours, out IComparedSide theirs);
        using IDisposable first = ours, second = theirs;
        if (disagreement is not null)
        {
            result = null!;
            return $"{compared.Name}: {disagreement}";
        }

        StepTimes ourTimes = new(ours.Step, ours.Restart);
        StepTimes theirTimes = new(theirs.Step, theirs.Restart);
        ourTimes.WarmUp();
        theirTimes.WarmUp();
        double limit = MultiplyAddLimit.Measure(threads);
        StepTimes.Alternate(steps, ourTimes, theirTimes);

        // The machine's clock may have been higher later on: the larger of two readings is the limit.
        limit = Math.Max(limit, MultiplyAddLimit.Measure(threads));
        result = new(
            compared,
            threads,
            limit,
            limit / (threads * MultiplyAddLimit.Measure(1)),
            Summarise(compared, ourTimes, limit, MemoryCommand.PeakMegabytes(compared, MemoryCommand.Ours, threads)),
            Summarise(compared, theirTimes, limit, MemoryCommand.PeakMegabytes(compared, MemoryCommand.Theirs, threads)));
        return null;
    }

    private static SideResult Summarise(ComparedCase compared, StepTimes times, double limit, double peakMegabytes) =>
        new(times.Median, compared.Operations / times.Median / 1e6 / limit, times.BytesPerStep, peakMegabytes);
}
