using System.Text.RegularExpressions;

namespace ModelGen.Packaging.Tests;

/// <summary>A network in a project with every analyzer of the SDK at its strictest: none of them finds fault with what the generator reads.</summary>
public sealed partial class AnalysisLevelTests(PackageFeed feed) : IDisposable
{
    // What is said of members for want of a caller, or of how they would run.
    private static readonly string[] OfUse = ["CA1062", "CA1801", "CA1812", "CA1822", "CA1823", "CA1861", "CS0169", "CS0414", "CS0649", "IDE0044", "IDE0051", "IDE0052", "IDE0060"];

    private readonly TemporaryFolder project = new();

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task Members_that_the_generator_reads_are_neither_unused_nor_to_be_changed()
    {
        feed.WriteProject(project);
        project.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_analyzer_diagnostic.severity = warning\n");
        project.Write("Program.cs", "using Small.Networks;\n\nusing Net net = new(seed: 1);\nConsole.WriteLine(net.Parameters.Count);\n");
        project.Write("Net.cs", """
            using ModelGen;

            namespace Small.Networks;

            [Network]
            public partial class Net
            {
                private static readonly int[] Widths = [16, 16];

                [Layer]
                private readonly Dense first = new(16);

                [Layer]
                private readonly GatedBlock[] blocks = [new(16), new(16)];

                [Layer]
                private Scale Second { get; } = new(2);

                [Parameter(16, 10)]
                private static partial Tensor W { get; }

                private Tensor Forward([Shape("batch", 8)] Tensor x)
                {
                    x = first.Apply(x).Relu();
                    foreach (GatedBlock block in blocks)
                    {
                        x = block.Apply(x);
                    }

                    for (int i = 0; i < 2; i++)
                    {
                        x = Widen(x, Widths[i]);
                    }

                    return Second.Apply(x).Dot(W);
                }

                public Tensor Widen(Tensor x, int width) => Public(x).Dense(width).Relu();

                public static Tensor Public(Tensor x) => x * x.Sum(new[] { 1 }, keepAxes: true);

                private static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);

                private static int UnusedMethod(int unusedArgument) => 3;

                private int unusedField;
            }

            public sealed class GatedBlock(int width)
            {
                [Layer]
                private readonly Dense value = new(width);

                [Layer]
                private readonly Dense gate = new(width, bias: false);

                public Tensor Apply(Tensor x) => Activated(value.Apply(x) * gate.Apply(x).Sigmoid());

                private Tensor Activated(Tensor x) => x.Gelu();
            }

            public sealed class Scale(int factor)
            {
                public Tensor Apply(Tensor x) => x.Relu() * factor;
            }
            """);
        Command build = await Command.Dotnet(project.Path, "build", "-c", "Release", "-tl:off", "-p:AnalysisLevel=latest-all", "-p:EnforceCodeStyleInBuild=true");
        string[] said = [.. Warning().Matches(build.Output).Select(match => $"{match.Groups["id"]} {match.Groups["line"]}").Distinct()];
        string[] lines = File.ReadAllLines(project.File("Net.cs"));
        Assert.Equal(
            ["CA1823 unusedField", "CS0169 unusedField", "IDE0044 unusedField", "IDE0051 UnusedMethod", "IDE0051 unusedField", "IDE0060 UnusedMethod"],
            said.Where(warning => OfUse.Contains(warning.Split(' ')[0]))
                .Select(warning => $"{warning.Split(' ')[0]} {Named().Match(lines[int.Parse(warning.Split(' ')[1]) - 1]).Value}")
                .Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"Net\.cs\((?<line>\d+),\d+\): warning (?<id>[A-Z]+\d+):")]
    private static partial Regex Warning();

    [GeneratedRegex("unusedField|UnusedMethod|^(?!.*(unusedField|UnusedMethod)).+")]
    private static partial Regex Named();
}
