using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.Generator.Parsing;

/// <summary>Reads a class with <c>[Network]</c> into a <see cref="ParsedNetwork"/>: the way in for the generator and the analyzer alike.</summary>
public static class NetworkParser
{
    /// <summary>The <c>[Network]</c> of a type; null for a type without one.</summary>
    public static AttributeData? NetworkAttributeOf(INamedTypeSymbol type) =>
        type.GetAttributes().FirstOrDefault(data => data.AttributeClass is { Name: "NetworkAttribute", Arity: 0, ContainingType: null } attribute
            && attribute.ContainingNamespace is { Name: "ModelGen", ContainingNamespace.IsGlobalNamespace: true });

    /// <summary>Reads the class that carries <paramref name="network"/>. It never throws, except when cancelled: what is unforeseen is an error of the network's.</summary>
    /// <param name="type">The class.</param>
    /// <param name="network">Its <c>[Network]</c>.</param>
    /// <param name="compilation">The compilation of the class.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static ParsedNetwork Parse(INamedTypeSymbol type, AttributeData network, Compilation compilation, CancellationToken cancellation)
    {
        var parts = new ClassParts(type);
        ClassSpec declaration = ClassReader.Describe(type, parts, cancellation);
        try
        {
            var types = new WellKnownTypes(network.AttributeClass!.ContainingAssembly);
            declaration = declaration with { LayerInitializer = types.InitializerOf(network) };
            var context = new ReadingContext(compilation, types, parts, declaration.Declaration, cancellation);
            return new NetworkReader(type, declaration, context).Read();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return Unforeseen(ClassReader.MetadataName(type), declaration, exception);
        }
    }

    /// <summary>The error for what should not happen: it says what, and asks for a report.</summary>
    public static SpecError Unforeseen(SourceSpan span, Exception exception)
    {
        // What happens on several threads at once comes wrapped; any one of them says more than that there were some.
        Exception cause = exception is AggregateException several ? several.Flatten().InnerExceptions[0] : exception;
        return new(InternalDiagnostics.Unforeseen.Id, span, new EquatableArray<string>([$"{cause.GetType().Name}: {cause.Message}"]));
    }

    private static ParsedNetwork Unforeseen(string metadataName, ClassSpec declaration, Exception exception)
    {
        SpecError error = Unforeseen(declaration.Declaration, exception);
        var spec = new NetworkSpec(declaration, EquatableArray<ValueSpec>.Empty, new([new OutputSpec(OutputNames.One, -1)]), null, new EquatableArray<SpecError>([error]));
        return new ParsedNetwork(metadataName, spec, NetworkState.Read);
    }
}
