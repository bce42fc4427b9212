using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.CodeFixes;

/// <summary>Takes <c>static</c>, <c>abstract</c> and <c>file</c> off a network, and makes a class of a record.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OrdinaryClassFix)), Shared]
public sealed class OrdinaryClassFix() : TextFix(DeclarationDiagnostics.WrongKind)
{
    private protected override IEnumerable<Offer> Offers(Place place, Diagnostic diagnostic)
    {
        // Parameters of a record are members, which a class does not make of them; and what is abstract needs a class that is.
        if (place.Around<TypeDeclarationSyntax>() is not { ParameterList: null } type || type is InterfaceDeclarationSyntax
            || type.Members.Any(member => member.Modifiers.Any(SyntaxKind.AbstractKeyword)))
        {
            return [];
        }

        IEnumerable<TextChange> changes = type.Modifiers
            .Where(modifier => modifier.Kind() is SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword or SyntaxKind.FileKeyword or SyntaxKind.ReadOnlyKeyword or SyntaxKind.RefKeyword)
            .Select(modifier => new TextChange(TextSpan.FromBounds(modifier.SpanStart, modifier.GetNextToken().SpanStart), ""));
        if (type is not ClassDeclarationSyntax)
        {
            SyntaxToken last = type is RecordDeclarationSyntax { ClassOrStructKeyword: { Span.IsEmpty: false } kind } ? kind : type.Keyword;
            changes = changes.Append(new TextChange(TextSpan.FromBounds(type.Keyword.SpanStart, last.Span.End), "class"));
        }

        return [new Offer("Make the network an ordinary class", changes.ToArray())];
    }
}
