namespace ModelGen.Packaging.Tests;

/// <summary>A folder outside the source tree, whose settings therefore do not reach it; gone when the tests are.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("modelgen-packaging-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllText(File(name), text);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
