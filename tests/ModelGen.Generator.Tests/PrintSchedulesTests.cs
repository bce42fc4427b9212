using Microsoft.CodeAnalysis;
using ModelGen.Generator.Tests.Harness;

namespace ModelGen.Generator.Tests;

/// <summary>The build property <c>ModelGenPrintSchedules</c>.</summary>
public class PrintSchedulesTests
{
    private const string Property = "ModelGenPrintSchedules";

    [Fact]
    public void With_it_each_kernel_says_how_it_was_scheduled()
    {
        var comments = new Dictionary<string, string>();
        foreach ((string file, string text) in Generate((Property, "true")).Where(file => file.Key.Contains(".Kernels", StringComparison.Ordinal)))
        {
            string[] lines = text.Split('\n').SkipWhile(line => line != "#nullable enable").Select(line => line.Trim()).ToArray();
            comments[file.Replace(".g.cs", ".txt", StringComparison.Ordinal)] = string.Concat(lines
                .Where(line => line.StartsWith("// ", StringComparison.Ordinal) || line.StartsWith("public static void", StringComparison.Ordinal))
                .Select(line => line.Split('(')[0] is var name && name.StartsWith("public", StringComparison.Ordinal) ? name + "\n\n" : line + "\n"));
        }

        GoldenFiles.AssertMatch("SmallCnnSchedules", comments);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("")]
    [InlineData("yes")]
    public void Without_it_nothing_is_added(string value) => Assert.Equal(Generate(), Generate((Property, value)));

    [Fact]
    public void A_network_is_compiled_again_where_it_changes_and_no_other_property_matters()
    {
        Assert.Equal(IncrementalStepRunReason.Modified, ReasonToCompile((Property, "true")));
        Assert.Equal(IncrementalStepRunReason.Cached, ReasonToCompile((Property, "false")));
        Assert.Equal(IncrementalStepRunReason.Cached, ReasonToCompile(("Other", "true")));
    }

    // Why the compile step runs once the build's properties are these, after a run without any.
    private static IncrementalStepRunReason ReasonToCompile((string Name, string Value) property)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        GeneratorDriver driver = Workbench.Driver().RunGenerators(Workbench.Compilation(Networks.SmallCnn), cancellation);
        driver = driver.WithUpdatedAnalyzerConfigOptions(Workbench.Properties(property));
        GeneratorRunResult result = driver.RunGenerators(Workbench.Compilation(Networks.SmallCnn), cancellation).GetRunResult().Results[0];
        Assert.Null(result.Exception);
        return Assert.Single(result.TrackedSteps[TrackingNames.Compile].SelectMany(step => step.Outputs)).Reason;
    }

    private static Dictionary<string, string> Generate(params (string Name, string Value)[] properties)
    {
        GeneratorRunResult result = Workbench.Driver(properties).RunGenerators(Workbench.Compilation(Networks.SmallCnn), TestContext.Current.CancellationToken).GetRunResult().Results[0];
        Assert.Null(result.Exception);
        return result.GeneratedSources.ToDictionary(file => file.HintName, file => file.SourceText.ToString());
    }
}
