using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator.Parsing;

namespace ModelGen.Analyzers;

/// <summary>
/// Silences what other analyzers say of <c>Forward</c> and <c>Loss</c> because no code calls them: the generator reads them, so they are neither
/// unused nor in need of <c>static</c>.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor Unused =
        new("MGS0001", "IDE0051", "The generator reads Forward and Loss; no code calls them.");

    private static readonly SuppressionDescriptor CanBeStatic =
        new("MGS0002", "CA1822", "The generator reads Forward and Loss; they never run.");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = [Unused, CanBeStatic];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            if (IsReadByGenerator(diagnostic.Location, context))
                context.ReportSuppression(Suppression.Create(diagnostic.Id == Unused.SuppressedDiagnosticId ? Unused : CanBeStatic, diagnostic));
        }
    }

    private static bool IsReadByGenerator(Location location, SuppressionAnalysisContext context) =>
        location.SourceTree is { } tree
        && tree.GetRoot(context.CancellationToken).FindNode(location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>() is { Identifier.ValueText: "Forward" or "Loss" } method
        && context.GetSemanticModel(tree).GetDeclaredSymbol(method, context.CancellationToken) is { ContainingType: { } type }
        && NetworkParser.NetworkAttributeOf(type) is not null;
}
