using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Compiler;
using ModelGen.Compiler.Plan;
using ModelGen.Generator.Parsing;

namespace ModelGen.Gpu.Tests.Harness;

/// <summary>The numerics tests' networks, read from their source as the generator reads them.</summary>
internal static class NetworkSources
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.Linq;";

    private static readonly CSharpCompilation compilation = CSharpCompilation.Create(
        "Networks",
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Networks"), "*.cs").Order().Select(File.ReadAllText).Append(Usings).Select(text => CSharpSyntaxTree.ParseText(text)),
        References.All,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The model of a network, by its class's name.</summary>
    public static NetworkModel Model(string name)
    {
        INamedTypeSymbol type = compilation.GetTypeByMetadataName($"ModelGen.Numerics.Tests.{name}") ?? throw new InvalidOperationException($"There is no network {name}.");
        return Model(type, compilation);
    }

    /// <summary>The models of all networks that some files declare, by their classes' full names.</summary>
    public static IReadOnlyDictionary<string, NetworkModel> Models(IEnumerable<string> files)
    {
        CSharpCompilation own = CSharpCompilation.Create(
            "Networks", files.Select(File.ReadAllText).Append(Usings).Select(text => CSharpSyntaxTree.ParseText(text)), References.All, compilation.Options);
        return own.GetSymbolsWithName(_ => true, SymbolFilter.Type)
            .OfType<INamedTypeSymbol>()
            .Where(type => NetworkParser.NetworkAttributeOf(type) is not null)
            .ToDictionary(type => type.ToDisplayString(), type => Model(type, own));
    }

    private static NetworkModel Model(INamedTypeSymbol type, Compilation within)
    {
        ParsedNetwork parsed = NetworkParser.Parse(type, NetworkParser.NetworkAttributeOf(type)!, within, CancellationToken.None);
        Assert.Empty(parsed.Spec.Errors);
        return NetworkCompiler.Plan(parsed.Spec);
    }
}

/// <summary>What compilations in memory refer to.</summary>
internal static class References
{
    /// <summary>The framework, the runtime's assemblies and ILGPU.</summary>
    public static IReadOnlyList<MetadataReference> All { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var file && (file.StartsWith("System.", StringComparison.Ordinal) || file is "netstandard.dll" or "ModelGen.dll" or "ModelGen.Gpu.dll" or "ILGPU.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
