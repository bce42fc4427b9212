using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.CodeFixes;

/// <summary>Gives the second of two parameters of one name another: a call's <c>name:</c>, or that of a <c>[Parameter]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UniqueNameFix)), Shared]
public sealed class UniqueNameFix() : TextFix(ShapeDiagnostics.DuplicateParameter)
{
    private protected override IEnumerable<Offer> Offers(Place place, Diagnostic diagnostic)
    {
        if (place.Around<TypeDeclarationSyntax>() is not { } type)
            return [];
        if (place.Around<PropertyDeclarationSyntax>() is { } property && property.Identifier.Span == place.Span)
            return NameOf(property) is { } change ? [new Offer("Give it a name of its own", change(Unused(type, property.Identifier.ValueText)))] : [];

        // A call that is gone through more than once has the same name each time, whatever that is.
        return place.Around<InvocationExpressionSyntax>() is { } call && IsReadOnce(call) && LabelOf(call) is { } label
            ? [new Offer("Give it a name of its own", new TextChange(label.Span, SymbolDisplay.FormatLiteral(Unused(type, label.Token.ValueText), quote: true)))]
            : [];
    }

    private static Func<string, TextChange>? NameOf(PropertyDeclarationSyntax property)
    {
        AttributeSyntax? attribute = property.AttributeLists.SelectMany(list => list.Attributes).FirstOrDefault(candidate => candidate.Name.ToString() is "Parameter" or "ParameterAttribute" or "ModelGen.Parameter");
        if (attribute?.ArgumentList is not { Arguments: { Count: > 0 } arguments })
            return null;
        return arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == "Name") is { Expression: var given }
            ? name => new TextChange(given.Span, SymbolDisplay.FormatLiteral(name, quote: true))
            : name => Place.Insert(arguments[arguments.Count - 1].Span.End, $", Name = {SymbolDisplay.FormatLiteral(name, quote: true)}");
    }

    private static LiteralExpressionSyntax? LabelOf(InvocationExpressionSyntax call) => call.ArgumentList.Arguments
        .FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == "name")
        ?.Expression as LiteralExpressionSyntax;

    private static bool IsReadOnce(InvocationExpressionSyntax call)
    {
        foreach (SyntaxNode around in call.Ancestors())
        {
            if (around is ForStatementSyntax or ForEachStatementSyntax or LocalFunctionStatementSyntax or LambdaExpressionSyntax)
                return false;
            if (around is MethodDeclarationSyntax method)
                return method.Identifier.ValueText is "Forward" or "Loss";
        }

        return false;
    }

    // fc2 for fc, fc3 for fc2: the first that no text and no member of the class has.
    private static string Unused(TypeDeclarationSyntax type, string taken)
    {
        var used = new HashSet<string>(type.DescendantTokens().Where(token => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.IdentifierToken).Select(token => token.ValueText));
        string stem = taken.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        int number = 2;
        while (used.Contains(stem + number.ToString(CultureInfo.InvariantCulture)))
            number++;
        return stem + number.ToString(CultureInfo.InvariantCulture);
    }
}
