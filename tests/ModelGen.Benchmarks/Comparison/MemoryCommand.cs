using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ModelGen.Benchmarks.Measuring;
using ModelGen.Libtorch;

namespace ModelGen.Benchmarks.Comparison;

/// <summary>
/// <c>memory</c>: runs one side of a case alone and prints the peak resident memory of this process in megabytes. The comparison starts it, since two
/// sides in one process have one peak.
/// </summary>
internal static class MemoryCommand
{
    /// <summary>The name of our side.</summary>
    public const string Ours = "ours";

    /// <summary>The name of libtorch's side.</summary>
    public const string Theirs = "theirs";

    private const string Name = "memory";
    private const int Steps = 20;

    /// <summary>The command, for cases by their names.</summary>
    public static Command Create(IReadOnlyList<ComparedCase> cases)
    {
        Argument<string> name = new("case");
        Argument<string> side = new("side");
        Argument<int> threads = new("threads");
        side.AcceptOnlyFromAmong(Ours, Theirs);
        name.AcceptOnlyFromAmong([.. cases.Select(candidate => candidate.Name)]);
        Command command = new(Name, "The peak memory of one side of a case.") { name, side, threads };
        command.Hidden = true;
        command.SetAction(arguments => Run(
            cases.Single(candidate => candidate.Name == arguments.GetValue(name)),
            arguments.GetValue(side)!,
            arguments.GetValue(threads)));
        return command;
    }

    /// <summary>The peak resident memory, in megabytes, of a process that runs one side of a case.</summary>
    public static double PeakMegabytes(ComparedCase compared, string side, int threads) => double.Parse(
        OwnProcess.Run(Name, compared.Name, side, threads.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    private static int Run(ComparedCase compared, string side, int threads)
    {
        using IComparedSide one = side == Ours ? compared.CreateOurs(threads) : CreateTheirs(compared, threads);
        for (int done = 0; done < Steps; done++)
        {
            one.Step();
        }

        using Process self = Process.GetCurrentProcess();
        Console.WriteLine((self.PeakWorkingSet64 / 1e6).ToString("f1", CultureInfo.InvariantCulture));
        return 0;
    }

    private static IComparedSide CreateTheirs(ComparedCase compared, int threads)
    {
        if (LibtorchLibrary.TryLoad() is string missing)
        {
            throw new InvalidOperationException(missing);
        }

        TorchSharp.torch.set_num_threads(threads);
        return compared.CreateTheirs();
    }
}
