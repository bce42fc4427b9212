using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Parsing;

namespace ModelGen.Generator.Diagnostics;

/// <summary>An error with its place in a file, as values: a location would keep the syntax tree, and with it the compilation, alive in the cache.</summary>
/// <param name="Error">The error.</param>
/// <param name="Path">The file; empty where there is no place.</param>
/// <param name="Span">The characters.</param>
/// <param name="Lines">The lines.</param>
internal sealed record PlacedError(SpecError Error, string Path, TextSpan Span, LinePositionSpan Lines)
{
    /// <summary>Places those errors of a network that the generator is to report.</summary>
    /// <param name="network">The network.</param>
    /// <param name="allErrors">Whether these are all of them, since no analyzer runs.</param>
    /// <param name="compilation">Where the class stands now.</param>
    /// <param name="cancellation">Stops the search.</param>
    public static IEnumerable<PlacedError> Place(CompletedNetwork network, bool allErrors, Compilation compilation, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ClassParts? parts = compilation.Assembly.GetTypeByMetadataName(network.MetadataName) is { } type ? new ClassParts(type) : null;
        foreach (SpecError error in network.Errors)
        {
            if (!allErrors && !DiagnosticTable.IsReportedByGenerator(error.Id))
                continue;
            Location location = parts?.Locate(error.Span) ?? Location.None;
            yield return new PlacedError(error, location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);
        }
    }

    /// <summary>The diagnostic.</summary>
    public Diagnostic ToDiagnostic() =>
        ErrorText.ToDiagnostic(Error, Path.Length == 0 ? Location.None : Location.Create(Path, Span, Lines));
}
