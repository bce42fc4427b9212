using System.CommandLine;
using ModelGen.Libtorch;

namespace ModelGen.Benchmarks.Comparison;

/// <summary>A command that runs emitted code against libtorch, both in this process, on the same data and with the same threads.</summary>
internal static class ComparisonCommand
{
    private const int Good = 0;
    private const int UnderFloor = 1;
    private const int CannotRun = 2;

    /// <summary>The command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it compares.</param>
    /// <param name="all">The cases, in the order they are run.</param>
    public static Command Create(string name, string description, IReadOnlyList<ComparedCase> all)
    {
        Option<int?> threads = CommandOptions.ThreadCounts();
        Option<string[]> filter = CommandOptions.Filter("Run only cases whose names contain one of these.");
        Option<FileInfo?> json = new("--json") { Description = "Also write the results to this file.", HelpName = "FILE" };
        Option<int> steps = CommandOptions.Steps("The steps to time of each side, at least 30.");
        Command command = new(name, description) { threads, filter, json, steps };
        command.SetAction(arguments => Run(
            all,
            arguments.GetValue(threads),
            arguments.GetValue(filter) ?? [],
            arguments.GetValue(json),
            arguments.GetValue(steps)));
        return command;
    }

    private static int Run(IReadOnlyList<ComparedCase> all, int? threads, string[] filter, FileInfo? json, int steps)
    {
        ComparedCase[] cases = [.. all.Where(candidate =>
            filter.Length == 0 || filter.Any(part => candidate.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))];
        if (cases.Length == 0)
        {
            Console.Error.WriteLine($"No case's name contains '{string.Join("' or '", filter)}': there are {string.Join(", ", all.Select(candidate => candidate.Name))}.");
            return CannotRun;
        }

        if (LibtorchLibrary.TryLoad() is string missing)
        {
            Console.Error.WriteLine(missing);
            return CannotRun;
        }

        List<ComparisonResult> results = [];
        ComparisonReport.WriteHeader(Console.Out);
        foreach (ComparedCase candidate in cases)
        {
            foreach (int number in CommandOptions.Expand(threads))
            {
                if (ComparisonMeasurement.Run(candidate, number, steps, out ComparisonResult result) is string disagreement)
                {
                    Console.Error.WriteLine(disagreement);
                    return UnderFloor;
                }

                results.Add(result);
                ComparisonReport.WriteLine(Console.Out, result);
            }
        }

        if (json is not null)
        {
            ComparisonReport.WriteJson(json.FullName, results);
        }

        ComparisonResult[] slow = [.. results.Where(result => result.Ratio < result.Case.Floor)];
        foreach (ComparisonResult result in slow)
        {
            Console.Error.WriteLine($"{result.Case.Name} at {result.Threads} threads is {result.Ratio:f2} times as fast as libtorch; its floor is {result.Case.Floor:f2}.");
        }

        return slow.Length > 0 ? UnderFloor : Good;
    }
}
