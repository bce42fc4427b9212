using System.CommandLine;
using ModelGen.Data;

namespace ModelGen.Samples;

/// <summary>The options that say which grey images of 28×28 to train and test with.</summary>
public sealed class ImageOptions
{
    private const int Size = 28;

    private readonly Option<string> dataset = Options.Choice("--dataset", "mnist, fashion-mnist, or digits: drawn by the program.", "mnist", "fashion-mnist", "digits");
    private readonly Option<string?> data = new("--data")
    {
        Description = "The folder with the dataset's files. Without it they are looked for in $MODELGEN_DATA, the cache and the system's folders, and else downloaded to the cache.",
        HelpName = "DIR",
    };

    /// <summary>The options, for a command.</summary>
    public IEnumerable<Option> All => [dataset, data];

    /// <summary>Loads what the user asked for and says where it comes from.</summary>
    /// <exception cref="UsageException">The images are not what the networks take.</exception>
    /// <exception cref="DatasetException">A file is missing or damaged.</exception>
    public ImageDataset Load(ParseResult parsed, TrainingSettings settings)
    {
        string? folder = parsed.GetValue(data);
        if (parsed.GetValue(dataset) == "digits" && folder is not null)
        {
            throw new UsageException("--dataset digits draws its own images: leave --data out.");
        }

        ImageDataset images = parsed.GetValue(dataset) switch
        {
            "digits" => DrawnDigits.Create(),
            "mnist" => Find(ImageDatasetDescription.Mnist),
            _ => Find(ImageDatasetDescription.FashionMnist),
        };
        if (images.Test.Height != Size || images.Test.Width != Size)
        {
            throw new UsageException($"The images are {images.Test.Height}×{images.Test.Width}; the network takes {Size}×{Size}.");
        }

        return images with { Training = images.Training.Take(settings.TrainSamples), Test = images.Test.Take(settings.TestSamples) };

        ImageDataset Find(ImageDatasetDescription description) =>
            ImageDataset.Load(description, DatasetFolders.FromEnvironment(folder), Console.WriteLine);
    }
}
