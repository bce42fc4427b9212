using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ModelGen.CodeFixes;

/// <summary>A call appended to an expression, which gets parentheses where it needs them.</summary>
internal static class Appended
{
    /// <summary>The changes that make <c>expression.call</c> of an expression.</summary>
    public static IReadOnlyList<TextChange> Call(ExpressionSyntax expression, string call) => IsPrimary(expression)
        ? [Place.Insert(expression.Span.End, "." + call)]
        : [Place.Insert(expression.SpanStart, "("), Place.Insert(expression.Span.End, ")." + call)];

    private static bool IsPrimary(ExpressionSyntax expression) => expression is
        InvocationExpressionSyntax or MemberAccessExpressionSyntax or SimpleNameSyntax or ParenthesizedExpressionSyntax or ElementAccessExpressionSyntax or TupleExpressionSyntax;
}
