using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.QuickInfo;

namespace ModelGen.Analyzers.Tests.CodeFixes;

/// <summary>What stands under the cursor, from the service that the C# language server asks.</summary>
public class HoverTests
{
    [Fact]
    public async Task The_summary_stands_at_the_class()
    {
        string hover = await HoverAsync(Networks.MnistCnn, "MnistCnn");
        Assert.Equal("", hover);
    }

    private static async Task<string> HoverAsync(string source, string word)
    {
        using var project = new EditorProject(source);
        int position = source.IndexOf(word, source.IndexOf("class", StringComparison.Ordinal), StringComparison.Ordinal);
        QuickInfoService service = QuickInfoService.GetService(project.File(0))!;
        QuickInfoItem item = (await service.GetQuickInfoAsync(project.File(0), position, TestContext.Current.CancellationToken))!;
        return string.Join("\n---\n", item.Sections.Select(section => $"{section.Kind}: {section.Text}"));
    }
}
