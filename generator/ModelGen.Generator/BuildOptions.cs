using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Compiler;

namespace ModelGen.Generator;

/// <summary>What the generator reads of the build's properties; the package's props make them visible.</summary>
internal static class BuildOptions
{
    /// <summary>
    /// Whether no analyzer runs, so that the generator must report what it would have. As in the compiler's own targets, <c>RunAnalyzersDuringBuild</c>
    /// counts only where <c>RunAnalyzers</c> is not set.
    /// </summary>
    public static bool AnalyzersAreOff(AnalyzerConfigOptions options) =>
        Read(options, WellKnownNames.RunAnalyzers) is { Length: > 0 } run ? IsFalse(run) : IsFalse(Read(options, WellKnownNames.RunAnalyzersDuringBuild));

    /// <summary>What the build asks of the compiler.</summary>
    public static CompilerOptions ForCompiler(AnalyzerConfigOptions options) =>
        new(
            PrintsSchedules: IsTrue(Read(options, WellKnownNames.PrintSchedules)),
            ForGpu: IsTrue(Read(options, WellKnownNames.ForGpu)),
            PlacesKernels: IsTrue(Read(options, WellKnownNames.KernelPass)));

    private static string Read(AnalyzerConfigOptions options, string name) => options.TryGetValue(name, out string? value) ? value : "";

    private static bool IsTrue(string value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    private static bool IsFalse(string value) => string.Equals(value, "false", StringComparison.OrdinalIgnoreCase);
}
