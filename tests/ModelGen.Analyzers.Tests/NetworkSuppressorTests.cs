using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelGen.Analyzers.Tests;

/// <summary>What other analyzers say of <c>Forward</c> and <c>Loss</c> for want of a caller.</summary>
public class NetworkSuppressorTests
{
    [Theory]
    [InlineData("IDE0051")]
    [InlineData("CA1822")]
    public async Task Forward_and_Loss_are_neither_unused_nor_to_be_static(string id)
    {
        string source = Networks.WithBody("return Helper(x);", "static Tensor Helper(Tensor x) => x; static Tensor Unused() => 1f;", "class Other { static void Forward() { } }");
        ImmutableArray<Diagnostic> reported = await Workbench.Compilation(source)
            .WithAnalyzers([new NetworkSuppressor(), new EveryMethodAnalyzer(id)], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, true, false, true))
            .GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
        string[] left = [.. reported.Where(diagnostic => diagnostic.Id == id && !diagnostic.IsSuppressed).Select(diagnostic => diagnostic.GetMessage()).Order(StringComparer.Ordinal)];
        Assert.Equal(["Net.Helper", "Net.Unused", "Other.Forward"], left);
    }

    // Stands for an analyzer that finds fault with every method.
#pragma warning disable RS1001, RS1017, RS1036, RS1038, RS2008 // It is for this test alone and ships nowhere.
    private sealed class EveryMethodAnalyzer(string id) : DiagnosticAnalyzer
    {
        private readonly DiagnosticDescriptor _descriptor = new(id, "Fault", "{0}", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_descriptor];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterSymbolAction(
                method =>
                {
                    if (method.Symbol is IMethodSymbol { MethodKind: MethodKind.Ordinary })
                        method.ReportDiagnostic(Diagnostic.Create(_descriptor, method.Symbol.Locations[0], $"{method.Symbol.ContainingType.Name}.{method.Symbol.Name}"));
                },
                SymbolKind.Method);
        }
    }
#pragma warning restore RS1001, RS1017, RS1036, RS1038, RS2008
}
