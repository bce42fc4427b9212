namespace ModelGen.Packaging.Tests;

/// <summary>The package, packed once, in a folder that serves as a feed.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    /// <summary>The package's file.</summary>
    public string Package { get; private set; } = string.Empty;

    /// <summary>The file of the package for GPUs.</summary>
    public string GpuPackage { get; private set; } = string.Empty;

    public async ValueTask InitializeAsync()
    {
        foreach (string project in (string[])["runtime/ModelGen", "runtime/ModelGen.Gpu"])
        {
            await Command.Dotnet(
                Repository.Root, "pack", project, "-c", "Release", "--artifacts-path", folder.File("artifacts"), "-o", folder.File("feed"), "-warnaserror");
        }

        GpuPackage = Assert.Single(Directory.GetFiles(folder.File("feed"), "ModelGen.Gpu.*.nupkg"));
        Package = Assert.Single(Directory.GetFiles(folder.File("feed"), "*.nupkg"), file => file != GpuPackage);
    }

    /// <summary>
    /// A project as <c>dotnet new console</c> makes it, with a reference to the package. Packages are unpacked beside it, so that a version packed
    /// before is not met again; what the repository's own build has restored serves the others.
    /// </summary>
    /// <param name="project">Where it goes.</param>
    /// <param name="forGpu">Whether it asks for kernels for GPUs, publishes ahead of time, and has emitted code written to disk.</param>
    public void WriteProject(TemporaryFolder project, bool forGpu = false)
    {
        string version = Path.GetFileNameWithoutExtension(Package)["ModelGen.".Length..];
        project.Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><add key="packed" value="{Path.GetDirectoryName(Package)}" /></packageSources>
              <fallbackPackageFolders><add key="restored" value="{Repository.PackagesFolder}" /></fallbackPackageFolders>
            </configuration>
            """);
        project.Write("Small.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">

              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                {(forGpu ? "<ModelGenGpu>true</ModelGenGpu><PublishAot>true</PublishAot><EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>" : "")}
              </PropertyGroup>

              <ItemGroup>
                <PackageReference Include="{(forGpu ? "ModelGen.Gpu" : "ModelGen")}" Version="{version}" />
              </ItemGroup>

            </Project>
            """);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
