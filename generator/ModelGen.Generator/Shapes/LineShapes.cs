using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Parsing;
using ModelGen.Generator.Parsing.Evaluation;

namespace ModelGen.Generator.Shapes;

/// <summary>Which shape each line of a network ends with: that of the outermost expression whose end is on the line.</summary>
public static class LineShapes
{
    /// <summary>The lines of a file that end with a shape, and what a comment there says.</summary>
    /// <param name="root">The file.</param>
    /// <param name="within">The part of it that counts.</param>
    /// <param name="parts">The declarations of the class.</param>
    /// <param name="shapes">The shapes of its values.</param>
    public static IReadOnlyDictionary<int, string> In(SyntaxNode root, TextSpan within, ClassParts parts, SourceShapes shapes)
    {
        SourceText text = root.SyntaxTree.GetText();
        var lines = new Dictionary<int, (ExpressionSyntax Expression, Shape? Shape)>();
        foreach (SourceSpan place in shapes.Places)
        {
            Location location = parts.Locate(place);
            if (location.SourceTree != root.SyntaxTree || !within.Contains(location.SourceSpan) || ExpressionAt(root.FindToken(location.SourceSpan.Start)) is not { } expression)
                continue;
            int line = text.Lines.GetLineFromPosition(expression.Span.End).LineNumber;
            if (!lines.TryGetValue(line, out (ExpressionSyntax Expression, Shape? Shape) other) || expression.Span.Contains(other.Expression.Span))
                lines[line] = (expression, shapes.At(place));
            else if (!other.Expression.Span.Contains(expression.Span))
                lines[line] = (other.Expression, null);
        }

        return lines
            .Select(line => (line.Key, Text: line.Value.Shape is { } shape ? ShapeComment.TextOf(shape) : null))
            .Where(line => line.Text is not null)
            .ToDictionary(line => line.Key, line => line.Text!);
    }

    /// <summary>The comment that ends a line; none where something else does.</summary>
    public static SyntaxTrivia CommentAt(SyntaxNode root, TextLine line)
    {
        SyntaxTrivia last = root.FindTrivia(Math.Max(line.Start, line.End - 1));
        return last.IsKind(SyntaxKind.SingleLineCommentTrivia) && last.Span.End == line.End ? last : default;
    }

    private static ExpressionSyntax? ExpressionAt(SyntaxToken key)
    {
        foreach (ExpressionSyntax expression in key.Parent!.AncestorsAndSelf().OfType<ExpressionSyntax>())
        {
            if (expression is InvocationExpressionSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or ElementAccessExpressionSyntax or AssignmentExpressionSyntax && KeyToken.Of(expression) == key)
                return expression;
        }

        return null;
    }
}
