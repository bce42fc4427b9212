using System.CommandLine;
using System.Globalization;
using ModelGen.Benchmarks.Measuring;

namespace ModelGen.Benchmarks.Generating;

/// <summary>What a network costs in an editor: its first run, a run after an edit inside it and after one elsewhere, and the memory that stays taken.</summary>
internal static class EditingCommand
{
    private const string Once = "edit-once";
    private const int ColdRuns = 5;
    private const int Edits = 20;

    // Milliseconds for the first run and for the one after an edit inside the network.
    private static readonly Dictionary<string, (double First, double Inside)> Limits = new() { ["MnistCnn"] = (100, 20), ["ResNet50"] = (1000, 300) };

    /// <summary>The hidden command that takes the time of the first network of a process.</summary>
    public static Command CreateOnce()
    {
        Argument<string> name = new("network");
        Command command = new(Once, "The time of the first network that an editor's process generates.") { name };
        command.Hidden = true;
        command.SetAction(arguments =>
        {
            EditingSession session = new(EditedNetwork.All.Single(network => network.Name == arguments.GetValue(name)));
            Console.WriteLine(session.Open().ToString(CultureInfo.InvariantCulture));
            return 0;
        });
        return command;
    }

    /// <summary>Measures all networks.</summary>
    /// <returns>1 where a limit is passed or an edit elsewhere made work.</returns>
    public static int Run()
    {
        Console.WriteLine($"{"milliseconds",-20} {"first of a process",18} {"first",8} {"edit inside",12} {"edit elsewhere",15} {"MB held",8}");
        // What the C# compiler and the generator do first, they compile first.
        foreach (EditedNetwork network in EditedNetwork.All.Where(network => !Limits.ContainsKey(network.Name)))
        {
            Measure(network, Edits / 2);
        }

        return EditedNetwork.All.Count(network => !Report(network)) > 0 ? 1 : 0;
    }

    private static bool Report(EditedNetwork network)
    {
        double cold = Statistics.Median(Enumerable.Range(0, ColdRuns).Select(_ => double.Parse(OwnProcess.Run(Once, network.Name), CultureInfo.InvariantCulture)));
        (double first, double inside, double elsewhere, int steps, double held) = Measure(network, Edits);
        bool passes = steps == 0 && (!Limits.TryGetValue(network.Name, out var limit) || (first < limit.First && inside < limit.Inside));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{network.Name,-20} {cold,18:f0} {first,8:f1} {inside,12:f1} {elsewhere,15:f2} {held,8:f1}{(steps > 0 ? $" {steps} steps ran after an edit elsewhere" : "")}{(passes ? "" : " PAST ITS LIMIT")}"));
        return passes;
    }

    private static (double First, double Inside, double Elsewhere, int Steps, double MegabytesHeld) Measure(EditedNetwork network, int edits)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        EditingSession session = new(network);
        double first = session.Open();
        double inside = Statistics.Median([.. Enumerable.Range(0, edits).Select(_ => session.EditInside())]);
        (double Milliseconds, int Steps)[] elsewhere = [.. Enumerable.Range(0, edits).Select(_ => session.EditElsewhere())];
        double held = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        GC.KeepAlive(session);
        return (first, inside, Statistics.Median([.. elsewhere.Select(run => run.Milliseconds)]), elsewhere.Sum(run => run.Steps), held);
    }
}
