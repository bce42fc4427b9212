using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Shapes;

namespace ModelGen.CodeFixes;

/// <summary>Writes the shape that each line of a method ends with as a comment behind it, those of neighbouring lines in one column.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(WriteShapesRefactoring)), Shared]
public sealed class WriteShapesRefactoring : CodeRefactoringProvider
{
    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        if (await Place.InAsync(context.Document, context.Span, context.CancellationToken).ConfigureAwait(false) is { } place
            && place.Around<MethodDeclarationSyntax>() is { } method
            && NetworkAtCursor.Of(place) is { } network
            && ChangesIn(place, method, network) is { Count: > 0 } changes)
        {
            context.RegisterRefactoring(new Offer("Write shapes as comments", changes).ToAction(context.Document));
        }
    }

    private static IReadOnlyList<TextChange> ChangesIn(Place place, MethodDeclarationSyntax method, NetworkAtCursor network)
    {
        SyntaxNode root = method.SyntaxTree.GetRoot(place.Cancellation);
        var changes = new List<TextChange>();
        int[] lines = LineShapes.In(root, method.Span, network.Parts, network.Shapes) is var shapes ? shapes.Keys.OrderBy(line => line).ToArray() : [];
        foreach (int line in lines)
        {
            TextLine at = place.Text.Lines[line];
            SyntaxTrivia comment = LineShapes.CommentAt(root, at);
            string? said = comment.IsKind(SyntaxKind.None) ? null : ShapeComment.Read(comment.ToString());
            if (said is not null && said != shapes[line])
                changes.Add(new TextChange(comment.Span, $"// {shapes[line]}"));
            // What a line says already stays; and inside of a text no comment can stand.
            if (!comment.IsKind(SyntaxKind.None) || root.FindToken(at.End).Span is var token && token.Start < at.End && token.End > at.End)
                continue;
            changes.Add(new TextChange(TextSpan.FromBounds(TrimmedEnd(at), at.End), new string(' ', ColumnOf(place.Text, lines, line) - (TrimmedEnd(at) - at.Start)) + $"// {shapes[line]}"));
        }

        return changes;
    }

    // One behind the longest of the lines that follow each other.
    private static int ColumnOf(SourceText text, int[] lines, int line)
    {
        var known = new HashSet<int>(lines);
        int first = line, last = line;
        while (known.Contains(first - 1))
            first--;
        while (known.Contains(last + 1))
            last++;
        return Enumerable.Range(first, last - first + 1).Max(number => TrimmedEnd(text.Lines[number]) - text.Lines[number].Start) + 1;
    }

    private static int TrimmedEnd(TextLine line) => line.Start + line.ToString().TrimEnd().Length;
}
