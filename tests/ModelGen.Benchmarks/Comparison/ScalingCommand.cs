using System.CommandLine;
using System.Globalization;
using ModelGen.Benchmarks.Measuring;

namespace ModelGen.Benchmarks.Comparison;

/// <summary><c>scaling</c>: emitted code with one thread and with several, in turn in one process, so that a machine that slows down slows both.</summary>
internal static class ScalingCommand
{
    private const double LeastOfTwo = 1.7;

    // Beside that what copies wait for each other is nothing.
    private const double MillisecondsTogether = 10;

    /// <summary>The command, for cases of which those that train a convolutional network are held to a bound.</summary>
    public static Command Create(IReadOnlyList<ComparedCase> cases)
    {
        Option<int> threads = new("--threads") { Description = "The number of threads beside one.", HelpName = "N", DefaultValueFactory = _ => 2 };
        threads.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 2 or > 256)
                given.AddError("--threads takes 2 to 256.");
        });
        Option<string[]> filter = CommandOptions.Filter("Run only cases whose names contain one of these; the training of convolutional networks where none is given.");
        Option<int> steps = CommandOptions.Steps("The steps to time of each, at least 30.");
        Command command = new("scaling", $"How many times as fast several threads are as one; two must be {LeastOfTwo} times as fast where a convolutional network is trained.") { threads, filter, steps };
        command.SetAction(arguments => Run(
            [.. cases.Where(candidate => arguments.GetValue(filter) is { Length: > 0 } parts
                ? parts.Any(part => candidate.Name.Contains(part, StringComparison.OrdinalIgnoreCase))
                : TrainsConvolutions(candidate))],
            arguments.GetValue(threads),
            arguments.GetValue(steps)));
        return command;
    }

    private static int Run(ComparedCase[] cases, int threads, int steps)
    {
        Console.WriteLine($"{"",-28} {"1 thread",10} {threads + " threads",10} {"times",6} {"of copies' side by side",24} {"a line's round trip",20}");
        bool isSlow = false;
        foreach (ComparedCase candidate in cases)
        {
            using IComparedSide alone = candidate.CreateOurs(1), together = candidate.CreateOurs(threads);
            StepTimes one = Times(alone.Step, alone.Restart), several = Times(together.Step, together.Restart);
            int stepsTogether = Math.Max(1, (int)(MillisecondsTogether / one.WarmUp()));
            using var copies = new SideBySide([.. Enumerable.Range(0, threads).Select(_ => candidate.CreateOurs(1))], stepsTogether);
            StepTimes apart = Times(copies.Step, copies.Restart);
            several.WarmUp();
            apart.WarmUp();
            StepTimes.Alternate(steps, one, several, apart);
            // What that many cores can do with this network at this time, if they had nothing to do with each other.
            double times = one.Median / several.Median, limit = threads * one.Median / (apart.Median / stepsTogether);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{candidate.Name,-28} {one.Median,7:f3} ms {several.Median,7:f3} ms {times,6:f2} {limit,24:f2} {LineRoundTrip.Measure(),17:f0} ns"));
            isSlow |= threads == 2 && times < LeastOfTwo && TrainsConvolutions(candidate);
        }

        return isSlow ? 1 : 0;
    }

    // Training goes on for minutes: when its threads have just woken up, Linux may let two of them share a processor for some tens of milliseconds.
    private static StepTimes Times(Action step, Action restart) => new(step, restart) { BlockMilliseconds = 300, Settling = TimeSpan.FromMilliseconds(200) };

    // A batch of one is too little to share out.
    private static bool TrainsConvolutions(ComparedCase candidate) =>
        candidate.Name.EndsWith("-train", StringComparison.Ordinal) && !candidate.Name.Contains("-b1-", StringComparison.Ordinal)
        && (candidate.Name.Contains("conv", StringComparison.Ordinal) || candidate.Name.Contains("cnn", StringComparison.Ordinal) || candidate.Name.Contains("resnet", StringComparison.Ordinal));
}
