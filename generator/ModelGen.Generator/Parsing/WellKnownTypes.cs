using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Parsing;

/// <summary>The types users write against, from the very assembly whose <c>[Network]</c> was used.</summary>
internal sealed class WellKnownTypes(IAssemblySymbol runtime)
{
    private readonly INamedTypeSymbol? _tensor = runtime.GetTypeByMetadataName(WellKnownNames.Tensor);
    private readonly INamedTypeSymbol? _typedTensor = runtime.GetTypeByMetadataName(WellKnownNames.TypedTensor);
    private readonly INamedTypeSymbol? _shape = runtime.GetTypeByMetadataName(WellKnownNames.ShapeAttribute);
    private readonly INamedTypeSymbol? _parameter = runtime.GetTypeByMetadataName(WellKnownNames.ParameterAttribute);
    private readonly INamedTypeSymbol? _initializer = runtime.GetTypeByMetadataName(WellKnownNames.Initializer);
    private readonly INamedTypeSymbol? _indices = runtime.GetTypeByMetadataName(WellKnownNames.IndexTensor);
    private readonly INamedTypeSymbol? _layer = runtime.GetTypeByMetadataName(WellKnownNames.Layer);
    private readonly INamedTypeSymbol? _layerAttribute = runtime.GetTypeByMetadataName(WellKnownNames.LayerAttribute);
    private readonly INamedTypeSymbol? _compiledNetwork = runtime.GetTypeByMetadataName(WellKnownNames.CompiledNetwork);

    /// <summary>Whether it is <c>Tensor</c>.</summary>
    public bool IsTensor(ITypeSymbol? type) => Is(type, _tensor);

    /// <summary>Whether it is the base class of generated networks.</summary>
    public bool IsCompiledNetwork(ITypeSymbol? type) => Is(type, _compiledNetwork);

    /// <summary>Whether it stands for a value of the network: <c>Tensor</c>, or <c>Tensor&lt;T&gt;</c> of any T.</summary>
    public bool IsTensorLike(ITypeSymbol? type) => IsTensor(type) || Is(type?.OriginalDefinition, _typedTensor);

    /// <summary>Whether the methods of a type are ops.</summary>
    public bool HasOps(ITypeSymbol? type) => IsTensorLike(type) || Is(type, _indices);

    /// <summary>Whether it is one of the layers that the compiler knows.</summary>
    public bool IsBuiltInLayer(ITypeSymbol? type) => Is(type?.BaseType, _layer) && SymbolEqualityComparer.Default.Equals(type!.ContainingAssembly, runtime);

    /// <summary>Whether a field or property is marked with <c>[Layer]</c>.</summary>
    public bool IsLayer(ISymbol member) => Find(member, _layerAttribute) is not null;

    /// <summary>The element type of <c>Tensor</c> and <c>Tensor&lt;int&gt;</c>; null for every other type.</summary>
    public ElementType? ElementTypeOf(ITypeSymbol? type)
    {
        if (IsTensor(type))
            return ElementType.Float32;
        return type is INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Int32 }] } && IsTensorLike(type) ? ElementType.Int32 : null;
    }

    /// <summary>The <c>[Shape]</c> of a parameter.</summary>
    public AttributeData? ShapeOf(IParameterSymbol parameter) => Find(parameter, _shape);

    /// <summary>The <c>[Parameter]</c> of a property.</summary>
    public AttributeData? ParameterOf(IPropertySymbol property) => Find(property, _parameter);

    /// <summary>The name of the member of <c>Initializer</c> that an attribute asks for; its default where it asks for none.</summary>
    public string InitializerOf(AttributeData attribute)
    {
        object? value = Named(attribute, "Initializer")?.Value;
        return _initializer?.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => Equals(field.ConstantValue, value))?.Name ?? "Default";
    }

    /// <summary>What an attribute gives one of its properties; null where it does not.</summary>
    public static TypedConstant? Named(AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
                return argument.Value;
        }

        return null;
    }

    private static AttributeData? Find(ISymbol symbol, INamedTypeSymbol? attribute) =>
        symbol.GetAttributes().FirstOrDefault(data => Is(data.AttributeClass, attribute));

    private static bool Is(ITypeSymbol? type, INamedTypeSymbol? wanted) =>
        wanted is not null && SymbolEqualityComparer.Default.Equals(type, wanted);
}
