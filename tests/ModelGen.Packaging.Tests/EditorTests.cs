namespace ModelGen.Packaging.Tests;

/// <summary>The package in a workspace that MSBuild loads, as editors have it: <c>dotnet format</c> applies its fixes there.</summary>
public sealed class EditorTests(PackageFeed feed) : IDisposable
{
    private readonly TemporaryFolder project = new();

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task Fixes_are_applied_to_a_whole_project()
    {
        feed.WriteProject(project);
        project.Write("Program.cs", "using First first = new(seed: 1);\nusing Second second = new(seed: 1);\nConsole.WriteLine(first.Parameters.Count + second.Parameters.Count);\n");
        project.Write("First.cs", Network("First", "kernel: 40"));
        project.Write("Second.cs", Network("Second", "kernel: 29"));
        await Command.Dotnet(project.Path, "restore");
        await Command.Dotnet(project.Path, "format", "analyzers", "--no-restore", "--diagnostics", "MG0103", "--severity", "error");
        Assert.Equal(Network("First", "kernel: 28"), await ReadAsync("First.cs"));
        Assert.Equal(Network("Second", "kernel: 28"), await ReadAsync("Second.cs"));
        Command build = await Command.Dotnet(project.Path, "build", "-tl:off");
        Assert.Contains("0 Warning(s)", build.Output);
    }

    [Fact]
    public async Task Comments_with_shapes_are_kept_right_in_a_whole_project()
    {
        feed.WriteProject(project);
        project.Write("Program.cs", "using Net network = new(seed: 1);\nConsole.WriteLine(network.Parameters.Count);\n");
        project.Write("Net.cs", Network("Net", "kernel: 3", " // batch × 1 × 28 × 28"));
        await Command.Dotnet(project.Path, "restore");
        await Command.Dotnet(project.Path, "format", "analyzers", "--no-restore", "--diagnostics", "MG0302", "--severity", "info");
        Assert.Equal(Network("Net", "kernel: 3", " // batch × 8 × 26 × 26"), await ReadAsync("Net.cs"));
    }

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(project.File(file), TestContext.Current.CancellationToken);

    private static string Network(string name, string kernel, string comment = "") => $$"""
        using ModelGen;

        [Network]
        public partial class {{name}}
        {
            static Tensor Forward([Shape("batch", 1, 28, 28)] Tensor image) => image
                .Conv2D(8, {{kernel}}){{comment}}
                .Relu();
        }

        """;
}
