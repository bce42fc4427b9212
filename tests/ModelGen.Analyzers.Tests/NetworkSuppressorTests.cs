using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelGen.Analyzers.Tests;

/// <summary>What other analyzers say of members for want of a caller, or of how they would run: silenced for what the generator reads, and for nothing else.</summary>
public class NetworkSuppressorTests
{
    private const string Source = """
        using ModelGen;

        [Network]
        partial class Net
        {
            [Layer] readonly Dense layer = new(4);
            [Layer] Own Property { get; } = new();
            [Parameter(4)] static partial Tensor Parameter { get; }
            readonly int number = 3;
            int Count { get; } = 4;

            Tensor Forward([Shape("batch", 8)] Tensor x) => Helper(Property.Apply(layer.Apply(x))) * Parameter * number;
            static Tensor Loss(Tensor output) => Halves(output).Left.Mean();
            static Tensor Helper(Tensor x) => x.Dense(Size(4));
            static (Tensor Left, Tensor Right) Halves(Tensor x) => (x, x);
            static int Size(int size) => size;
        }

        class Own
        {
            [Layer] readonly Dense inner = new(4);
            public Tensor Apply(Tensor x) => inner.Apply(x);
            public void Print(Tensor x) { }
        }

        class Other
        {
            readonly Dense layer = new(4);
            static void Forward() { }
            static object Loss() => new Other().layer;
        }
        """;

    [Theory]
    [InlineData("IDE0051", "Net.Forward, Net.Loss, Net.Parameter, Net.Property, Net.layer, Own.inner")]
    [InlineData("IDE0052", "Net.Parameter, Net.Property, Net.layer, Own.inner")]
    [InlineData("CA1823", "Net.Parameter, Net.Property, Net.layer, Own.inner")]
    [InlineData("IDE0044", "")]
    [InlineData("IDE0060", "Net.Forward, Net.Loss")]
    [InlineData("CA1822", "Net.Forward, Net.Halves, Net.Helper, Net.Loss, Own.Apply")]
    [InlineData("CA1062", "Net.Forward, Net.Halves, Net.Helper, Net.Loss, Own.Apply")]
    [InlineData("CA1861", "Net.Forward, Net.Halves, Net.Helper, Net.Loss, Own.Apply")]
    public async Task Only_what_the_generator_reads_is_silenced(string id, string silenced)
    {
        ImmutableArray<Diagnostic> reported = await Workbench.Compilation(Source)
            .WithAnalyzers([new NetworkSuppressor(), new EveryMemberAnalyzer(id)], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, true, false, true))
            .GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
        Diagnostic[] ours = [.. reported.Where(diagnostic => diagnostic.Id == id)];
        Assert.Equal(silenced, string.Join(", ", ours.Where(diagnostic => diagnostic.IsSuppressed).Select(diagnostic => diagnostic.GetMessage()).Order(StringComparer.Ordinal)));
        Assert.Equal(16, ours.Length);
    }

    [Fact]
    public async Task The_compiler_does_not_say_again_that_a_layer_is_unused()
    {
        string source = Networks.WithBody("return x.Dense(3);", "[Layer] readonly Dense fc; readonly Dense other;");
        ImmutableArray<Diagnostic> reported = await Workbench.Compilation(source)
            .WithAnalyzers([new NetworkSuppressor(), new NetworkAnalyzer()], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, true, false, true))
            .GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["CS0169 True", "CS0169 False", "MG0202 False"], reported.Where(diagnostic => diagnostic.Id is "CS0169" or "MG0202").Select(diagnostic => $"{diagnostic.Id} {diagnostic.IsSuppressed}").Order(StringComparer.Ordinal).OrderBy(text => text[..6]).ThenByDescending(text => text));
    }

    // Stands for an analyzer that finds fault with every field, property and method.
#pragma warning disable RS1001, RS1017, RS1036, RS1038, RS2008 // It is for this test alone and ships nowhere.
    private sealed class EveryMemberAnalyzer(string id) : DiagnosticAnalyzer
    {
        private readonly DiagnosticDescriptor _descriptor = new(id, "Fault", "{0}", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_descriptor];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterSymbolAction(
                member =>
                {
                    if (member.Symbol is IMethodSymbol { MethodKind: MethodKind.Ordinary } or IFieldSymbol { IsImplicitlyDeclared: false } or IPropertySymbol)
                        member.ReportDiagnostic(Diagnostic.Create(_descriptor, member.Symbol.Locations[0], $"{member.Symbol.ContainingType.Name}.{member.Symbol.Name}"));
                },
                SymbolKind.Method,
                SymbolKind.Field,
                SymbolKind.Property);
        }
    }
#pragma warning restore RS1001, RS1017, RS1036, RS1038, RS2008
}
