using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.CodeFixes;

/// <summary>Inserts the call that makes an operand fit: <c>Flatten()</c>, <c>Reshape(0, 1, 28, 28)</c>, <c>Unsqueeze(1)</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InsertCallFix)), Shared]
public sealed class InsertCallFix() : RemoteFix(ShapeDiagnostics.InnerSizesDiffer, ShapeDiagnostics.WrongRank, ShapeDiagnostics.LabelsDoNotFit)
{
    private protected override Offer? OfferAt(Place place, int number, Diagnostic diagnostic)
    {
        if (number < diagnostic.AdditionalLocations.Count - 1 || !diagnostic.Properties.TryGetValue(ErrorText.Call, out string? call))
            return null;

        // A place that stands for what lies outside the class is the name of a method, which is no tensor.
        return place.Around<ExpressionSyntax>() is { } expression && expression.Span == place.Span && place.IsTensor(expression)
            ? new Offer($"Insert {call}", Appended.Call(expression, call!)) { Kind = nameof(InsertCallFix) }
            : null;
    }
}
