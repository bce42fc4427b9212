using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Mnist;

/// <summary>The options of the program.</summary>
internal static class CommandLine
{
    private static readonly string[] Datasets = ["mnist", "fashion-mnist", "digits"];
    private static readonly string[] Devices = ["cpu", "cuda"];

    /// <summary>Builds the command.</summary>
    /// <param name="run">What it runs; its result is the exit code.</param>
    public static RootCommand Create(Func<TrainingOptions, int> run)
    {
        Option<string> dataset = Choice("--dataset", "mnist, fashion-mnist, or digits: drawn by the program.", Datasets);
        Option<string?> data = new("--data")
        {
            Description = "The folder with the dataset's files. Without it they are looked for in $MODELGEN_DATA, the cache and the system's folders, and else downloaded to the cache.",
            HelpName = "DIR",
        };
        Option<int> epochs = Number("--epochs", "How often every training image is seen.", 5, 1, 1_000_000);
        Option<int> batch = Number("--batch", "The images of one step.", 128, 1, 1_000_000);
        Option<ulong> seed = Number<ulong>("--seed", "The seed of the first weights and of the images' order. The same seed gives the same weights.", 0, 0, ulong.MaxValue);
        Option<int> threads = Number("--threads", "The threads to compute with; 0 for one on each processor.", 0, 0, 256);
        Option<string> device = Choice("--device", "cpu, or cuda: the first NVIDIA GPU, which needs its driver and nothing else.", Devices);
        Option<int?> limit = Limit();
        Option<string> destination = new("--out")
        {
            Description = "The file the weights are saved to, in the safetensors format.",
            HelpName = "FILE",
            DefaultValueFactory = _ => "mnist.safetensors",
        };

        var command = new RootCommand("Trains a convolutional network on small images and saves its weights.")
        {
            dataset, data, epochs, batch, seed, threads, device, limit, destination,
        };
        command.SetAction(parsed => run(new TrainingOptions(
            parsed.GetValue(dataset)!, parsed.GetValue(data), parsed.GetValue(epochs), parsed.GetValue(batch), parsed.GetValue(seed),
            parsed.GetValue(threads), parsed.GetValue(device)!, parsed.GetValue(limit), parsed.GetValue(destination)!)));
        return command;
    }

    private static Option<string> Choice(string name, string description, string[] choices) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', choices),
        CustomParser = result => ParseChoice(result, name, choices),
        DefaultValueFactory = _ => choices[0],
    };

    private static string ParseChoice(ArgumentResult result, string name, string[] choices)
    {
        string text = result.Tokens[0].Value;
        if (!choices.Contains(text))
        {
            result.AddError($"{name} takes {string.Join(", ", choices[..^1])} or {choices[^1]}, not '{text}'.");
        }

        return text;
    }

    private static Option<T> Number<T>(string name, string description, T value, T smallest, T largest)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result => ParseNumber(result, name, smallest, largest),
            DefaultValueFactory = _ => value,
        };

    private static Option<int?> Limit() => new("--limit")
    {
        Description = "Trains on the first N images only.",
        HelpName = "N",
        CustomParser = result => ParseNumber(result, "--limit", 1, int.MaxValue),
    };

    private static T ParseNumber<T>(ArgumentResult result, string name, T smallest, T largest)
        where T : struct, INumber<T>
    {
        string text = result.Tokens[0].Value;
        if (!T.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out T number) || number < smallest || number > largest)
        {
            result.AddError($"{name} takes a whole number from {smallest} to {largest}, not '{text}'.");
        }

        return number;
    }
}
