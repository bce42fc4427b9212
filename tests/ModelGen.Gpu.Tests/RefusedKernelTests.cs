using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using ModelGen.Generator;
using ModelGen.Gpu.Tests.Harness;
using ModelGen.Ptx;

namespace ModelGen.Gpu.Tests;

/// <summary>MG0501: a kernel that cannot be compiled for GPUs is an error at the layer that it serves.</summary>
public sealed class RefusedKernelTests
{
    private const string File = "/src/Net.cs";
    private const string Source = """
        using ModelGen;

        namespace MyApp;

        [Network]
        public partial class Net
        {
            private static Tensor Forward([Shape("batch", 1, 8, 8)] Tensor image) => image
                .Conv2D(4, kernel: 3).Relu().MaxPool2D(2)
                .Flatten()
                .Dense(3);
        }
        """;

    [Theory]
    [InlineData("Conv1", 9, 10, "Conv2D")]
    [InlineData("Output", 11, 10, "Dense")]
    public void It_is_reported_where_the_layer_is_called(string kernel, int line, int column, string call)
    {
        Assert.StartsWith(call, Source.Split('\n')[line - 1][(column - 1)..], StringComparison.Ordinal);
        Assembly assembly = Compile(refused: kernel);
        PtxException exception = Assert.Throws<PtxException>(() => PtxCompiler.Modules(Assert.Single(PtxCompiler.KernelClasses(assembly))).ToArray());
        string error = new KernelPlaces(assembly).ErrorLine(exception);
        Assert.StartsWith($"{File}({line},{column}): error MG0501: MyApp.NetGpuKernels.{kernel}", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_known_place_it_is_reported_at_the_assembly()
    {
        var refused = new PtxException(typeof(RefusedKernelTests).GetMethod(nameof(Without_a_known_place_it_is_reported_at_the_assembly))!, "why", new NotSupportedException());
        Assert.Equal(
            $"ModelGen.Gpu.Tests : error MG0501: {typeof(RefusedKernelTests).FullName}.{nameof(Without_a_known_place_it_is_reported_at_the_assembly)}: why",
            new KernelPlaces(typeof(RefusedKernelTests).Assembly).ErrorLine(refused));
    }

    [Fact]
    public void What_is_shipped_holds_no_places()
    {
        GeneratorRunResult result = Generate(new Properties(("build_property.ModelGenGpu", "true")));
        Assert.DoesNotContain(result.GeneratedSources, file => file.SourceText.ToString().Contains(File, StringComparison.Ordinal));
    }

    // As the inner pass of a build does, but one kernel calls what no driver has.
    private static Assembly Compile(string refused)
    {
        GeneratorRunResult result = Generate(new Properties(("build_property.ModelGenGpu", "true"), ("build_property.ModelGenKernelPass", "true")));
        IEnumerable<string> emitted = result.GeneratedSources.Select(file => Sabotaged(file.SourceText.ToString(), refused));
        using var stream = new MemoryStream();
        EmitResult emit = Compilation().AddSyntaxTrees(emitted.Select(text => CSharpSyntaxTree.ParseText(text))).Emit(stream);
        Assert.True(emit.Success, string.Join("\n", emit.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return Assembly.Load(stream.ToArray());
    }

    private static string Sabotaged(string text, string kernel)
    {
        int method = text.IndexOf($"public static void {kernel}", StringComparison.Ordinal);
        if (method < 0 || !text.Contains("[GpuKernel]", StringComparison.Ordinal))
            return text;
        int body = text.IndexOf('{', method) + 1;
        string firstView = text[method..body].Split("ArrayView<float> ")[1].Split([',', ')'])[0];
        return text.Insert(body, $" {firstView}[0] = MathF.FusedMultiplyAdd({firstView}[0], 2, 1); ");
    }

    private static GeneratorRunResult Generate(Properties properties)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], optionsProvider: properties);
        GeneratorRunResult result = driver.RunGenerators(Compilation(), TestContext.Current.CancellationToken).GetRunResult().Results[0];
        Assert.Null(result.Exception);
        return result;
    }

    private static CSharpCompilation Compilation() => CSharpCompilation.Create(
        $"Net.{Guid.NewGuid():N}",
        [CSharpSyntaxTree.ParseText(Source, path: File)],
        References.All,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private sealed class Properties(params (string Key, string Value)[] values) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(values.ToDictionary(value => value.Key, value => value.Value));

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
