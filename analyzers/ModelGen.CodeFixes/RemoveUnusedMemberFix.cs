using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.CodeFixes;

/// <summary>Removes a layer or a parameter that nothing names.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveUnusedMemberFix)), Shared]
public sealed class RemoveUnusedMemberFix() : TextFix(MistakeDiagnostics.ParameterUnused, MistakeDiagnostics.LayerUnused)
{
    private protected override IEnumerable<Offer> Offers(Place place, Diagnostic diagnostic)
    {
        if (place.Around<MemberDeclarationSyntax>() is not { Parent: TypeDeclarationSyntax type } member
            || member is FieldDeclarationSyntax { Declaration.Variables.Count: > 1 }
            || type.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == place.Text.ToString(place.Span)))
        {
            return [];
        }

        return [new Offer("Remove it", place.Without(member))];
    }
}
