using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ModelGen.Analyzers.Tests.CodeFixes;

/// <summary>Applies a fix and checks all that comes of it: the whole text, and that it builds.</summary>
internal static class Fixing
{
    /// <summary>The network of a test: what stands around the members that it shows.</summary>
    public static string Net(string members) => $$"""
        using ModelGen;

        [Network]
        partial class Net
        {
        {{members}}
        }
        """;

    /// <summary>The fix turns the one source into the other, which has no error left.</summary>
    public static async Task AssertAsync(CodeFixProvider provider, string id, string title, string before, string after)
    {
        using var project = new EditorProject(before);
        IReadOnlyList<CodeAction> offered = await project.FixesAsync(provider, id);
        Assert.Contains(title, offered.Select(action => action.Title));
        CodeAction action = offered.Single(action => action.Title == title);
        EditorProject fixedProject = await project.AfterAsync(action);
        Assert.Equal(after, await fixedProject.TextAsync());
        await AssertBuildsAsync(fixedProject);
    }

    /// <summary>No error is left.</summary>
    public static async Task AssertBuildsAsync(EditorProject project) =>
        Assert.DoesNotContain(await project.DiagnosticsAsync(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>There is no fix to offer.</summary>
    public static async Task AssertNoneAsync(CodeFixProvider provider, string id, string source)
    {
        using var project = new EditorProject(source);
        Assert.Empty(await project.FixesAsync(provider, id));
    }
}
