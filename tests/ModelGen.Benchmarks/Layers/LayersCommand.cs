using System.CommandLine;
using ModelGen.Benchmarks.Measuring;
using ModelGen.Benchmarks.Peers;

namespace ModelGen.Benchmarks.Layers;

/// <summary><c>layers</c>: where the time of a case's network goes, kernel by kernel.</summary>
internal static class LayersCommand
{
    public static Command Create()
    {
        Argument<string> network = new("network") { Description = "A case of peers.", HelpName = "NETWORK" };
        Option<int> threads = CommandOptions.Threads("The threads to work with.");
        Option<int?> batch = new("--batch") { Description = "The batch; the case's where it is not given.", HelpName = "N" };
        Option<bool> predict = new("--predict") { Description = "Predicts, also where the case trains." };
        Option<int> samples = CommandOptions.Steps("The times to take the median of, at least 30; each is of as many steps as take a millisecond.");
        network.AcceptOnlyFromAmong([.. PeerCase.All.Select(candidate => candidate.Name)]);
        CommandOptions.Require(batch, value => value is null or >= 1, "--batch takes 1 or more.");
        Command command = new("layers", "The time, operations and bytes of each emitted kernel.") { network, threads, batch, predict, samples };
        command.SetAction(arguments => Run(
            PeerCase.All.Single(candidate => candidate.Name == arguments.GetValue(network)),
            arguments.GetValue(threads),
            arguments.GetValue(batch),
            arguments.GetValue(predict),
            arguments.GetValue(samples)));
        return command;
    }

    private static int Run(PeerCase peerCase, int threads, int? batch, bool predict, int samples)
    {
        PeerCase measured = peerCase with { Mode = predict ? PeerMode.Inference : peerCase.Mode, Batch = batch ?? peerCase.Batch };
        using OurSide side = measured.CreateOurs(threads);
        double limit = MultiplyAddLimit.Measure(threads);
        LayerTimes times = LayerTimes.Measure(side, samples);
        limit = Math.Max(limit, MultiplyAddLimit.Measure(threads));
        string what = measured.Mode == PeerMode.Training ? "a training step" : "a prediction";
        Console.WriteLine($"{peerCase.Name}: {what} of {measured.Batch}, {threads} {(threads == 1 ? "thread" : "threads")}; medians of {samples} times.");
        LayerReport.Write(Console.Out, times, limit);
        return 0;
    }
}
