using System.CommandLine;
using ModelGen.Data;

namespace ModelGen.Samples;

/// <summary>The options that say which coloured pictures of 32×32 to train and test with.</summary>
public sealed class PictureOptions
{
    /// <summary>The rows and columns of a picture.</summary>
    public const int Size = 32;

    /// <summary>Where CIFAR-10 (Krizhevsky 2009) is looked for in a folder of datasets, as pictures below <c>train</c> and <c>test</c>.</summary>
    private static readonly string[] Cifar10 = ["cifar10", "cifar10-jpeg.tar.gz"];

    private readonly Option<string> dataset = Options.Choice("--dataset", "cifar10, or shapes: drawn by the program.", "cifar10", "shapes");
    private readonly Option<string?> data = new("--data")
    {
        Description = "A folder with a subfolder of JPEG and PNG pictures for each class, or with such folders below train and test, or a tar archive of one. "
            + "Without it CIFAR-10 is looked for in $MODELGEN_DATA and the cache.",
        HelpName = "DIR",
    };

    /// <summary>The options, for a command.</summary>
    public IEnumerable<Option> All => [dataset, data];

    /// <summary>Loads what the user asked for and says where it comes from.</summary>
    /// <exception cref="DatasetException">The folder or archive has no such pictures.</exception>
    /// <param name="parsed">The command line.</param>
    /// <param name="settings">How many pictures to use.</param>
    /// <param name="mostClasses">How many classes the network can tell apart.</param>
    /// <exception cref="UsageException">Options contradict each other, or the pictures are of more classes.</exception>
    public ImageDataset Load(ParseResult parsed, TrainingSettings settings, int mostClasses)
    {
        string? folder = parsed.GetValue(data);
        bool drawn = parsed.GetValue(dataset) == "shapes";
        if (drawn && folder is not null)
        {
            throw new UsageException("--dataset shapes draws its own pictures: leave --data out.");
        }

        ImageDataset pictures = drawn ? DrawnShapes.Create() : Find(folder);
        if (pictures.ClassNames.Count > mostClasses)
        {
            throw new UsageException($"The pictures are of {pictures.ClassNames.Count} classes; the network has room for {mostClasses}: change its last layer.");
        }

        return pictures with { Training = pictures.Training.Spread(settings.TrainSamples), Test = pictures.Test.Spread(settings.TestSamples) };
    }

    private static ImageDataset Find(string? given)
    {
        var folders = DatasetFolders.FromEnvironment(given);
        string? path = given ?? new[] { folders.Shared, folders.Cache }
            .Where(folder => folder is not null)
            .SelectMany(folder => Cifar10.Select(name => Path.Combine(folder!, name)))
            .FirstOrDefault(Path.Exists);
        if (path is not null)
        {
            return ImageFolder.Load(path, Size, Size, Console.WriteLine, folders.Cache);
        }

        Console.WriteLine(
            $"CIFAR-10 was found in no folder (${DatasetFolders.Variable} may name one with cifar10/train and cifar10/test, or with {Cifar10[1]}): drawn shapes take its place.");
        return DrawnShapes.Create();
    }
}
