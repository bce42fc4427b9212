using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Diagnostics;

/// <summary>MG0999: what should not happen.</summary>
public static class InternalDiagnostics
{
    /// <summary>{0} the exception's type and message.</summary>
    public static readonly DiagnosticDescriptor Unforeseen = new(
        id: "MG0999",
        title: "ModelGen failed",
        messageFormat: "ModelGen failed on this network, which is a mistake of ModelGen's; please report it with the network's source: {0}",
        category: "ModelGen.Internal",
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0999.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);
}
