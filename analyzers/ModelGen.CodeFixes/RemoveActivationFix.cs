using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.CodeFixes;

/// <summary>Takes an activation out of a chain: one that the loss applies itself, one that bounds its logits, one that stands there twice.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveActivationFix)), Shared]
public sealed class RemoveActivationFix() : TextFix(MistakeDiagnostics.ActivationInLoss, MistakeDiagnostics.LogitsBounded, MistakeDiagnostics.ActivationTwice)
{
    private protected override IEnumerable<Offer> Offers(Place place, Diagnostic diagnostic) =>
        place.OpCall() is { } call && call.Expression is MemberAccessExpressionSyntax access && place.IsTensor(access.Expression)
            ? [new Offer("Remove the activation", new TextChange(TextSpan.FromBounds(access.Expression.Span.End, call.Span.End), ""))]
            : [];
}
