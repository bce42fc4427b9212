using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.CodeFixes;

/// <summary>Calls the op that is meant: <c>LogSoftmax</c> for the logarithm of a softmax, the loss of logits for what a layer gives.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseStableFormFix)), Shared]
public sealed class UseStableFormFix() : TextFix(MistakeDiagnostics.LogarithmOfSoftmax, MistakeDiagnostics.LogitsForProbabilities)
{
    private protected override IEnumerable<Offer> Offers(Place place, Diagnostic diagnostic)
    {
        if (place.OpCall() is not { Expression: MemberAccessExpressionSyntax access } call)
            return [];
        if (diagnostic.Id == MistakeDiagnostics.LogitsForProbabilities.Id)
            return [new Offer("Use the loss of logits", new TextChange(access.Name.Span, "BinaryCrossEntropyWithLogits"))];
        return access.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: { Identifier.ValueText: "Softmax" } softmax } }
            ? [new Offer("Use LogSoftmax", new TextChange(softmax.Span, "LogSoftmax"), new TextChange(TextSpan.FromBounds(access.Expression.Span.End, call.Span.End), ""))]
            : [];
    }
}
