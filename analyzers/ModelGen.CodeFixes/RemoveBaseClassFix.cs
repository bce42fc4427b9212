using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.CodeFixes;

/// <summary>Removes the base class of a network that uses nothing of it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveBaseClassFix)), Shared]
public sealed class RemoveBaseClassFix() : TextFix(DeclarationDiagnostics.HasBaseClass)
{
    private protected override IEnumerable<Offer> Offers(Place place, Diagnostic diagnostic)
    {
        if (place.Around<BaseTypeSyntax>() is not { Parent: BaseListSyntax { Parent: TypeDeclarationSyntax type } list } parent || UsesBase(type, place))
            return [];
        TextSpan removed = list.Types.Count == 1
            ? TextSpan.FromBounds(list.ColonToken.GetPreviousToken().Span.End, list.Span.End)
            : TextSpan.FromBounds(parent.SpanStart, list.Types[1].SpanStart);
        return [new Offer("Remove the base class", new TextChange(removed, ""))];
    }

    private static bool UsesBase(TypeDeclarationSyntax type, Place place)
    {
        if (place.Model.GetDeclaredSymbol(type, place.Cancellation)?.BaseType is not { } parent)
            return true;
        return type.DescendantNodes().Any(node => node switch
        {
            MemberDeclarationSyntax member => member.Modifiers.Any(SyntaxKind.OverrideKeyword),
            BaseExpressionSyntax or ConstructorInitializerSyntax { RawKind: (int)SyntaxKind.BaseConstructorInitializer } => true,
            SimpleNameSyntax name => place.Model.GetSymbolInfo(name, place.Cancellation).Symbol?.ContainingType is { SpecialType: not SpecialType.System_Object } owner && Inherits(parent, owner),
            _ => false,
        });
    }

    private static bool Inherits(INamedTypeSymbol type, INamedTypeSymbol ancestor)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, ancestor))
                return true;
        }

        return false;
    }
}
