using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Text;

namespace ModelGen.CodeFixes;

/// <summary>What an editor offers to do, and the changes to a file that do it.</summary>
/// <param name="Title">What it says; the same for all mistakes that it cures, so that they can be cured together.</param>
/// <param name="Changes">The changes.</param>
internal sealed record Cure(string Title, IReadOnlyList<TextChange> Changes)
{
    public Cure(string title, params TextChange[] changes)
        : this(title, (IReadOnlyList<TextChange>)changes)
    {
    }

    public CodeAction ToAction(Document document) => CodeAction.Create(Title, cancellation => ApplyAsync(document, cancellation), equivalenceKey: Title);

    private async Task<Document> ApplyAsync(Document document, CancellationToken cancellation)
    {
        SourceText text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return document.WithText(text.WithChanges(Changes));
    }
}
