namespace ModelGen.Data;

/// <summary>What a folder holds of a dataset.</summary>
internal sealed class DatasetFolder
{
    /// <summary>The share of a folder without training images that becomes training images: 8,000 of MNIST's 10,000.</summary>
    private const double TrainingShare = 0.8;

    private readonly string path;
    private readonly IReadOnlyDictionary<PublishedFile, string> files;

    public DatasetFolder(string path, ImageDatasetDescription description)
    {
        this.path = path;
        var found = new Dictionary<PublishedFile, string>();
        foreach (PublishedFile file in description.Files)
        {
            if (file.NamesInFolders.Select(name => Path.Combine(path, name)).FirstOrDefault(File.Exists) is { } present)
            {
                found.Add(file, present);
            }
        }

        files = found;
    }

    private bool IsEmpty => files.Count == 0;

    /// <summary>The first folder with files of the dataset; <see langword="null"/> where it is yet to be downloaded.</summary>
    /// <exception cref="DatasetException">The user gave a folder, and it has none.</exception>
    public static DatasetFolder? Find(ImageDatasetDescription description, DatasetFolders folders)
    {
        if (folders.Given is { } given)
        {
            if (!Directory.Exists(given))
            {
                throw new DatasetException($"The data folder '{given}' does not exist.");
            }

            return FirstWithFiles([Path.Combine(given, description.Name), given], description) ?? throw new DatasetException(
                $"The data folder '{given}' holds no {description.Title}: {description.TrainingImages.Name} and its three companions are wanted there.");
        }

        string[] shared = folders.Shared is { } folder ? [Path.Combine(folder, description.Name), folder] : [];
        if (FirstWithFiles(shared, description) is { } found)
        {
            return found;
        }

        // A cache that a download left incomplete is completed by the next one.
        var cache = new DatasetFolder(Path.Combine(folders.Cache, description.Name), description);
        return cache.Missing(description).Length == 0 ? cache : FirstWithFiles(description.SystemFolders, description);
    }

    /// <summary>Reads the images; those of a folder that holds only the test files are split.</summary>
    /// <exception cref="DatasetException">A file is missing or damaged.</exception>
    public ImageDataset Read(ImageDatasetDescription description, Action<string> report)
    {
        PublishedFile[] missing = Missing(description);
        if (missing.Length > 0)
        {
            throw new DatasetException(
                $"The data folder '{path}' holds only a part of {description.Title}: {string.Join(" and ", missing.Select(file => file.Name))} "
                + $"{(missing.Length == 1 ? "is" : "are")} missing.");
        }

        LabelledImages test = Read(description.TestImages, description.TestLabels, description);
        if (files.ContainsKey(description.TrainingImages))
        {
            LabelledImages training = Read(description.TrainingImages, description.TrainingLabels, description);
            CheckSizes(training, test, path);
            report($"{description.Title} from {path}: {training.Count:N0} training and {test.Count:N0} test images.");
            return new(description.Title, description.ClassNames, training, test);
        }

        int count = (int)(TrainingShare * test.Count);
        if (count == 0)
        {
            throw new DatasetException($"The data folder '{path}' holds only one image of {description.Title}: more are needed to train and to test.");
        }

        report($"{path} holds only the t10k files of {description.Title}: the first {count:N0} of its {test.Count:N0} images are trained on, the last {test.Count - count:N0} test.");
        return new(description.Title, description.ClassNames, test.Slice(0, count), test.Slice(count, test.Count - count));
    }

    private static DatasetFolder? FirstWithFiles(IEnumerable<string> paths, ImageDatasetDescription description) =>
        paths.Select(path => new DatasetFolder(path, description)).FirstOrDefault(folder => !folder.IsEmpty);

    private static void CheckSizes(LabelledImages training, LabelledImages test, string path)
    {
        if (training.Height != test.Height || training.Width != test.Width)
        {
            throw new DatasetException(
                $"The data folder '{path}' has training images of {training.Height}×{training.Width} and test images of {test.Height}×{test.Width}: they do not belong together.");
        }
    }

    /// <summary>The files it lacks: of the four, or of the test files alone where there are none to train on.</summary>
    private PublishedFile[] Missing(ImageDatasetDescription description)
    {
        bool training = files.ContainsKey(description.TrainingImages) || files.ContainsKey(description.TrainingLabels);
        PublishedFile[] wanted = training ? [.. description.Files] : [description.TestImages, description.TestLabels];
        return [.. wanted.Where(file => !files.ContainsKey(file))];
    }

    private LabelledImages Read(PublishedFile images, PublishedFile labels, ImageDatasetDescription description) =>
        LabelledImages.Read(files[images], files[labels], description.ClassNames.Count);
}
