using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Parsing;

/// <summary>Which members a program declares for the generator to read, told by their symbols alone: no code of the program calls them, or they never run.</summary>
public static class ReadMembers
{
    /// <summary>Whether it is <c>Forward</c> or <c>Loss</c> of a network.</summary>
    public static bool IsForwardOrLoss(ISymbol symbol) =>
        symbol is IMethodSymbol { Name: WellKnownNames.Forward or WellKnownNames.Loss, ContainingType: { } type } && NetworkParser.NetworkAttributeOf(type) is not null;

    /// <summary>Whether it is a layer or a parameter: a member with <c>[Layer]</c> or <c>[Parameter]</c>.</summary>
    public static bool IsLayerOrParameter(ISymbol symbol) =>
        symbol.GetAttributes().Any(data => data.AttributeClass is { Name: "LayerAttribute" or "ParameterAttribute" } attribute && IsOurs(attribute));

    /// <summary>Whether it is a method that gives tensors. There are none at run time, so that it never runs to its end.</summary>
    public static bool GivesTensors(ISymbol symbol) => symbol is IMethodSymbol method && HoldsTensors(method.ReturnType);

    private static bool HoldsTensors(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => HoldsTensors(array.ElementType),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Any(element => HoldsTensors(element.Type)),
        INamedTypeSymbol { Name: "Tensor" } named => IsOurs(named),
        _ => false,
    };

    private static bool IsOurs(INamedTypeSymbol type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: "ModelGen", ContainingNamespace.IsGlobalNamespace: true } };
}
