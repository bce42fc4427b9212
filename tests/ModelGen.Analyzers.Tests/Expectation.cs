using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ModelGen.Analyzers.Tests;

/// <summary>Checks a wrong network: the errors of all there is, the C# compiler's own included, must be the one that is marked and no other.</summary>
internal static class Expectation
{
    /// <summary>The one error, its place the mark <c>[|…|]</c>; a program that uses every member of the network stands beside it.</summary>
    public static async Task<Diagnostic> OneErrorAsync(string id, string markedSource, params (string Name, string Value)[] buildProperties)
    {
        MarkedSource source = MarkedSource.Parse(markedSource);
        IReadOnlyList<Diagnostic> errors = await ErrorsAsync(source.Text, buildProperties);
        Diagnostic error = Assert.Single(errors);
        Assert.Equal(id, error.Id);
        AssertPlace(source, error);
        return error;
    }

    /// <summary>The one warning, the C# compiler's own included, its place the mark; where analyzers are switched off there is none, and the network is completed either way.</summary>
    public static async Task<Diagnostic> OneWarningAsync(string id, string markedSource)
    {
        MarkedSource source = MarkedSource.Parse(markedSource);
        CSharpCompilation compilation = Workbench.Compilation(source.Text);
        Diagnostic warning = Assert.Single(await Workbench.WarningsAsync(compilation, new NetworkAnalyzer()));
        Assert.Equal((id, DiagnosticSeverity.Warning), (warning.Id, warning.Severity));
        AssertPlace(source, warning);
        Assert.Empty(await Workbench.WarningsAsync(compilation, null, ("RunAnalyzers", "false")));
        return warning;
    }

    public static Task<IReadOnlyList<Diagnostic>> ErrorsAsync(string source, params (string Name, string Value)[] buildProperties) =>
        Workbench.ErrorsAsync(Workbench.Compilation(source), AnalyzersRun(buildProperties) ? new NetworkAnalyzer() : null, buildProperties);

    public static void AssertPlace(MarkedSource source, Diagnostic error)
    {
        TextSpan mark = Assert.Single(source.Marks);
        string expected = $"{CSharpSyntaxTree.ParseText(source.Text).GetLineSpan(mark).StartLinePosition}: {source.Text.Substring(mark.Start, mark.Length)}";
        string actual = $"{error.Location.GetLineSpan().StartLinePosition}: {source.Text.Substring(error.Location.SourceSpan.Start, error.Location.SourceSpan.Length)}";
        Assert.Equal(expected, actual);
        Assert.Equal("/src/File0.cs", error.Location.GetLineSpan().Path);
    }

    private static bool AnalyzersRun((string Name, string Value)[] buildProperties) => !buildProperties.Any(property => property.Value == "false");
}
