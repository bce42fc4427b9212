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
        Option<int?> threads = new("--threads") { Description = "The number of threads of both sides; 1 and 2 where it is not given.", HelpName = "N" };
        Option<string?> filter = new("--filter") { Description = "Run only cases whose name contains this.", HelpName = "NAME" };
        Option<FileInfo?> json = new("--json") { Description = "Also write the results to this file.", HelpName = "FILE" };
        Option<int> steps = new("--steps") { Description = "The steps to time of each side, at least 30.", HelpName = "N", DefaultValueFactory = _ => 60 };
        threads.Validators.Add(result => Require(result.GetValueOrDefault<int?>() is null or (>= 1 and <= 256), result, "--threads takes 1 to 256."));
        steps.Validators.Add(result => Require(result.GetValueOrDefault<int>() >= 30, result, "--steps takes 30 or more: a median of fewer says little."));
        Command command = new("peers", "Emitted code against libtorch.") { threads, filter, json, steps };
        command.SetAction(arguments => Run(
            arguments.GetValue(threads),
            arguments.GetValue(filter),
            arguments.GetValue(json),
            arguments.GetValue(steps)));
        return command;
    }

    private static int Run(int? threads, string? filter, FileInfo? json, int steps)
    {
        PeerCase[] cases = [.. PeerCase.All.Where(candidate => candidate.Name.Contains(filter ?? "", StringComparison.OrdinalIgnoreCase))];
        if (cases.Length == 0)
        {
            Console.Error.WriteLine($"No case's name contains '{filter}': there are {string.Join(", ", PeerCase.All.Select(candidate => candidate.Name))}.");
            return CannotRun;
        }

        if (LibtorchLibrary.TryLoad() is string missing)
        {
            Console.Error.WriteLine(missing);
            return CannotRun;
        }

        int[] threadCounts = threads is int count ? [count] : Environment.ProcessorCount > 1 ? [1, 2] : [1];
        List<PeerResult> results = [];
        PeerReport.WriteHeader(Console.Out);
        foreach (PeerCase candidate in cases)
        {
            foreach (int number in threadCounts)
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

    private static void Require(bool holds, System.CommandLine.Parsing.OptionResult result, string message)
    {
        if (!holds)
        {
            result.AddError(message);
        }
    }
}
