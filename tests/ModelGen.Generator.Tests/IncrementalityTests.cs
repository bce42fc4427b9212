using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Generator.Tests.Harness;

namespace ModelGen.Generator.Tests;

/// <summary>Why each step of the pipeline runs again after an edit. File 0 has the convolution network, file 1 the perceptron, file 2 none, file 3 a wrong one.</summary>
public class IncrementalityTests
{
    private const string Other = "static class Other { public static int Value => 1; }";

    private const string Wrong = "using ModelGen; [Network] class Wrong { static Tensor Forward([Shape(3)] Tensor x) => x; }";

    private static readonly string[] Files = [Networks.MnistCnn, Networks.TanhPerceptron, Other, Wrong];

    public static TheoryData<string, int, string> EditsElsewhere => new()
    {
        { "a member in another file", 2, Other.Replace("=> 1", "=> 2 + 3", StringComparison.Ordinal) },
        { "a comment in another file", 2, "// why\n" + Other },
        { "a comment above the class", 0, "// why\n" + Networks.MnistCnn },
        { "a comment behind the class", 0, Networks.MnistCnn + "\n// why" },
        { "lines above the class", 0, Networks.MnistCnn.Replace("[Network]", "\n\n\n    [Network]", StringComparison.Ordinal).Replace("    [Network]", "[Network]", StringComparison.Ordinal) },
        { "a type below the class", 0, Networks.MnistCnn + "\nclass Below { }" },
        { "a syntax error in another file", 2, Other + " class {" },
    };

    [Theory]
    [MemberData(nameof(EditsElsewhere))]
    public void An_edit_outside_the_class_leaves_every_step_as_it_is(string edit, int file, string text)
    {
        GeneratorRunResult result = RunTwice(Files, file, text);
        foreach (string step in TrackingNames.All)
        {
            IncrementalStepRunReason[] reasons = Reasons(result, step);
            Assert.NotEmpty(reasons);
            Assert.All(reasons, reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{edit}: {step} is {reason}"));
        }

        AssertOutputsAreCached(result, edit);
    }

    [Theory]
    [InlineData("Dense(128)", "Dense(64)")]
    [InlineData("Relu()", "Tanh()")]
    [InlineData("\"batch\", 1", "\"batch\", 3")]
    [InlineData("class MnistCnn", "class MnistNet")]
    public void An_edit_inside_a_network_runs_that_network_alone(string old, string replacement)
    {
        GeneratorRunResult result = RunTwice(Files, 0, Networks.MnistCnn.Replace(old, replacement, StringComparison.Ordinal));
        IncrementalStepRunReason[] modified = [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached];
        Assert.Equal(modified, Reasons(result, TrackingNames.Parse));
        Assert.Equal(modified, Reasons(result, TrackingNames.Compile));
    }

    [Fact]
    public void An_edit_in_another_part_of_the_class_is_noticed()
    {
        string[] files =
        [
            "using ModelGen; [Network] partial class Net { }",
            "using ModelGen; partial class Net { static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(4); }",
        ];
        GeneratorRunResult result = RunTwice(files, 1, files[1].Replace("Dense(4)", "Dense(5)", StringComparison.Ordinal));
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, TrackingNames.Parse));
    }

    [Fact]
    public void An_edit_in_a_helper_of_another_file_is_noticed()
    {
        string[] files =
        [
            "using ModelGen; [Network] partial class Net { static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => Blocks.Of(x).Dense(Sizes.Units); }",
            "using ModelGen; static class Blocks { public static Tensor Of(Tensor x) => x.Dense(4); }",
            "static class Sizes { public const int Units = 3; }",
        ];
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(RunTwice(files, 1, files[1].Replace("4", "5", StringComparison.Ordinal)), TrackingNames.Parse));
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(RunTwice(files, 2, files[2].Replace("3", "5", StringComparison.Ordinal)), TrackingNames.Parse));
        Assert.Equal([IncrementalStepRunReason.Cached], Reasons(RunTwice(files, 2, files[2] + "// why"), TrackingNames.Parse));
    }

    [Fact]
    public void An_error_moves_with_its_class()
    {
        string[] files = [Networks.MnistCnn.Replace("public partial", "public", StringComparison.Ordinal)];
        GeneratorRunResult same = RunTwice(files, 0, files[0] + "\n// why");
        Assert.Equal([IncrementalStepRunReason.Unchanged], Reasons(same, TrackingNames.Errors));

        GeneratorRunResult moved = RunTwice(files, 0, "// why\n" + files[0]);
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(moved, TrackingNames.Errors));
        Assert.Equal([IncrementalStepRunReason.Cached], Reasons(moved, TrackingNames.Compile));
        Assert.Equal(6, Assert.Single(moved.Diagnostics).Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public void Two_networks_whose_names_differ_in_case_have_files_of_their_own()
    {
        string[] files = [Networks.MnistCnn, Networks.MnistCnn.Replace("MnistCnn", "MNISTCNN", StringComparison.Ordinal)];
        GeneratorRunResult result = Workbench.Driver().RunGenerators(Workbench.Compilation(files), TestContext.Current.CancellationToken).GetRunResult().Results[0];
        Assert.Null(result.Exception);
        ImmutableArray<string> names = [.. result.GeneratedSources.Select(source => source.HintName)];
        Assert.NotEmpty(names);
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(2, result.GeneratedSources.Select(source => source.SourceText.ToString()).Count(text => text.Contains("MnistCnn(", StringComparison.OrdinalIgnoreCase)));
    }

    private static GeneratorRunResult RunTwice(string[] files, int file, string text)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        CSharpCompilation compilation = Workbench.Compilation(files);
        GeneratorDriver driver = Workbench.Driver().RunGenerators(compilation, cancellation);
        Assert.NotEqual(files[file], text);
        CSharpCompilation edited = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[file], Workbench.ParseFile(text, file));
        GeneratorRunResult result = driver.RunGenerators(edited, cancellation).GetRunResult().Results[0];
        Assert.Null(result.Exception);
        return result;
    }

    private static IncrementalStepRunReason[] Reasons(GeneratorRunResult result, string step) =>
        [.. result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason)];

    private static void AssertOutputsAreCached(GeneratorRunResult result, string edit)
    {
        IncrementalStepRunReason[] reasons = [.. result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs).Select(output => output.Reason)];
        Assert.NotEmpty(reasons);
        Assert.All(reasons, reason => Assert.True(reason == IncrementalStepRunReason.Cached, $"{edit}: an output is {reason}"));
    }
}
