using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ModelGen.CodeFixes;

/// <summary>A fix that changes the text of the file that the mistake is in.</summary>
/// <param name="diagnostics">What it cures.</param>
public abstract class TextFix(params DiagnosticDescriptor[] diagnostics) : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. diagnostics.Select(diagnostic => diagnostic.Id)];

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (await Place.InAsync(context.Document, diagnostic.Location.SourceSpan, context.CancellationToken).ConfigureAwait(false) is not { } place)
                return;
            foreach (Offer offer in Offers(place, diagnostic))
                context.RegisterCodeFix(offer.ToAction(context.Document), diagnostic);
        }
    }

    /// <summary>The ways to put a mistake right; none where it is not sure that the result compiles.</summary>
    /// <param name="place">Where the mistake is.</param>
    /// <param name="diagnostic">The mistake.</param>
    private protected abstract IEnumerable<Offer> Offers(Place place, Diagnostic diagnostic);
}
