using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Parsing;

namespace ModelGen.Benchmarks.Generating;

/// <summary>One of this program's networks as the C# compiler sees it; the files of Networks/ lie in the assembly as resources.</summary>
internal sealed class NetworkSource
{
    private const string Namespaces = "global using System; global using ModelGen;";

    private readonly Compilation compilation;
    private readonly INamedTypeSymbol type;
    private readonly AttributeData attribute;

    /// <summary>Takes a class of the networks.</summary>
    /// <param name="name">The class's name.</param>
    public NetworkSource(string name)
    {
        CSharpParseOptions options = new(LanguageVersion.Latest);
        compilation = Compilation(Files.Prepend(Namespaces).Select(text => CSharpSyntaxTree.ParseText(text, options)));
        type = compilation.GetTypeByMetadataName("ModelGen.Benchmarks." + name)!;
        attribute = NetworkParser.NetworkAttributeOf(type)!;
    }

    /// <summary>The names of the classes.</summary>
    public static IEnumerable<string> Names => Program.GetTypes().Where(type => type.IsDefined(typeof(NetworkAttribute), inherit: false)).Select(type => type.Name);

    private static Assembly Program => typeof(NetworkSource).Assembly;

    private static IEnumerable<string> Files => Program.GetManifestResourceNames().Where(name => name.EndsWith(".cs", StringComparison.Ordinal) && !name.Contains('/')).Select(Text);

    /// <summary>A library of some files, as the C# compiler sees it.</summary>
    public static CSharpCompilation Compilation(IEnumerable<SyntaxTree> files) => CSharpCompilation.Create(
        "Networks",
        files,
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(NetworkAttribute).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The text of a file among this program's resources.</summary>
    public static string Text(string resource)
    {
        using StreamReader reader = new(Program.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    /// <summary>Reads the class into a spec, as the generator does.</summary>
    public NetworkSpec Read()
    {
        NetworkSpec spec = NetworkParser.Parse(type, attribute, compilation, CancellationToken.None).Spec;
        return spec.Errors.Count == 0
            ? spec
            : throw new InvalidOperationException($"{spec.Class.Name} has the error {spec.Errors[0].Id}.");
    }
}
