using System.IO.Compression;
using System.Text.RegularExpressions;

namespace ModelGen.Packaging.Tests;

/// <summary>The package as its users meet it: in a project of their own, through <c>dotnet build</c>.</summary>
public sealed partial class PackageTests(PackageFeed feed) : IDisposable
{
    private readonly TemporaryFolder project = new();

    public void Dispose() => project.Dispose();

    [Fact]
    public void The_package_holds_the_runtime_the_compiler_and_the_build_s_settings()
    {
        using ZipArchive package = ZipFile.OpenRead(feed.Package);
        string[] content = [.. package.Entries.Select(entry => entry.FullName).Where(name => name.Contains('/') && !name.StartsWith('_') && !name.StartsWith("package/"))];
        Assert.Equal(
            [
                "analyzers/dotnet/cs/ModelGen.Analyzers.dll",
                "analyzers/dotnet/cs/ModelGen.CodeFixes.dll",
                "analyzers/dotnet/cs/ModelGen.Compiler.dll",
                "analyzers/dotnet/cs/ModelGen.Generator.dll",
                "build/ModelGen.props",
                "build/ModelGen.targets",
                "buildTransitive/ModelGen.props",
                "buildTransitive/ModelGen.targets",
                "lib/net10.0/ModelGen.dll",
                "lib/net10.0/ModelGen.xml",
            ],
            content.Order(StringComparer.Ordinal));
        Assert.NotNull(package.GetEntry("README.md"));
        Assert.NotNull(package.GetEntry("LICENSE"));
    }

    [Fact]
    public async Task A_network_builds_without_a_warning_and_learns()
    {
        feed.WriteProject(project);
        project.Write("Program.cs", """
            using ModelGen;

            using Xor network = new(seed: 1, threads: 1);
            Sgd optimizer = new(learningRate: 0.5f);
            float[] x = [0, 0, 0, 1, 1, 0, 1, 1];
            int[] label = [0, 1, 1, 0];
            float first = network.TrainStep(x, label, optimizer);
            float last = first;
            for (int step = 0; step < 2000; step++)
            {
                last = network.TrainStep(x, label, optimizer);
            }

            float[] logits = new float[8];
            network.Predict(x, logits);
            Console.WriteLine(last < 0.1f * first ? "learnt" : $"loss {first} to {last}");
            for (int row = 0; row < 4; row++)
            {
                Console.WriteLine(logits[2 * row] > logits[2 * row + 1] ? 0 : 1);
            }

            [Network]
            public partial class Xor
            {
                static Tensor Forward([Shape("batch", 2)] Tensor x) => x.Dense(8).Tanh().Dense(2);
                static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
            }
            """);
        Command build = await Command.Dotnet(project.Path, "build", "-c", "Release", "-tl:off");
        Assert.Contains("0 Warning(s)", build.Output);

        Command run = await Command.Dotnet(project.Path, "bin/Release/net10.0/Small.dll");
        Assert.Equal(["learnt", "0", "1", "1", "0"], run.Lines);
    }

    /// <summary>The first the generator reports itself, the second C# does; neither brings complaints about members that are missing then.</summary>
    [Theory]
    [InlineData("public class", "x.Flatten().Dense(10)", "MG0001", "Mistaken", "-p:RunAnalyzers=true")]
    [InlineData("public class", "x.Flatten().Dense(10)", "MG0001", "Mistaken", "-p:RunAnalyzers=false")]
    [InlineData("public partial class", "x.Flatten().Smooth().Dense(10)", "CS1061", "Smooth", "-p:RunAnalyzers=true")]
    [InlineData("public partial class", "x.Flatten().Smooth().Dense(10)", "CS1061", "Smooth", "-p:RunAnalyzers=false")]
    public async Task A_missing_partial_and_an_unknown_call_are_one_error_each(string declaration, string body, string id, string token, string analyzers)
    {
        project.Write("Program.cs", "using Mistaken network = new(seed: 1);\nConsole.WriteLine(network.Parameters.Count);\n");
        WriteNetwork("Mistaken", declaration, body);
        Match error = Assert.Single(await Errors(analyzers));
        Assert.Equal(("Mistaken.cs", id, token), (error.Groups["file"].Value, error.Groups["id"].Value, TextAt(error)));
    }

