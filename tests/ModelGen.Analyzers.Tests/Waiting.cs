using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;

namespace ModelGen.Analyzers.Tests;

/// <summary>
/// How long an editor may wait. The processor's time counts, and still a machine that others use can double it: so the limit is held where someone asks for it, on a quiet machine, with
/// <c>MODELGEN_ALL_EDITS=1</c>; otherwise a state of a source only has to end.
/// </summary>
internal static class Waiting
{
    /// <summary>Whether everything is run, and timed.</summary>
    public static readonly bool IsTimed = Environment.GetEnvironmentVariable("MODELGEN_ALL_EDITS") == "1";

    /// <summary>The most processor time for one state of a source.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>What has not ended by then does not end.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    /// <summary>Runs the work on a thread of its own and fails, naming the source, where it does not end, ends in something unforeseen, or takes too long.</summary>
    /// <returns>What it reports, and the processor's time.</returns>
    public static async Task<(ImmutableArray<Diagnostic> Reported, TimeSpan Taken)> SeeAsync(Func<Task<ImmutableArray<Diagnostic>>> work, string source)
    {
        (ImmutableArray<Diagnostic> reported, TimeSpan taken) = await TakeAsync(work, source);
        // Once more before it counts: what runs first is compiled first.
        if (IsTimed && taken > Limit)
            (reported, taken) = await TakeAsync(work, source);
        Assert.True(!IsTimed || taken <= Limit, $"It took {taken.TotalSeconds:0.0} s of processor time.\n\n{source}");
        return (reported, taken);
    }

    private static async Task<(ImmutableArray<Diagnostic> Reported, TimeSpan Taken)> TakeAsync(Func<Task<ImmutableArray<Diagnostic>>> work, string source)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        long begin = Stopwatch.GetTimestamp();
        Task<ImmutableArray<Diagnostic>> running = Task.Run(work, TestContext.Current.CancellationToken);
        if (await Task.WhenAny(running, Task.Delay(Hang, TestContext.Current.CancellationToken)) != running)
            Assert.Fail($"It does not end.\n\n{source}");
        ImmutableArray<Diagnostic> reported = await running;
        foreach (Diagnostic diagnostic in reported)
            Assert.False(diagnostic.Id is "CS8785" or "AD0001" or "MG0999", $"{diagnostic}\n\n{source}");
        // Two threads at once take twice the time that one waits.
        TimeSpan processor = Environment.CpuUsage.TotalTime - start, waited = Stopwatch.GetElapsedTime(begin);
        return (reported, processor < waited ? processor : waited);
    }
}

/// <summary>The tests that measure time.</summary>
[CollectionDefinition(nameof(Waiting), DisableParallelization = true)]
public class WaitingTests;
