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
        IReadOnlyDictionary<int, string> shapes = LineShapes.In(root, method.Span, network.Parts, network.Shapes);
        var changes = new List<TextChange>();
        var bare = new List<TextLine>();
        foreach (TextLine line in shapes.Keys.OrderBy(number => number).Select(number => place.Text.Lines[number]))
        {
            SyntaxTrivia comment = LineShapes.CommentAt(root, line);
            // What a line says already stays, unless it is a shape; and inside of a text no comment can stand.
            if (comment.IsKind(SyntaxKind.None) && !(root.FindToken(line.End).Span is var token && token.Start < line.End && token.End > line.End))
                bare.Add(line);
            else if (ShapeComment.Read(comment.ToString()) is { } said && said != shapes[line.LineNumber])
                changes.Add(new TextChange(comment.Span, $"// {shapes[line.LineNumber]}"));
        }

        foreach (TextLine line in bare)
            changes.Add(new TextChange(TextSpan.FromBounds(TrimmedEnd(line), line.End), new string(' ', ColumnOf(bare, line) - LengthOf(line)) + $"// {shapes[line.LineNumber]}"));
        return changes;
    }

    // One behind the longest of the lines that follow each other.
    private static int ColumnOf(List<TextLine> lines, TextLine line)
    {
        int first = lines.IndexOf(line), last = first;
        while (first > 0 && lines[first - 1].LineNumber == lines[first].LineNumber - 1)
            first--;
        while (last < lines.Count - 1 && lines[last + 1].LineNumber == lines[last].LineNumber + 1)
            last++;
        return lines.Skip(first).Take(last - first + 1).Max(LengthOf) + 1;
    }

    private static int LengthOf(TextLine line) => TrimmedEnd(line) - line.Start;

    private static int TrimmedEnd(TextLine line) => line.Start + line.ToString().TrimEnd().Length;
}
