using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.CodeFixes;

/// <summary>Adds <c>partial</c> to a network and to the types around it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix)), Shared]
public sealed class MakePartialFix() : TextFix(DeclarationDiagnostics.NotPartial, DeclarationDiagnostics.ContainingTypeNotPartial)
{
    private protected override IEnumerable<Offer> Offers(Place place, Diagnostic diagnostic)
    {
        TextChange[] changes = (place.Around<TypeDeclarationSyntax>()?.AncestorsAndSelf() ?? [])
            .OfType<TypeDeclarationSyntax>()
            .Where(type => !type.Modifiers.Any(SyntaxKind.PartialKeyword))
            .Select(type => Place.Insert(type.Keyword.SpanStart, "partial "))
            .ToArray();
        return changes.Length == 0 ? [] : [new Offer("Make the network partial", changes)];
    }
}
