using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Parsing;
using ModelGen.Generator.Shapes;

namespace ModelGen.CodeFixes;

/// <summary>The network around a place, read as the analyzer reads it.</summary>
/// <param name="Parts">Its declarations.</param>
/// <param name="Shapes">The shapes of its values.</param>
/// <param name="Declaration">The declaration around the place.</param>
/// <param name="Type">The class.</param>
internal sealed record NetworkAtCursor(ClassParts Parts, SourceShapes Shapes, TypeDeclarationSyntax Declaration, INamedTypeSymbol Type)
{
    /// <summary>The network; null where there is none, or one with errors.</summary>
    public static NetworkAtCursor? Of(Place place)
    {
        if (place.Around<TypeDeclarationSyntax>() is not { } declaration
            || place.Model.GetDeclaredSymbol(declaration, place.Cancellation) is not INamedTypeSymbol type
            || NetworkParser.NetworkAttributeOf(type) is not { } attribute)
        {
            return null;
        }

        return SourceShapes.Of(NetworkParser.Parse(type, attribute, place.Model.Compilation, place.Cancellation), place.Cancellation) is { } shapes
            ? new NetworkAtCursor(new ClassParts(type), shapes, declaration, type)
            : null;
    }
}
