using Microsoft.CodeAnalysis;
using ModelGen.Generator.Parsing;

namespace ModelGen.Generator;

/// <summary>From a declaration with <c>[Network]</c> to what it says.</summary>
internal static class NetworkSource
{
    /// <summary>Reads the class; null for a declaration whose class another of its declarations stands for, since <c>[Network]</c> was written twice.</summary>
    public static ParsedNetwork? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        if (NetworkParser.NetworkAttributeOf(type) is not { } network)
            return null;
        return network.ApplicationSyntaxReference is { } application
            && application.SyntaxTree == context.TargetNode.SyntaxTree
            && context.TargetNode.Span.Contains(application.Span)
            ? NetworkParser.Parse(type, network, context.SemanticModel.Compilation, cancellation)
            : null;
    }
}
