namespace ModelGen.Generator.Tests.Harness;

/// <summary>
/// Compares texts with files kept under <c>Snapshots/</c>. With <c>MODELGEN_UPDATE_SNAPSHOTS=1</c> in the environment it writes them instead; what
/// changed is then for review in the diff of the commit.
/// </summary>
internal static class GoldenFiles
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests", "ModelGen.Generator.Tests", "Snapshots");

    /// <summary>The texts, by file name, must be those of the folder: no file more, no file less.</summary>
    public static void AssertMatch(string name, IReadOnlyDictionary<string, string> texts)
    {
        string folder = Path.Combine(Folder, name);
        if (Environment.GetEnvironmentVariable("MODELGEN_UPDATE_SNAPSHOTS") == "1")
            Write(folder, texts);

        string[] kept = Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)] : [];
        Assert.Equal(kept, texts.Keys.Order(StringComparer.Ordinal));
        foreach ((string file, string text) in texts)
            AssertSame(Path.Combine(name, file), File.ReadAllText(Path.Combine(folder, file)), text);
    }

    private static void Write(string folder, IReadOnlyDictionary<string, string> texts)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach ((string file, string text) in texts)
            File.WriteAllText(Path.Combine(folder, file), text);
    }

    private static void AssertSame(string file, string expected, string actual)
    {
        if (expected == actual)
            return;
        string[] expectedLines = expected.Split('\n');
        string[] actualLines = actual.Split('\n');
        int line = 0;
        while (line < expectedLines.Length && line < actualLines.Length && expectedLines[line] == actualLines[line])
            line++;
        Assert.Fail($"""
            {file} differs at line {line + 1}:
              kept: {Line(expectedLines, line)}
              now:  {Line(actualLines, line)}
            Where the change is wanted, run the tests once with MODELGEN_UPDATE_SNAPSHOTS=1 and commit the files.
            """);
    }

    private static string Line(string[] lines, int line) => line < lines.Length ? lines[line] : "(the end)";
}
