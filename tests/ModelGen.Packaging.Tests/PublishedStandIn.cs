using System.Runtime.InteropServices;

namespace ModelGen.Packaging.Tests;

/// <summary>The library that stands in for the CUDA driver and interprets kernels on the processor, published when first asked for. It needs a linker.</summary>
public sealed class PublishedStandIn : IDisposable
{
    private const string Project = "ModelGen.CudaStandIn";

    private readonly TemporaryFolder folder = new();
    private Task<string>? publishing;

    /// <summary>The library's file.</summary>
    public Task<string> Library() => publishing ??= Publish();

    public void Dispose() => folder.Dispose();

    private async Task<string> Publish()
    {
        string output = folder.File("published");
        await Command.Dotnet(
            Repository.Root, "publish", $"tests/{Project}", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier,
            "--artifacts-path", folder.File("artifacts"), "-o", output, "-warnaserror");
        return Path.Combine(output, Project + (OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so"));
    }
}
