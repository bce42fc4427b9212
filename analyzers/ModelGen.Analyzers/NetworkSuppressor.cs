using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator.Parsing;

namespace ModelGen.Analyzers;

/// <summary>
/// Silences what other analyzers, and the C# compiler, say of members because no code calls them or because of how they would run: the generator reads them, and they never run. What is
/// really unused, <see cref="NetworkAnalyzer"/> says.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkSuppressor : DiagnosticSuppressor
{
    private const string NoCaller = "The generator reads Forward, Loss, layers and parameters; no code calls them.";
    private const string NeverRuns = "The generator reads methods that give tensors; they never run.";
    private const string SaidByAnalyzer = "What a network does not use is said by MG0201 to MG0203.";

    private static readonly ImmutableArray<Rule> Rules =
    [
        // Unused private members.
        new("MGS0001", "IDE0051", NoCaller, ReadMembers.IsForwardOrLoss, ReadMembers.IsLayerOrParameter),
        new("MGS0003", "IDE0052", NoCaller, ReadMembers.IsLayerOrParameter),
        new("MGS0004", "CA1823", NoCaller, ReadMembers.IsLayerOrParameter),
        new("MGS0005", "CS0169", SaidByAnalyzer, ReadMembers.IsLayerOrParameter),
        new("MGS0006", "CS0649", SaidByAnalyzer, ReadMembers.IsLayerOrParameter),
        // Unused parameters of methods.
        new("MGS0007", "IDE0060", SaidByAnalyzer, ReadMembers.IsForwardOrLoss),
        // What matters to methods that run: that they are static, check their arguments, make arrays once.
        new("MGS0002", "CA1822", NeverRuns, ReadMembers.GivesTensors),
        new("MGS0008", "CA1062", NeverRuns, ReadMembers.GivesTensors),
        new("MGS0009", "CA1861", NeverRuns, ReadMembers.GivesTensors),
    ];

    private static readonly ImmutableDictionary<string, Rule> ById = Rules.ToImmutableDictionary(rule => rule.Descriptor.SuppressedDiagnosticId);

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = Rules.Select(rule => rule.Descriptor).ToImmutableArray();

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            Rule rule = ById[diagnostic.Id];
            if (MemberAt(diagnostic.Location, context) is { } member && rule.Covers(member))
                context.ReportSuppression(Suppression.Create(rule.Descriptor, diagnostic));
        }
    }

    private static ISymbol? MemberAt(Location location, SuppressionAnalysisContext context)
    {
        if (location.SourceTree is not { } tree)
            return null;
        SyntaxNode? declaration = tree.GetRoot(context.CancellationToken).FindNode(location.SourceSpan, getInnermostNodeForTie: true)
            .FirstAncestorOrSelf<SyntaxNode>(node => node is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax });
        return declaration is null ? null : context.GetSemanticModel(tree).GetDeclaredSymbol(declaration, context.CancellationToken);
    }

    private sealed class Rule(string id, string suppressed, string why, params Func<ISymbol, bool>[] members)
    {
        public SuppressionDescriptor Descriptor { get; } = new(id, suppressed, why);

        public bool Covers(ISymbol member) => members.Any(covers => covers(member));
    }
}
