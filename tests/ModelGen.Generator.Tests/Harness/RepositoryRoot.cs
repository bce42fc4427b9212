namespace ModelGen.Generator.Tests.Harness;

/// <summary>The folder with the solution, found from where the tests run.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder)
    {
        while (!File.Exists(System.IO.Path.Combine(folder, "ModelGen.sln")))
            folder = System.IO.Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests read files of the repository, and no folder above them holds ModelGen.sln.");
        return folder;
    }
}
