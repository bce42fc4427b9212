using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.CodeFixes;

/// <summary>Takes the mean, or the sum, of what <c>Loss</c> returns.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MeanOfLossFix)), Shared]
public sealed class MeanOfLossFix() : TextFix(ShapeDiagnostics.LossNotScalar)
{
    private protected override IEnumerable<Offer> Offers(Place place, Diagnostic diagnostic)
    {
        if (place.Around<MethodDeclarationSyntax>() is not { Identifier.ValueText: "Loss" } method || Returned(method) is not { } returned)
            return [];
        return [new Offer("Take the mean", Appended.Call(returned, "Mean()")), new Offer("Take the sum", Appended.Call(returned, "Sum()"))];
    }

    private static ExpressionSyntax? Returned(MethodDeclarationSyntax method) =>
        method.ExpressionBody?.Expression
        ?? (method.Body?.DescendantNodes(node => node is not (LocalFunctionStatementSyntax or LambdaExpressionSyntax)).OfType<ReturnStatementSyntax>().ToArray() is [{ Expression: { } only }] ? only : null);
}