    /// <summary>Two mistakes in two files: each is one error at its token and brings no others, whoever reports it.</summary>
    [Theory]
    [InlineData("-p:RunAnalyzers=true")]
    [InlineData("-p:RunAnalyzers=false")]
    public async Task A_shape_that_does_not_fit_is_one_error_at_its_token(string analyzers)
    {
        project.Write("Program.cs", """
            using Product first = new(seed: 1);
            using Kernel second = new(seed: 1);
            first.Predict(new float[784], new float[10]);
            Console.WriteLine(second.Parameters.Count);
            """);
        WriteNetwork("Product", "public partial class", "x.Conv2D(64, kernel: 24).Relu().Flatten().Dot(W)", "[Parameter(3000, 10)] static partial Tensor W { get; }");
        WriteNetwork("Kernel", "public partial class", "x.Conv2D(8, kernel: 40).Flatten().Dense(10)");
        Match[] errors = [.. (await Errors(analyzers)).OrderBy(error => error.Groups["file"].Value, StringComparer.Ordinal)];
        Assert.Equal(
            [("Kernel.cs", "MG0103", "40"), ("Product.cs", "MG0102", "W")],
            errors.Select(error => (error.Groups["file"].Value, error.Groups["id"].Value, TextAt(error))));
        Assert.StartsWith("conv1: a 40×40 window does not fit into its input [batch, 1, 28, 28]", errors[0].Groups["message"].Value);
        Assert.StartsWith("Dot: [batch, 1600] on the left ends in 1600 (64 channels × 5 × 5), and ", errors[1].Groups["message"].Value);
    }

    [Fact]
    public async Task A_project_can_ask_how_its_kernels_were_scheduled()
    {
        feed.WriteProject(project);
        project.Write("Program.cs", "using Small network = new(seed: 1);\nConsole.WriteLine(network.Parameters.Count);\n");
        WriteNetwork("Small", "public partial class", "x.Flatten().Dense(10)");
        await Command.Dotnet(project.Path, "build", "-tl:off", "-p:ModelGenPrintSchedules=true", "-p:EmitCompilerGeneratedFiles=true");
        string file = Assert.Single(Directory.GetFiles(project.File("obj"), "Small.Kernels512.g.cs", SearchOption.AllDirectories));
        Assert.Contains("// DotSchedule, 512-bit vectors, 32 registers: ", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^(?:.*/)?(?<file>\w+\.cs)\((?<line>\d+),(?<column>\d+)\): error (?<id>\w+): (?<message>.*)$", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();

    private async Task<Match[]> Errors(string analyzers)
    {
        feed.WriteProject(project);
        Command build = await Command.Run("dotnet", project.Path, "build", "-tl:off", analyzers);
        Assert.NotEqual(0, build.ExitCode);
        string beforeSummary = build.Output.Split("Build FAILED.")[0];
        return [.. ErrorLine().Matches(beforeSummary).Cast<Match>()];
    }

    private void WriteNetwork(string name, string declaration, string body, string member = "") => project.Write($"{name}.cs", $$"""
        using ModelGen;

        [Network]
        {{declaration}} {{name}}
        {
            {{member}}
            static Tensor Forward([Shape("batch", 1, 28, 28)] Tensor x) => {{body}};
        }
        """);

    /// <summary>The word at the position an error names.</summary>
    private string TextAt(Match error)
    {
        string line = File.ReadLines(project.File(error.Groups["file"].Value)).ElementAt(int.Parse(error.Groups["line"].Value) - 1);
        return string.Concat(line[(int.Parse(error.Groups["column"].Value) - 1)..].TakeWhile(char.IsLetterOrDigit));
    }
}
