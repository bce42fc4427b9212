using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.CodeFixes;

/// <summary>Adds a <c>Forward</c> to begin with: one dense layer, of as many units as a target of <c>Loss</c> asks for.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddForwardFix)), Shared]
public sealed class AddForwardFix() : TextFix(DeclarationDiagnostics.NoForward)
{
    private const int Features = 10;

    private protected override IEnumerable<Offer> Offers(Place place, Diagnostic diagnostic)
    {
        if (place.Around<TypeDeclarationSyntax>() is not { } type || place.Model.GetDeclaredSymbol(type, place.Cancellation) is not INamedTypeSymbol network)
            return [];
        string tensor = place.NameOf("Tensor"), shape = place.NameOf("ShapeAttribute") == "ShapeAttribute" ? "Shape" : "global::ModelGen.Shape";
        string forward = $"static {tensor} Forward([{shape}(\"batch\", {Features})] {tensor} input) => input.Dense({UnitsFor(network)});";
        return [new Offer("Add a Forward", place.MemberAtTop(type, forward))];
    }

    private static string UnitsFor(INamedTypeSymbol network) => network.GetMembers("Loss")
        .OfType<IMethodSymbol>()
        .SelectMany(loss => loss.Parameters.Skip(1))
        .Where(target => target.Type is INamedTypeSymbol { Arity: 0 })
        .SelectMany(target => target.GetAttributes())
        .Where(attribute => attribute.AttributeClass is { Name: "ShapeAttribute" } && attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Array, IsNull: false }])
        .Select(attribute => attribute.ConstructorArguments[0].Values.LastOrDefault().Value)
        .OfType<int>()
        .Append(Features)
        .First()
        .ToString(System.Globalization.CultureInfo.InvariantCulture);
}
