namespace ModelGen.Data;

/// <summary>A picture's file and the class its folder says it is.</summary>
internal sealed record ClassifiedFile(string Path, string ClassName);

/// <summary>Which files are pictures of which class, to learn from or to test with, by the folders they lie in.</summary>
internal sealed record ClassFolders(IReadOnlyList<string> ClassNames, IReadOnlyList<ClassifiedFile> Training, IReadOnlyList<ClassifiedFile> Test)
{
    private const string TrainingFolder = "train";
    private static readonly string[] TestFolders = ["test", "val", "validation"];

    /// <summary>Sorts files by their paths, which lie below the source and have slashes.</summary>
    public static ClassFolders Of(IReadOnlyList<string> files)
    {
        string[][] paths = [.. files.Order(StringComparer.Ordinal).Select(file => file.Split('/'))];
        int depth = DepthOfClasses(paths, out string? testFolder);
        ILookup<bool, ClassifiedFile> divided = paths
            .Where(parts => parts.Length > depth + 1)
            .Where(parts => testFolder is null || parts[depth - 1] == TrainingFolder || parts[depth - 1] == testFolder)
            .ToLookup(parts => testFolder is not null && parts[depth - 1] == testFolder, parts => new ClassifiedFile(string.Join('/', parts), parts[depth]));
        ClassifiedFile[] training = [.. divided[false]];
        ClassifiedFile[] test = [.. divided[true]];
        if (testFolder is null)
        {
            test = [.. training.GroupBy(file => file.ClassName).SelectMany(files => files.Where((_, index) => index % ImageFolder.TestEvery == ImageFolder.TestEvery - 1))];
            training = [.. training.Except(test)];
        }

        return new([.. training.Select(file => file.ClassName).Distinct().Order(StringComparer.Ordinal)], training, test);
    }

    /// <summary>How many folders stand before those of the classes: those that everything lies in, as archives have them, and the one that says what is to be tested with.</summary>
    private static int DepthOfClasses(string[][] paths, out string? testFolder)
    {
        for (int depth = 0; ; depth++)
        {
            string[] folders = [.. paths.Where(parts => parts.Length > depth + 1).Select(parts => parts[depth]).Distinct()];
            testFolder = TestFolders.FirstOrDefault(folders.Contains);
            if (testFolder is not null && folders.Contains(TrainingFolder))
            {
                return depth + 1;
            }

            testFolder = null;
            if (folders.Length != 1 || paths.Any(parts => parts.Length == depth + 2))
            {
                return depth;
            }
        }
    }
}
