using System.CommandLine;
using ModelGen.Libtorch;

namespace ModelGen.Benchmarks.Peers;

/// <summary><c>peers</c>: emitted code against libtorch, both in this process, on the same data and with the same threads.</summary>
internal static class PeersCommand
{
    private const int Good = 0;
    private const int UnderFloor = 1;
    private const int CannotRun = 2;

    public static Command Create()
    {
        Option<int?> threads = CommandOptions.ThreadCounts();
        Option<string[]> filter = new("--filter") { Description = "Run only cases whose names contain one of these.", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
        Option<FileInfo?> json = new("--json") { Description = "Also write the results to this file.", HelpName = "FILE" };
        Option<int> steps = CommandOptions.Steps("The steps to time of each side, at least 30.");
        Command command = new("peers", "Emitted code against libtorch.") { threads, filter, json, steps };
        command.SetAction(arguments => Run(
            arguments.GetValue(threads),
            arguments.GetValue(filter) ?? [],
            arguments.GetValue(json),
            arguments.GetValue(steps)));
        return command;
    }

    private static int Run(int? threads, string[] filter, FileInfo? json, int steps)
    {
        PeerCase[] cases = [.. PeerCase.All.Where(candidate =>
            filter.Length == 0 || filter.Any(part => candidate.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))];
        if (cases.Length == 0)
        {
            Console.Error.WriteLine($"No case's name contains '{string.Join("' or '", filter)}': there are {string.Join(", ", PeerCase.All.Select(candidate => candidate.Name))}.");
            return CannotRun;
        }

        if (LibtorchLibrary.TryLoad() is string missing)
        {
            Console.Error.WriteLine(missing);
            return CannotRun;
        }

        List<PeerResult> results = [];
        PeerReport.WriteHeader(Console.Out);
        foreach (PeerCase candidate in cases)
        {
            foreach (int number in CommandOptions.Expand(threads))
            {
                if (PeerMeasurement.Run(candidate, number, steps, out PeerResult result) is string disagreement)
                {
                    Console.Error.WriteLine(disagreement);
                    return UnderFloor;
                }

                results.Add(result);
                PeerReport.WriteLine(Console.Out, result);
            }
        }

        if (json is not null)
        {
            PeerReport.WriteJson(json.FullName, results);
        }

        PeerResult[] slow = [.. results.Where(result => result.Ratio < result.Case.Floor)];
        foreach (PeerResult result in slow)
        {
            Console.Error.WriteLine($"{result.Case.Name} at {result.Threads} threads is {result.Ratio:f2} times as fast as libtorch; its floor is {result.Case.Floor:f2}.");
        }

        return slow.Length > 0 ? UnderFloor : Good;
    }
}
