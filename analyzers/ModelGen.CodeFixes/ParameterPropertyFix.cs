using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.CodeFixes;

/// <summary>Declares a <c>[Parameter]</c> as it must be: <c>partial Tensor W { get; }</c>, its modifiers kept.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ParameterPropertyFix)), Shared]
public sealed class ParameterPropertyFix() : TextFix(DeclarationDiagnostics.BadParameter)
{
    private protected override IEnumerable<Offer> Offers(Place place, Diagnostic diagnostic)
    {
        if (place.Around<PropertyDeclarationSyntax>() is not { } property)
            return [];
        string partial = property.Modifiers.Any(SyntaxKind.PartialKeyword) ? "" : "partial ";
        return
        [
            new Offer(
                "Declare the parameter as a partial property",
                new TextChange(property.Type.Span, partial + place.NameOf("Tensor")),
                new TextChange(TextSpan.FromBounds(property.Identifier.Span.End, property.Span.End), " { get; }")),
        ];
    }
}
