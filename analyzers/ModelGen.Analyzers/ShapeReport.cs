using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Parsing;
using ModelGen.Generator.Shapes;

namespace ModelGen.Analyzers;

/// <summary>Reports shapes for editors to show: what each layer and helper of a network gives, and comments that say another shape than their line has.</summary>
internal sealed class ShapeReport(SymbolAnalysisContext context, ClassParts parts, SourceShapes shapes)
{
    public void Members(INamedTypeSymbol type)
    {
        foreach (ISymbol member in type.GetMembers().Where(member => ReadMembers.IsLayerOrParameter(member) && parts.Declares(member)))
        {
            string path = member.Name.TrimStart('_');
            long parameters = shapes.ParametersOf(path);
            if (shapes.GivenBy(path) is { Count: > 0 } given)
                Report(member.Locations[0], member.Name, Words(given) + (parameters == 0 ? "" : $" from {parameters.ToString("N0", CultureInfo.InvariantCulture)} parameters"));
        }

        foreach ((SourceSpan name, IReadOnlyList<Shape> given) in shapes.Methods)
        {
            Location location = parts.Locate(name);
            if (location.SourceTree is { } tree)
                Report(location, tree.GetText(context.CancellationToken).ToString(location.SourceSpan), Words(given));
        }
    }

    public void Comments()
    {
        foreach (TypeDeclarationSyntax part in parts.Syntax(context.CancellationToken))
        {
            SourceText text = part.SyntaxTree.GetText(context.CancellationToken);
            SyntaxNode root = part.SyntaxTree.GetRoot(context.CancellationToken);
            SyntaxTrivia[] comments = part.DescendantTrivia().Where(trivia => ShapeComment.Read(trivia.ToString()) is not null).ToArray();
            if (comments.Length == 0)
                continue;
            IReadOnlyDictionary<int, string> lines = LineShapes.In(root, part.Span, parts, shapes);
            foreach (SyntaxTrivia comment in comments)
            {
                if (!lines.TryGetValue(text.Lines.GetLineFromPosition(comment.SpanStart).LineNumber, out string? shape) || shape == ShapeComment.Read(comment.ToString()))
                    continue;
                ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty.Add(ErrorText.Value, shape);
                context.ReportDiagnostic(Diagnostic.Create(ShapeNotes.CommentDiffers, comment.GetLocation(), properties, shape));
            }
        }
    }

    private void Report(Location location, string name, string words) => context.ReportDiagnostic(Diagnostic.Create(ShapeNotes.ShapeOfMember, location, name, words));

    // One shape for all uses, or each in turn.
    private static string Words(IReadOnlyList<Shape> given)
    {
        string[] distinct = given.Select(ShapeComment.Readable).Distinct().ToArray();
        return string.Join(", then ", distinct) + (given.Count == 1 ? "" : $" in {given.Count} uses");
    }
}
