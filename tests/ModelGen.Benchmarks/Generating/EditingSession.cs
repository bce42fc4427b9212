using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator;

namespace ModelGen.Benchmarks.Generating;

/// <summary>A project with a network and another file, open in an editor: the generator runs after each edit, as it does there.</summary>
internal sealed class EditingSession
{
    // Each file among the samples' that a network's file needs: constants that other files declare.
    private const string Others = "global using System; global using ModelGen; namespace ScanRnn { static class AddingProblem { public const int Steps = 50, Features = 2; } }";

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private readonly EditedNetwork network;
    private CSharpCompilation compilation;
    private GeneratorDriver driver = CSharpGeneratorDriver.Create(
        [new ModelGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
    private int editsInside;
    private int editsElsewhere;

    /// <summary>Opens a network's file.</summary>
    public EditingSession(EditedNetwork network)
    {
        this.network = network;
        compilation = NetworkSource.Compilation([CSharpSyntaxTree.ParseText(network.Text(0), ParseOptions), CSharpSyntaxTree.ParseText(Others, ParseOptions)]);
    }

    /// <summary>The first run.</summary>
    /// <returns>Its milliseconds.</returns>
    public double Open() => Run();

    /// <summary>Changes a number of the network.</summary>
    /// <returns>The milliseconds until its code is there.</returns>
    public double EditInside()
    {
        Replace(0, network.Text(++editsInside));
        return Run();
    }

    /// <summary>Changes the other file.</summary>
    /// <returns>The milliseconds of the run, and how often a network was read or compiled anew in it.</returns>
    public (double Milliseconds, int Steps) EditElsewhere()
    {
        Replace(1, $"{Others} static class Other {{ public static int Value => {++editsElsewhere}; }}");
        double milliseconds = Run();
        ImmutableDictionary<string, ImmutableArray<IncrementalGeneratorRunStep>> steps = driver.GetRunResult().Results[0].TrackedSteps;
        return (milliseconds, steps[TrackingNames.Compile].SelectMany(step => step.Outputs).Count(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged)));
    }

    private void Replace(int file, string text)
    {
        SyntaxTree tree = compilation.SyntaxTrees[file];
        compilation = compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(text)));
    }

    private double Run()
    {
        long start = Stopwatch.GetTimestamp();
        driver = driver.RunGenerators(compilation);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        GeneratorRunResult result = driver.GetRunResult().Results[0];
        if (result.Exception is not null || result.Diagnostics.Length > 0 || result.GeneratedSources.All(source => source.HintName.EndsWith(".Unread.g.cs", StringComparison.Ordinal)) || result.GeneratedSources.Length < 4)
            throw new InvalidOperationException($"{network.Name} was not compiled: {result.Exception?.Message}{string.Join(", ", result.Diagnostics)}");
        return milliseconds;
    }
}
