using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Text;

namespace ModelGen.CodeFixes;

/// <summary>What an editor offers to do, and the changes to a file that do it.</summary>
/// <param name="Title">What it says.</param>
/// <param name="Changes">The changes.</param>
internal sealed record Offer(string Title, IReadOnlyList<TextChange> Changes)
{
    public Offer(string title, params TextChange[] changes)
        : this(title, (IReadOnlyList<TextChange>)changes)
    {
    }

    /// <summary>What is the same for all mistakes that are cured together; the title, unless that names what is particular to one.</summary>
    public string Kind { get; init; } = Title;

    public CodeAction ToAction(Document document) => CodeAction.Create(Title, cancellation => ApplyAsync(document, cancellation), equivalenceKey: Kind);

    private async Task<Document> ApplyAsync(Document document, CancellationToken cancellation)
    {
        SourceText text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return document.WithText(text.WithChanges(Changes));
    }
}
