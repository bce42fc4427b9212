using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Compiler.Spec;
using ModelGen.Generator;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Parsing;
using ModelGen.Generator.Shapes;

namespace ModelGen.Analyzers;

/// <summary>
/// Reports the mistakes of a network while it is typed: it reads and compiles the class as the generator does, and reports what the generator leaves
/// to it, which is everything but a class that cannot be completed at all.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => DiagnosticTable.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (NetworkParser.NetworkAttributeOf(type) is not { } attribute)
            return;

        ParsedNetwork parsed = NetworkParser.Parse(type, attribute, context.Compilation, context.CancellationToken);
        IEnumerable<SpecError> errors = NetworkPipeline.Check(parsed, context.CancellationToken);
        if (parsed.State == NetworkState.Read && UnreadMark.IsIn(context.Compilation, parsed.Spec.Class))
            errors = [new SpecError(DeclarationDiagnostics.NeedsOtherGenerator.Id, parsed.Spec.Class.Declaration, new EquatableArray<string>([type.Name]))];

        var parts = new ClassParts(type);
        foreach (SpecError error in errors)
        {
            if (!DiagnosticTable.IsReportedByGenerator(error.Id))
                context.ReportDiagnostic(ErrorText.ToDiagnostic(error, parts.Locate));
        }

        if (!errors.Any(IsError) && SourceShapes.Of(parsed, context.CancellationToken) is { } shapes)
        {
            var report = new ShapeReport(context, parts, shapes);
            report.Members(type);
            report.Comments();
        }
    }

    private static bool IsError(SpecError error) => DiagnosticTable.Get(error.Id).DefaultSeverity == DiagnosticSeverity.Error;
}
