using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Parsing;

/// <summary>
/// The declarations of a class that its author wrote, and the way from a place in them to a <see cref="SourceSpan"/> and back. What this generator
/// added is left out, so that the analyzer, which sees it, counts like the generator, which does not.
/// </summary>
public sealed class ClassParts
{
    private static readonly string GeneratedFolder = typeof(ModelGenerator).FullName;

    private readonly ImmutableArray<SyntaxReference> _parts;

    /// <summary>The declarations of <paramref name="type"/>, in the order of the compilation.</summary>
    public ClassParts(INamedTypeSymbol type) =>
        _parts = type.DeclaringSyntaxReferences.Where(part => !IsGenerated(part.SyntaxTree)).ToImmutableArray();

    /// <summary>The declarations.</summary>
    public IEnumerable<TypeDeclarationSyntax> Syntax(CancellationToken cancellation) =>
        _parts.Select(part => part.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>();

    /// <summary>Whether the place lies in the class.</summary>
    public bool Contains(SyntaxTree tree, TextSpan span) => IndexOf(tree, span) >= 0;

    /// <summary>Whether the author declared it, in the class.</summary>
    public bool Declares(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Any(reference => Contains(reference.SyntaxTree, reference.Span));

    /// <summary>The place, counted from the start of its declaration; null for one outside the class.</summary>
    public SourceSpan? Find(SyntaxTree tree, TextSpan span) =>
        IndexOf(tree, span) is >= 0 and int part ? new SourceSpan(part, span.Start - _parts[part].Span.Start, span.Length) : null;

    /// <summary>The location of a place; none where the class has no such declaration.</summary>
    public Location Locate(SourceSpan span)
    {
        if (span.Part < 0 || span.Part >= _parts.Length)
            return Location.None;
        SyntaxReference part = _parts[span.Part];
        int start = part.Span.Start + span.Start;
        return span.Start < 0 || start + span.Length > part.Span.End
            ? Location.None
            : Location.Create(part.SyntaxTree, new TextSpan(start, span.Length));
    }

    /// <summary>Whether this generator made the file: the compiler puts it into a folder named after its generator.</summary>
    public static bool IsGenerated(SyntaxTree tree) =>
        Path.GetFileName(Path.GetDirectoryName(tree.FilePath)) == GeneratedFolder;

    private int IndexOf(SyntaxTree tree, TextSpan span)
    {
        for (int part = 0; part < _parts.Length; part++)
        {
            if (_parts[part].SyntaxTree == tree && _parts[part].Span.Contains(span))
                return part;
        }

        return -1;
    }
}
