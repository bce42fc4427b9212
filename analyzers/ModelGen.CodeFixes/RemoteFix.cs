using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ModelGen.CodeFixes;

/// <summary>A fix whose changes are where the diagnostic's additional locations are, maybe in another file than the mistake.</summary>
/// <param name="diagnostics">What it cures.</param>
public abstract class RemoteFix(params DiagnosticDescriptor[] diagnostics) : CodeFixProvider
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
            for (int number = 0; number < diagnostic.AdditionalLocations.Count; number++)
            {
                Location location = diagnostic.AdditionalLocations[number];
                if (context.Document.Project.Solution.GetDocument(location.SourceTree) is { } document
                    && await Place.InAsync(document, location.SourceSpan, context.CancellationToken).ConfigureAwait(false) is { } place
                    && OfferAt(place, number, diagnostic) is { } offer)
                {
                    context.RegisterCodeFix(offer.ToAction(document), diagnostic);
                }
            }
        }
    }

    /// <summary>What can be done at an additional location.</summary>
    /// <param name="place">The place.</param>
    /// <param name="number">Which of them it is.</param>
    /// <param name="diagnostic">The mistake.</param>
    private protected abstract Offer? OfferAt(Place place, int number, Diagnostic diagnostic);
}
