using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.CodeFixes;

/// <summary>Gives an input a shape to begin with, and takes it off the first parameter of <c>Loss</c>, whose shape is inferred.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InputShapeFix)), Shared]
public sealed class InputShapeFix() : TextFix(DeclarationDiagnostics.ShapeMissing, DeclarationDiagnostics.BadShape)
{
    private protected override IEnumerable<Offer> Offers(Place place, Diagnostic diagnostic)
    {
        if (place.Around<ParameterSyntax>() is not { Type: { } type } parameter)
            return [];
        string sizes = place.Model.GetTypeInfo(type, place.Cancellation).Type is INamedTypeSymbol { Arity: 1 } ? "\"batch\"" : "\"batch\", 10";
        if (diagnostic.Id == DeclarationDiagnostics.ShapeMissing.Id)
        {
            string name = place.NameOf("ShapeAttribute") == "ShapeAttribute" ? "Shape" : "global::ModelGen.Shape";
            return [new Offer("Add a shape", Place.Insert((parameter.Modifiers.Count > 0 ? parameter.Modifiers[0] : type.GetFirstToken()).SpanStart, $"[{name}({sizes})] "))];
        }

        if (place.Around<AttributeSyntax>() is not { } attribute)
            return [];
        if (parameter is { Parent: ParameterListSyntax { Parent: MethodDeclarationSyntax { Identifier.ValueText: "Loss" } } list } && list.Parameters.IndexOf(parameter) < Outputs(place))
            return [new Offer("Remove the shape", Without(attribute))];
        return attribute.ArgumentList is not { Arguments.Count: > 0 }
            ? [new Offer("Add sizes", new TextChange(TextSpan.FromBounds(attribute.Name.Span.End, attribute.Span.End), $"({sizes})"))]
            : [];
    }

    private static int Outputs(Place place) => place.Around<TypeDeclarationSyntax>() is { } type && place.Model.GetDeclaredSymbol(type, place.Cancellation) is INamedTypeSymbol network
        ? place.OutputsOf(network).Count
        : 1;

    private static TextChange Without(AttributeSyntax attribute)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        int index = list.Attributes.IndexOf(attribute);
        TextSpan span = list.Attributes.Count == 1 ? TextSpan.FromBounds(list.SpanStart, list.GetLastToken().GetNextToken().SpanStart)
            : index == 0 ? TextSpan.FromBounds(attribute.SpanStart, list.Attributes[1].SpanStart)
            : TextSpan.FromBounds(list.Attributes[index - 1].Span.End, attribute.Span.End);
        return new TextChange(span, "");
    }
}
