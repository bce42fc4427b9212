using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Parsing;

namespace ModelGen.Generator;

/// <summary>Completes each class with <c>[Network]</c>: reads it, compiles what was read, adds the files.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<CompilerOptions> options = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => BuildOptions.ForCompiler(options.GlobalOptions))
            .WithTrackingName(TrackingNames.CompilerOptions);

        IncrementalValuesProvider<CompletedNetwork> networks = context.SyntaxProvider
            .ForAttributeWithMetadataName(WellKnownNames.NetworkAttribute, static (node, _) => node is TypeDeclarationSyntax, NetworkSource.Parse)
            .SelectMany(static (network, _) => network is null ? ImmutableArray<ParsedNetwork>.Empty : [network])
            .WithTrackingName(TrackingNames.Parse)
            .Combine(options)
            .Select(static (source, cancellation) => NetworkPipeline.Complete(source.Left, source.Right, cancellation))
            .WithTrackingName(TrackingNames.Compile);

        IncrementalValueProvider<EquatableArray<string>> sharedFileNames = networks
            .SelectMany(static (network, _) => network.Files.Select(file => file.Name))
            .Collect()
            .Select(static (names, _) => FileNames.Shared(names))
            .WithTrackingName(TrackingNames.SharedFileNames);

        IncrementalValueProvider<bool> analyzersAreOff = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => BuildOptions.AnalyzersAreOff(options.GlobalOptions))
            .WithTrackingName(TrackingNames.AnalyzersAreOff);

        IncrementalValuesProvider<PlacedError> errors = networks
            .Where(static network => network.Errors.Count > 0)
            .Combine(analyzersAreOff)
            .Combine(context.CompilationProvider)
            .SelectMany(static (source, cancellation) => PlacedError.Place(source.Left.Left, allErrors: source.Left.Right, source.Right, cancellation))
            .WithTrackingName(TrackingNames.Errors);

        IncrementalValueProvider<EquatableArray<PlacedKernel>> kernels = networks
            .Where(static network => network.Kernels.Count > 0)
            .Combine(context.CompilationProvider)
            .SelectMany(static (source, cancellation) => PlacedKernel.Place(source.Left, source.Right, cancellation))
            .WithTrackingName(TrackingNames.Kernels)
            .Collect()
            .Select(static (placed, _) => placed.ToEquatableArray());

        context.RegisterSourceOutput(networks.Combine(sharedFileNames), static (output, source) => FileNames.AddFiles(output, source.Left, source.Right));
        context.RegisterSourceOutput(kernels, PlacedKernel.AddFile);
        context.RegisterSourceOutput(errors, static (output, error) => output.ReportDiagnostic(error.ToDiagnostic()));
    }
}
