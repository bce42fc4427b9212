using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Tests.Harness;

namespace ModelGen.Generator.Tests;

/// <summary>Each diagnostic has an id of its own, a row in the release table, a page and a link to it.</summary>
public class DiagnosticTableTests
{
    public static TheoryData<string> Ids => [.. DiagnosticTable.All.Select(descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_id_is_documented(string id)
    {
        DiagnosticDescriptor descriptor = DiagnosticTable.Get(id);
        Assert.Equal($"https://github.com/modelgen/modelgen/blob/main/docs/diagnostics/{id}.md", descriptor.HelpLinkUri);
        // An error says that there is no network, which no setting changes; a warning is an opinion, and a note is no more than that.
        DiagnosticSeverity[] severities = id[..4] switch
        {
            "MG02" => [DiagnosticSeverity.Warning],
            "MG03" => [DiagnosticSeverity.Hidden, DiagnosticSeverity.Info],
            _ => [DiagnosticSeverity.Error],
        };
        Assert.Contains(descriptor.DefaultSeverity, severities);
        Assert.Equal(descriptor.DefaultSeverity == DiagnosticSeverity.Error, descriptor.CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable));

        string page = File.ReadAllText(Path.Combine(Root, "docs", "diagnostics", id + ".md"));
        Assert.StartsWith($"# {id}: {descriptor.Title}\n", page, StringComparison.Ordinal);
        foreach (string section in new[] { "## Example", "## Why", "## Cure" })
            Assert.Contains($"\n{section}\n\n", page, StringComparison.Ordinal);

        string releases = File.ReadAllText(Path.Combine(Root, "generator", "ModelGen.Generator", "AnalyzerReleases.Shipped.md"))
            + File.ReadAllText(Path.Combine(Root, "generator", "ModelGen.Generator", "AnalyzerReleases.Unshipped.md"));
        Assert.Contains($"| [{id}]({id}.md) | {descriptor.Title} |\n", File.ReadAllText(Path.Combine(Root, "docs", "diagnostics", "README.md")), StringComparison.Ordinal);
        Assert.Contains($"\n{id} | {descriptor.Category} | {descriptor.DefaultSeverity} | ", releases, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_holds_every_descriptor_once()
    {
        IEnumerable<DiagnosticDescriptor> declared = typeof(DiagnosticTable).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public))
            .Where(field => field.FieldType == typeof(DiagnosticDescriptor))
            .Select(field => (DiagnosticDescriptor)field.GetValue(null)!);
        Assert.Equal(declared.Select(descriptor => descriptor.Id).Order(), DiagnosticTable.All.Select(descriptor => descriptor.Id).Order());
        Assert.Equal(DiagnosticTable.All.Length, DiagnosticTable.All.Select(descriptor => descriptor.Id).Distinct().Count());
    }

    [Fact]
    public void There_is_no_page_without_a_diagnostic() => Assert.Equal(
        DiagnosticTable.All.Select(descriptor => descriptor.Id + ".md").Append("README.md").Order(StringComparer.Ordinal),
        Directory.GetFiles(Path.Combine(Root, "docs", "diagnostics")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("MG0101", 4)]
    [InlineData("MG0102", 6)]
    [InlineData("MG0103", 4)]
    [InlineData("MG0104", 3)]
    [InlineData("MG0105", 4)]
    [InlineData("MG0106", 4)]
    [InlineData("MG0107", 3)]
    [InlineData("MG0108", 1)]
    [InlineData("MG0109", 4)]
    [InlineData("MG0110", 2)]
    [InlineData("MG0111", 1)]
    [InlineData("MG0113", 7)]
    [InlineData("MG0021", 2)]
    [InlineData("MG0115", 1)]
    [InlineData("MG0116", 2)]
    [InlineData("MG0117", 3)]
    [InlineData("MG0201", 1)]
    [InlineData("MG0202", 1)]
    [InlineData("MG0203", 2)]
    [InlineData("MG0204", 1)]
    [InlineData("MG0205", 3)]
    [InlineData("MG0206", 3)]
    [InlineData("MG0207", 3)]
    [InlineData("MG0208", 0)]
    [InlineData("MG0209", 3)]
    [InlineData("MG0210", 2)]
    [InlineData("MG0211", 4)]
    [InlineData("MG0212", 1)]
    [InlineData("MG0213", 0)]
    [InlineData("MG0214", 0)]
    [InlineData("MG0999", 1)]
    public void A_message_uses_all_that_the_compiler_says(string id, int arguments)
    {
        string[] words = [.. Enumerable.Range(0, arguments).Select(index => $"<{index}>")];
        string text = ErrorText.Of(new SpecError(id, default, words.ToEquatableArray()));
        Assert.All(words, word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.DoesNotMatch(new Regex(@"\{\d\}"), text);
    }

    [Fact]
    public void An_id_that_is_not_in_the_table_is_reported_as_unforeseen() => Assert.Equal("MG0999", DiagnosticTable.Get("MG9999").Id);

    private static string Root => RepositoryRoot.Path;
}
