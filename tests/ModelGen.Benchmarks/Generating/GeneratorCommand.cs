using System.CommandLine;
using System.Globalization;
using ModelGen.Benchmarks.Measuring;
using ModelGen.Compiler;
using ModelGen.Compiler.Print;

namespace ModelGen.Benchmarks.Generating;

/// <summary><c>generator</c>: how long the generator takes for a network, in a process that never ran it and in one that has, and how much it writes.</summary>
internal static class GeneratorCommand
{
    private const string Once = "generate-once";
    private const string Default = nameof(KerasTwoConvolutions);
    private const int ColdRuns = 7;
    private const int WarmRuns = 60;
    private const double ColdLimit = 150;
    private const int LineLimit = 3000;

    public static Command Create()
    {
        Argument<string> network = Network();
        network.Arity = ArgumentArity.ZeroOrOne;
        Command command = new(
            "generator",
            $"What the samples' networks, and larger ones, cost in an editor; for a network by name the time that generating takes, and its output. {Default} must compile in {ColdLimit} ms cold, and no file have {LineLimit} lines.") { network };
        command.SetAction(arguments => arguments.GetValue(network) is { } name ? Run(name) : EditingCommand.Run());
        return command;
    }

    /// <summary>The hidden command that takes one cold time.</summary>
    public static Command CreateOnce()
    {
        Argument<string> network = Network();
        Command command = new(Once, "The time of the first network that a process generates.") { network };
        command.Hidden = true;
        command.SetAction(arguments =>
        {
            Console.WriteLine(CompileTime.Take(new NetworkSource(arguments.GetValue(network)!), out _));
            return 0;
        });
        return command;
    }

    private static Argument<string> Network()
    {
        Argument<string> network = new("network") { Description = "A class of the benchmarks' networks.", HelpName = "NETWORK" };
        network.AcceptOnlyFromAmong([.. NetworkSource.Names]);
        return network;
    }

    private static int Run(string network)
    {
        CompileTime cold = CompileTime.Median([.. Enumerable.Range(0, ColdRuns).Select(_ => CompileTime.Parse(OwnProcess.Run(Once, network)))]);
        NetworkSource source = new(network);
        CompileTime.Take(source, out CompilationResult result);
        List<CompileTime> warm = [];
        for (int run = 0; run < WarmRuns * 2; run++)
        {
            warm.Add(CompileTime.Take(source, out _));
        }

        // The first half lets the JIT settle.
        WriteTimes($"{network}, cold (median of {ColdRuns} processes)", cold);
        WriteTimes($"{network}, warm (median of {WarmRuns} runs)", CompileTime.Median(warm[WarmRuns..]));
        foreach (EmittedFile file in result.Files)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.Name}: {Lines(file):N0} lines, {file.Text.Length:N0} characters"));
        }

        bool slow = network == Default && cold.CompileMilliseconds > ColdLimit, isLong = result.Files.Any(file => Lines(file) >= LineLimit);
        return slow || isLong ? 1 : 0;
    }

    private static int Lines(EmittedFile file) => file.Text.Count(letter => letter == '\n');

    private static void WriteTimes(string what, CompileTime time) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what}: reading {time.ReadMilliseconds:f2} ms, compiling {time.CompileMilliseconds:f2} ms and {time.CompileBytes / 1e6:f2} MB allocated"));
}
