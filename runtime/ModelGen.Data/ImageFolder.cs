namespace ModelGen.Data;

/// <summary>
/// Pictures in folders: a subfolder for each class, as in <c>flowers/tulip/001.jpg</c>, or such subfolders below <c>train</c> and <c>test</c> (or <c>val</c>, or
/// <c>validation</c>). The same in a tar archive, compressed with gzip or not. What begins with a dot, and what lies in no class's folder, is left alone.
/// </summary>
public static class ImageFolder
{
    /// <summary>Of pictures that are not divided into some to learn from and some to test with, each fifth of a class, by their names, tests.</summary>
    public const int TestEvery = 5;

    private const int MostClasses = 256;

    /// <summary>Reads pictures, several at a time, and resizes them to one size. Classes are numbered by their names.</summary>
    /// <param name="path">A folder or a tar archive.</param>
    /// <param name="height">The rows wanted.</param>
    /// <param name="width">The columns wanted.</param>
    /// <param name="report">Gets a sentence about what was read.</param>
    /// <param name="cache">The folder in which an archive's decoded pictures are kept for the next time, those of <see cref="DatasetFolders.Cache"/> for example; null to keep none.</param>
    /// <returns>Pictures of three channels.</returns>
    /// <exception cref="DatasetException">There is no such folder, it has no classes or one only, or a file is no picture.</exception>
    public static ImageDataset Load(string path, int height, int width, Action<string> report, string? cache = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        PictureSource source = PictureSource.Open(path);
        DecodedPictures? kept = cache is not null && File.Exists(path) ? new DecodedPictures(cache, path, height, width) : null;
        ImageDataset? images = kept?.TryRead();
        if (images is null)
        {
            images = Decode(source, path, height, width);
            kept?.Write(images);
        }

        report($"{images.ClassNames.Count} classes from {path}: {images.Training.Count:N0} pictures to train on and {images.Test.Count:N0} to test with.");
        return images;
    }

    private static ImageDataset Decode(PictureSource source, string path, int height, int width)
    {
        var folders = ClassFolders.Of(source.Files());
        Check(folders, path);
        var numbers = folders.ClassNames.Select((name, number) => (name, number)).ToDictionary(pair => pair.name, pair => pair.number);

        // Where each picture goes: its place among those to learn from, or behind them among those to test with.
        ClassifiedFile[] files = [.. folders.Training, .. folders.Test];
        var places = new Dictionary<string, int>(files.Length);
        for (int place = 0; place < files.Length; place++)
        {
            places.Add(files[place].Path, place);
        }

        int size = Picture.Channels * height * width;
        if ((long)files.Length * size > Array.MaxLength)
        {
            throw new DatasetException($"'{path}' holds {files.Length:N0} pictures: those of {height}×{width} do not fit into memory.");
        }

        var pixels = new byte[files.Length * size];
        byte[] labels = [.. files.Select(file => (byte)numbers[file.ClassName])];
        source.Read([.. places.Keys], (file, bytes) =>
            Picture.Decode(bytes, source.NameOf(file), pixels.AsSpan(places[file] * size, size), height, width));
        var all = new LabelledImages(pixels, labels, height, width, Picture.Channels);
        int training = folders.Training.Count;
        return new("Pictures", folders.ClassNames, all.Slice(0, training), all.Slice(training, files.Length - training));
    }

    private static void Check(ClassFolders folders, string path)
    {
        IReadOnlyList<string> classes = folders.ClassNames;
        if (classes.Count == 0)
        {
            throw new DatasetException($"'{path}' has no pictures in subfolders: a subfolder with JPEG or PNG pictures is wanted for each class.");
        }

        if (classes.Count == 1)
        {
            throw new DatasetException($"'{path}' has one class only, '{classes[0]}': a network needs two at least to tell them apart.");
        }

        if (classes.Count > MostClasses)
        {
            throw new DatasetException($"'{path}' has {classes.Count:N0} classes; more than {MostClasses} are not supported.");
        }

        if (folders.Test.FirstOrDefault(file => !classes.Contains(file.ClassName)) is { } foreign)
        {
            throw new DatasetException($"'{path}' has pictures of '{foreign.ClassName}' to test with and none to train on.");
        }

        if (folders.Test.Count == 0)
        {
            throw new DatasetException($"'{path}' has no class of {TestEvery} pictures: of so few none can be kept to test with.");
        }
    }
}
