namespace ModelGen.Data;

/// <summary>Images to learn from and images to test with.</summary>
/// <param name="Title">What it is called in sentences: <c>MNIST</c>.</param>
/// <param name="ClassNames">What each class is, by label.</param>
/// <param name="Training">The images to learn from.</param>
/// <param name="Test">The images to test with.</param>
public sealed record ImageDataset(string Title, IReadOnlyList<string> ClassNames, LabelledImages Training, LabelledImages Test)
{
    /// <summary>
    /// Finds a dataset: in the folder the user gave, else in <c>$MODELGEN_DATA</c>, the cache and the system's folders, else by downloading it
    /// once to the cache. Where there is no network, the digits of <see cref="DrawnDigits"/> take its place.
    /// </summary>
    /// <param name="description">The dataset wanted.</param>
    /// <param name="folders">Where to look.</param>
    /// <param name="report">Gets a sentence about each thing the user should know: where the images come from, that a folder was split, what was downloaded.</param>
    /// <exception cref="DatasetException">The folder the user gave has no such dataset, or a file found is damaged, or the cache cannot be written.</exception>
    public static ImageDataset Load(ImageDatasetDescription description, DatasetFolders folders, Action<string> report)
    {
        if (DatasetFolder.Find(description, folders) is { } found)
        {
            return found.Read(description, report);
        }

        string cache = Path.Combine(folders.Cache, description.Name);
        if (DatasetDownload.TryFetch(description, cache, report) is { } failure)
        {
            report($"{description.Title} was found in no folder and could not be downloaded ({failure}): built-in drawn digits take its place.");
            return DrawnDigits.Create();
        }

        return new DatasetFolder(cache, description).Read(description, report);
    }
}
