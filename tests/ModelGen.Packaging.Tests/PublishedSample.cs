using System.Runtime.InteropServices;

namespace ModelGen.Packaging.Tests;

/// <summary>The MNIST sample published with NativeAOT, and the same built for the JIT, each made once when first asked for.</summary>
public sealed class PublishedSample : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private Task? publishing;
    private Task? building;

    /// <summary>The folder that is shipped.</summary>
    public string Folder => folder.File("published");

    private string Artifacts => folder.File("artifacts");

    private string Executable => Path.Combine(Folder, "Mnist");

    /// <summary>Runs the published executable in an empty folder.</summary>
    public async Task<Command> Run(TemporaryFolder work, params string[] arguments)
    {
        await Publish();
        return await Command.Run(Executable, work.Path, arguments);
    }

    /// <summary>The same with additions to its environment; null where it does not end in time and is ended.</summary>
    public async Task<Command?> Run(TemporaryFolder work, string[] arguments, IReadOnlyDictionary<string, string> environment, TimeSpan limit)
    {
        await Publish();
        return await Command.Run(Executable, work.Path, arguments, environment, limit);
    }

    /// <summary>Runs the program under the JIT in an empty folder.</summary>
    public async Task<Command> RunJit(TemporaryFolder work, params string[] arguments)
    {
        await (building ??= Command.Dotnet(Repository.Root, "build", "samples/Mnist", "-c", "Release", "--artifacts-path", Artifacts, "-warnaserror"));
        return await Command.Run("dotnet", work.Path, [Path.Combine(Artifacts, "bin", "Mnist", "release", "Mnist.dll"), .. arguments]);
    }

    /// <summary>Publishes, with every warning an error; skips the test where the machine has no linker.</summary>
    public async Task Publish()
    {
        Linker.OrSkip();
        await (publishing ??= Command.Dotnet(
            Repository.Root, "publish", "samples/Mnist", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier,
            "--artifacts-path", Artifacts, "-o", Folder, "-warnaserror"));
    }

    public void Dispose() => folder.Dispose();
}
