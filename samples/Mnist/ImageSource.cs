using ModelGen;
using ModelGen.Data;

namespace Mnist;

/// <summary>The images to train and test with.</summary>
internal static class ImageSource
{
    private const int Size = 28;

    /// <summary>Loads what the options ask for and says where it comes from.</summary>
    public static ImageDataset Load(TrainingOptions options)
    {
        if (options.Dataset == "digits" && options.Data is not null)
        {
            throw new UsageException("--dataset digits draws its own images: leave --data out.");
        }

        ImageDataset images = options.Dataset switch
        {
            "digits" => DrawnDigits.Create(),
            "mnist" => Find(ImageDatasetDescription.Mnist),
            _ => Find(ImageDatasetDescription.FashionMnist),
        };
        if (images.Test.Height != Size || images.Test.Width != Size)
        {
            throw new UsageException($"The images are {images.Test.Height}×{images.Test.Width}; the network takes {Size}×{Size}.");
        }

        return options.Limit < images.Training.Count ? images with { Training = images.Training.Slice(0, options.Limit.Value) } : images;

        ImageDataset Find(ImageDatasetDescription description) =>
            ImageDataset.Load(description, DatasetFolders.FromEnvironment(options.Data), Console.WriteLine);
    }

    /// <summary>The images as the network takes them: pixels from 0 to 1.</summary>
    public static Dataset ToDataset(this LabelledImages images) => Dataset.FromBytes(images.Pixels, Size * Size, images.Labels);
}
