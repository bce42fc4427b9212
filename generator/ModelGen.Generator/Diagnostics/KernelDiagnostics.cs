using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Diagnostics;

/// <summary>MG0501: what the build step says that compiles kernels for GPUs. It is a program of its own; the analyzer reports none of these.</summary>
public static class KernelDiagnostics
{
    /// <summary>{0} the kernel, {1} why.</summary>
    public static readonly DiagnosticDescriptor KernelRefused = new(
        id: "MG0501",
        title: "A kernel cannot be compiled for GPUs",
        messageFormat: "{0}: {1}",
        category: "ModelGen.Kernels",
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0501.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);
}
