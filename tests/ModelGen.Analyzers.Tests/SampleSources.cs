using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelGen.Analyzers.Tests;

/// <summary>The samples as their authors see them: each network's file, and the whole program around it.</summary>
internal static class SampleSources
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "samples");

    private static readonly string[] Libraries = ["ModelGen.Data.dll", "ModelGen.Gpu.dll", "ModelGen.Ilgpu.dll", "ModelGen.Samples.dll", "Spectre.Console.dll"];

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Libraries.Contains(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The files that declare networks, such as <c>Mnist/MnistCnn.cs</c>.</summary>
    public static IReadOnlyList<string> Networks { get; } =
    [
        .. Directory.GetFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}") && File.ReadAllText(file).Contains("[Network", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Folder, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of a file.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    /// <summary>The program that a file belongs to, with another text in the file's place. One that needs the generators of others besides is left out, but for that file.</summary>
    public static CSharpCompilation Program(string file, string text)
    {
        string own = Path.Combine(Folder, file);
        string[] others = [.. Directory.GetFiles(Path.GetDirectoryName(own)!, "*.cs").Where(other => other != Path.GetFullPath(own)).Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        if (others.Any(other => other.Contains("[JsonSerializable", StringComparison.Ordinal)))
            return Workbench.Compilation(text);
        CSharpCompilation compilation = Workbench.Compilation([text, .. others, ImplicitUsings]);
        return compilation.AddReferences(References).WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
    }
}
