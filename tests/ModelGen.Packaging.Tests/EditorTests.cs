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

    [Fact]
    public async Task No_analysis_level_finds_fault_with_what_is_emitted_or_asked_for()
    {
        feed.WriteProject(project);
        project.Write("Directory.Build.props", "<Project><PropertyGroup><AnalysisLevel>latest-all</AnalysisLevel><EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild><GenerateDocumentationFile>true</GenerateDocumentationFile></PropertyGroup></Project>");
        project.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_analyzer_diagnostic.severity = warning\n");
        project.Write("Program.cs", "using Small.Networks;\n\nusing Net network = new(seed: 1);\nConsole.WriteLine(network.Parameters.Count);\n");
        project.Write("Net.cs", """
            using ModelGen;

            namespace Small.Networks;

            /// <summary>A network with each kind of member.</summary>
            [Network]
            public sealed partial class Net
            {
                [Layer] private readonly Conv2D _conv = new(8, kernel: 3);
                [Layer] private readonly Dense _head = new(10);

                [Parameter(8, 1, 1)] private static partial Tensor Scale { get; }

                private Tensor Forward([Shape("batch", 1, 28, 28)] Tensor image) => _head.Apply(Halved(_conv.Apply(image) * Scale).Flatten().Dropout(0.1f));

                private static Tensor Halved(Tensor x) => 0.5f * x;

                private static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
            }
            """);
        Command build = await Command.Dotnet(project.Path, "build", "-tl:off");
        string[] warnings = [.. build.Lines.Where(line => line.Contains(": warning ", StringComparison.Ordinal)).Distinct()];
        Assert.NotEmpty(warnings);
        Assert.DoesNotContain(warnings, line => line.Contains(".g.cs", StringComparison.Ordinal));
        Assert.Equal("", string.Join("\n", warnings));
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
