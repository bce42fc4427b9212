using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator;

namespace ModelGen.Analyzers.Tests;

/// <summary>A network over a constant that another generator makes: sound to the C# compiler, unreadable to ours, and so an error.</summary>
public class OtherGeneratorTests
{
    [Fact]
    public async Task A_network_that_needs_another_generator_does_not_build()
    {
        CSharpCompilation compilation = Workbench.Compilation(Networks.WithBody("return x.Dense(Settings.Units);"));
        CSharpGeneratorDriver.Create(new ModelGenerator().AsSourceGenerator(), new SettingsGenerator().AsSourceGenerator())
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation completed, out _, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(completed.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        ImmutableArray<Diagnostic> reported = await completed.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Equal("MG0019", Assert.Single(reported).Id);
    }

#pragma warning disable RS1036, RS1041, RS1038, RS1042 // It is for this test alone and ships nowhere.
    [Generator(LanguageNames.CSharp)]
    private sealed class SettingsGenerator : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
            context.CompilationProvider,
            static (output, _) => output.AddSource("Settings.g.cs", "static class Settings { public const int Units = 4; }"));
    }
#pragma warning restore RS1036, RS1041, RS1038, RS1042
}
