using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Compiler;
using ModelGen.Compiler.Print;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator;

/// <summary>
/// The names of generated files, which must differ without regard to case over all networks of a compilation: <c>Net</c> and <c>NET</c> may both be
/// classes, and a name given twice would end the generator.
/// </summary>
internal static class FileNames
{
    /// <summary>The names that are there more than once, sorted.</summary>
    public static EquatableArray<string> Shared(ImmutableArray<string> names) => names
        .GroupBy(Allowed, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Count() > 1)
        .Select(group => group.Key.ToUpperInvariant())
        .OrderBy(name => name, StringComparer.Ordinal)
        .ToEquatableArray();

    /// <summary>Adds the files of a network.</summary>
    public static void AddFiles(SourceProductionContext output, CompletedNetwork network, EquatableArray<string> shared)
    {
        foreach (EmittedFile file in network.Files)
        {
            string name = Allowed(file.Name);
            if (shared.Contains(name.ToUpperInvariant()))
                name = $"{Hash(network.MetadataName)}.{name}";
            // As changes of an empty text the pieces stay as they are: a long text copied into one would lie among the large objects, whose collection halts an editor.
            output.AddSource(name, SourceText.From("", Encoding.UTF8).WithChanges(file.Pieces.Select(piece => new TextChange(default, piece))));
        }
    }

    /// <summary>The name with the characters that the compiler takes in that of a generated file.</summary>
    public static string Allowed(string name)
    {
        var allowed = new StringBuilder(name.Length);
        foreach (char character in name)
        {
            allowed.Append(character switch
            {
                '<' => '{',
                '>' => '}',
                '.' or ',' or '-' or '+' or '_' or ' ' or '(' or ')' or '[' or ']' or '{' or '}' => character,
                _ => char.IsLetterOrDigit(character) ? character : '_',
            });
        }

        return allowed.ToString();
    }

    // FNV-1a: short, and the same on every machine.
    private static string Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char character in text)
            hash = unchecked((hash ^ character) * 16777619);
        return hash.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
    }
}
