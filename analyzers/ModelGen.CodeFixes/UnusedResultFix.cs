using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.CodeFixes;

/// <summary>Assigns the result of a call to the tensor that it was called on, or removes the call.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnusedResultFix)), Shared]
public sealed class UnusedResultFix() : TextFix(DeclarationDiagnostics.ResultUnused)
{
    private protected override IEnumerable<Offer> Offers(Place place, Diagnostic diagnostic)
    {
        if (place.Around<ExpressionStatementSyntax>() is not { } statement)
            yield break;
        if (Receiver(statement.Expression) is { } receiver && IsVariable(place, receiver, statement.Expression))
            yield return new Offer("Assign the result", Place.Insert(statement.SpanStart, $"{receiver} = "));
        if (statement.Parent is BlockSyntax)
            yield return new Offer("Remove the call", place.Without(statement));
    }

    // x of x.Relu(), of x.Dense(3).Relu(), and of fc.Apply(x).
    private static IdentifierNameSyntax? Receiver(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Apply" }, ArgumentList.Arguments: [{ Expression: var argument }] } => Receiver(argument),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => Receiver(access.Expression),
        IdentifierNameSyntax name => name,
        _ => null,
    };

    private static bool IsVariable(Place place, IdentifierNameSyntax name, ExpressionSyntax value)
    {
        ISymbol? symbol = place.Model.GetSymbolInfo(name, place.Cancellation).Symbol;
        ITypeSymbol? type = symbol switch
        {
            ILocalSymbol { IsConst: false, IsForEach: false, IsUsing: false, RefKind: RefKind.None } local => local.Type,
            IParameterSymbol { RefKind: RefKind.None } parameter => parameter.Type,
            _ => null,
        };
        return type is not null && place.Model.ClassifyConversion(value, type).IsIdentity;
    }
}
