using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.CodeFixes;

/// <summary>Declares <c>Forward</c> and <c>Loss</c> as they must be: the return type, type parameters, the outputs as first parameters of <c>Loss</c>, the inputs' types.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SignatureFix)), Shared]
public sealed class SignatureFix() : TextFix(DeclarationDiagnostics.Signature)
{
    private protected override IEnumerable<Offer> Offers(Place place, Diagnostic diagnostic)
    {
        if (place.Around<MethodDeclarationSyntax>() is not { } method)
            return [];
        if (place.Around<ParameterSyntax>() is { Type: { } type } parameter)
            return InputType(place, parameter, type);
        if (method.TypeParameterList is { } list)
            return IsUsed(place, method, list) ? [] : [new Offer("Remove the type parameters", [new TextChange(list.Span, ""), .. method.ConstraintClauses.Select(WithoutClause)])];
        if (method.Identifier.ValueText == "Loss" && IsTensor(place.Model.GetTypeInfo(method.ReturnType, place.Cancellation).Type))
            return OutputsOf(place, method);
        return ReturnsTensors(place, method) ? [new Offer("Return Tensor", new TextChange(method.ReturnType.Span, place.NameOf("Tensor")))] : [];
    }

    // The outputs that are still to be taken, behind those that are: the tensors that Loss begins with and gives no shape.
    private static IEnumerable<Offer> OutputsOf(Place place, MethodDeclarationSyntax loss)
    {
        if (place.Around<TypeDeclarationSyntax>() is not { } type || place.Model.GetDeclaredSymbol(type, place.Cancellation) is not INamedTypeSymbol network)
            return [];
        SeparatedSyntaxList<ParameterSyntax> parameters = loss.ParameterList.Parameters;
        int taken = parameters.TakeWhile(parameter => parameter is { AttributeLists.Count: 0, Type: { } given } && IsTensor(place.Model.GetTypeInfo(given, place.Cancellation).Type)).Count();
        IReadOnlyList<string> outputs = place.OutputsOf(network);
        string[] missing = outputs.Skip(taken).ToArray();
        if (missing.Length == 0 || parameters.Any(parameter => missing.Contains(parameter.Identifier.ValueText)))
            return [];
        string added = string.Join(", ", missing.Select(name => $"{place.NameOf("Tensor")} {name}"));
        string title = outputs.Count == 1 ? "Take Forward's output" : "Take Forward's outputs";
        return [new Offer(title, taken > 0
            ? Place.Insert(parameters[taken - 1].Span.End, ", " + added)
            : Place.Insert(loss.ParameterList.OpenParenToken.Span.End, parameters.Count > 0 ? added + ", " : added))];
    }

    private static TextChange WithoutClause(TypeParameterConstraintClauseSyntax clause) => new(TextSpan.FromBounds(clause.GetFirstToken().GetPreviousToken().Span.End, clause.Span.End), "");

    // Indices for whole numbers of whatever width, tensors of numbers for the rest; nothing where an array of tensors or a text was meant.
    private static IEnumerable<Offer> InputType(Place place, ParameterSyntax parameter, TypeSyntax type)
    {
        ITypeSymbol? given = place.Model.GetTypeInfo(type, place.Cancellation).Type;
        ITypeSymbol? element = given switch
        {
            IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
            INamedTypeSymbol { Name: "Tensor" or "Span" or "ReadOnlySpan" or "TensorSpan" or "ReadOnlyTensorSpan" or "Memory" or "ReadOnlyMemory", TypeArguments: [var of] } => of,
            _ => given,
        };
        string? wanted = element?.SpecialType switch
        {
            SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal => place.NameOf("Tensor"),
            SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Int16 or SpecialType.System_Byte or SpecialType.System_SByte
                or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_UInt64 => place.NameOf("Tensor") + "<int>",
            _ => IsTensor(given) && parameter.Modifiers.Count > 0 ? place.NameOf("Tensor") : null,
        };
        if (wanted is null)
            return [];

        // 'ref', 'in' and 'params' go with the old type.
        int start = parameter.Modifiers.Count > 0 ? parameter.Modifiers[0].SpanStart : type.SpanStart;
        return [new Offer($"Take {wanted}", new TextChange(TextSpan.FromBounds(start, type.Span.End), wanted))];
    }

    private static bool IsTensor(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Tensor", Arity: 0, ContainingNamespace: { Name: "ModelGen", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool IsUsed(Place place, MethodDeclarationSyntax method, TypeParameterListSyntax list) => method.DescendantNodes()
        .OfType<IdentifierNameSyntax>()
        .Any(name => !name.Ancestors().OfType<TypeParameterConstraintClauseSyntax>().Any() && list.Parameters.Any(parameter => parameter.Identifier.ValueText == name.Identifier.ValueText));

    private static bool ReturnsTensors(Place place, MethodDeclarationSyntax method)
    {
        if (method.Modifiers.Any(SyntaxKind.AsyncKeyword) || IsTensor(place.Model.GetTypeInfo(method.ReturnType, place.Cancellation).Type) || place.Model.Compilation.GetTypeByMetadataName("ModelGen.Tensor") is not { } tensor)
            return false;
        ExpressionSyntax[] returned = method.ExpressionBody is { } body
            ? [body.Expression]
            : method.Body?.DescendantNodes(node => node is not (LocalFunctionStatementSyntax or LambdaExpressionSyntax)).OfType<ReturnStatementSyntax>().Select(statement => statement.Expression).OfType<ExpressionSyntax>().ToArray() ?? [];
        return returned.Length > 0 && returned.All(expression => place.Model.ClassifyConversion(expression, tensor).IsImplicit);
    }
}
