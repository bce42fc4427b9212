using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelGen.Generator.Tests.Harness;

/// <summary>A project in memory, as the C# compiler sees one of a user's: it runs the generator and the analyzer and gathers every error there is.</summary>
internal static class Workbench
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path) == "netstandard.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(NetworkAttribute).Assembly.Location),
    ];

    /// <summary>The files as a library, without the generator's part.</summary>
    public static CSharpCompilation Compilation(params string[] files) => CSharpCompilation.Create(
        "Networks",
        files.Select((text, index) => ParseFile(text, index)),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>One file in a project of a careful author: every warning there is, and XML docs are checked and missed.</summary>
    public static CSharpCompilation StrictCompilation(string file) => Compilation()
        .AddSyntaxTrees(CSharpSyntaxTree.ParseText(file, ParseOptions, "/src/File0.cs"))
        .WithOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));

    /// <summary>One file, as the file of that number of a project.</summary>
    public static SyntaxTree ParseFile(string text, int index) => CSharpSyntaxTree.ParseText(text, ParseOptions, $"/src/File{index}.cs");

    /// <summary>A driver that runs the generator and remembers why each step ran.</summary>
    public static GeneratorDriver Driver(params (string Name, string Value)[] buildProperties) => CSharpGeneratorDriver.Create(
        [new ModelGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        optionsProvider: Properties(buildProperties),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>A build's properties, as generators see them.</summary>
    public static AnalyzerConfigOptionsProvider Properties(params (string Name, string Value)[] buildProperties) => new BuildProperties(buildProperties);

    /// <summary>Runs the generator, then the analyzer over the result, and gathers all errors: the C# compiler's, the generator's and the analyzer's.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> ErrorsAsync(Compilation compilation, DiagnosticAnalyzer? analyzer, params (string Name, string Value)[] buildProperties) =>
        [.. (await WarningsAsync(compilation, analyzer, buildProperties)).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error || diagnostic.Id is "CS8785" or "AD0001")];

    /// <summary>The same with warnings.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> WarningsAsync(Compilation compilation, DiagnosticAnalyzer? analyzer, params (string Name, string Value)[] buildProperties)
    {
        Driver(buildProperties).RunGeneratorsAndUpdateCompilation(compilation, out Compilation completed, out ImmutableArray<Diagnostic> reported);
        IEnumerable<Diagnostic> all = reported.Concat(completed.GetDiagnostics());
        if (analyzer is not null)
            all = all.Concat(await completed.WithAnalyzers([analyzer]).GetAnalyzerDiagnosticsAsync());
        return [.. all.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
    }

    private sealed class BuildProperties(IEnumerable<(string Name, string Value)> properties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } =
            new Options(properties.ToDictionary(property => "build_property." + property.Name, property => property.Value));

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
