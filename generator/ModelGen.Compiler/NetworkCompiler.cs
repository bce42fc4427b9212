using ModelGen.Compiler.Autodiff;
using ModelGen.Compiler.Checks;
using ModelGen.Compiler.Cures;
using ModelGen.Compiler.Gpu;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Print;
using ModelGen.Compiler.Print.Gpu;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler;

/// <summary>The compiler: the stages from a spec to C#, in their order.</summary>
public static class NetworkCompiler
{
    /// <summary>
    /// The passes over the forward graph, in their order, before it is differentiated: what they change the backward pass inherits. The passes over
    /// the training graph are <see cref="ProgramTraits"/>'; those over each program (results' memory, layout, fusion) follow in <see cref="ProgramPlanner"/>.
    /// </summary>
    public static IReadOnlyList<(string Name, Func<NetworkGraph, GraphBuilder, NetworkGraph> Run)> ForwardPasses { get; } =
    [
        ("pool before activation", PoolBeforeActivation.Run),
        ("reshape into contraction", ReshapeIntoContraction.Run),
    ];

    /// <summary>The passes over the forward graph of the programs that do not train, in their order.</summary>
    public static IReadOnlyList<(string Name, Func<NetworkGraph, GraphBuilder, NetworkGraph> Run)> InferencePasses { get; } =
    [
        ("values outside training", ValuesByMode.Elsewhere),
        ("pool before activation", PoolBeforeActivation.Run),
    ];

    /// <summary>The passes over the forward graph of a training step, in their order, before it is differentiated.</summary>
    public static IReadOnlyList<(string Name, Func<NetworkGraph, GraphBuilder, NetworkGraph> Run)> PassesBeforeGradients { get; } =
    [
        ("values in training", ValuesByMode.InTraining),
    ];

    /// <summary>Compiles a network that the parser found no fault with.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="options">What the build asks for; null for nothing besides.</param>
    /// <returns>The files of the class, or what is wrong with the network.</returns>
    public static CompilationResult Compile(NetworkSpec spec, CompilerOptions? options = null) => CompileUnlessCancelled(spec, options ?? new CompilerOptions(), CancellationToken.None);

    /// <summary>The same, as long as somebody waits for it.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="options">What the build asks for.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The files of the class, or what is wrong with the network.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static CompilationResult CompileUnlessCancelled(NetworkSpec spec, CompilerOptions options, CancellationToken cancellation)
    {
        try
        {
            (NetworkModel? model, NetworkFindings findings) = PlanAndRemember(spec, cancellation);
            if (model is null)
                return Failed(findings.Error!);
            EquatableArray<EmittedFile> files = NetworkPrinter.Print(model, options, cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (!options.ForGpu)
                return new CompilationResult(EquatableArray<SpecError>.Empty, files);
            GpuModel gpu = GpuModel.Of(model, GpuTarget.Default);
            return new CompilationResult(EquatableArray<SpecError>.Empty, files.Concat(GpuModelPrinter.Files(gpu)).ToEquatableArray())
            {
                Kernels = options.PlacesKernels ? gpu.Places : EquatableArray<KernelPlace>.Empty,
            };
        }
        catch (NetworkException exception)
        {
            return Failed(exception.Error);
        }

        static CompilationResult Failed(SpecError error) => new(new([error]), EquatableArray<EmittedFile>.Empty);
    }

    /// <summary>
    /// What is wrong with a network, without the time that printing its code takes; where nothing is, what is likely a mistake in it. Which it is, the diagnostics' severity says. It costs
    /// little for a network that was compiled lately.
    /// </summary>
    /// <param name="spec">The network.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static EquatableArray<SpecError> Check(NetworkSpec spec, CancellationToken cancellation)
    {
        NetworkFindings findings = FindingsOf(spec, cancellation);
        return findings.Error is { } error ? new([error]) : spec.Warnings.Concat(NetworkChecks.Find(new CheckedNetwork(spec, findings.Shapes))).ToEquatableArray();
    }

    /// <summary>The shapes of a network's values and its layers; null for a network at fault. It costs little for a network that was compiled or checked lately.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static (IReadOnlyList<Shape> Shapes, IReadOnlyList<LayerSummary> Layers)? ShapesOf(NetworkSpec spec, CancellationToken cancellation)
    {
        NetworkFindings findings = FindingsOf(spec, cancellation);
        return findings.Error is null ? (findings.Shapes, findings.Layers) : null;
    }

    /// <summary>The members of a class whose network does not compile, with bodies that throw <paramref name="message"/>.</summary>
    public static EquatableArray<EmittedFile> EmitFailed(NetworkSpec spec, string message) => NetworkPrinter.PrintFailed(spec, message);

    /// <summary>The stages up to what is to be printed.</summary>
    /// <exception cref="NetworkException">The network is at fault.</exception>
    public static NetworkModel Plan(NetworkSpec spec) => Plan(new NetworkLowering(spec), CancellationToken.None);

    private static NetworkFindings FindingsOf(NetworkSpec spec, CancellationToken cancellation) =>
        FindingsMemo.OfProcess.Find(spec) ?? PlanAndRemember(spec, cancellation).Findings;

    // The generator compiles what the analyzer checks: who comes second finds what the first one found.
    private static (NetworkModel? Model, NetworkFindings Findings) PlanAndRemember(NetworkSpec spec, CancellationToken cancellation)
    {
        var lowering = new NetworkLowering(spec);
        NetworkModel? model = null;
        NetworkFindings findings;
        try
        {
            model = Plan(lowering, cancellation);
            findings = new NetworkFindings(null, lowering.Values.Select(node => node.Shape).ToArray(), lowering.Layers);
        }
        catch (NetworkException exception)
        {
            findings = new NetworkFindings(exception.Error, [], []);
        }

        FindingsMemo.OfProcess.Add(spec, findings);
        return (model, findings);
    }

    private static NetworkModel Plan(NetworkLowering lowering, CancellationToken cancellation)
    {
        try
        {
            NetworkGraph forward = RunPasses(ForwardPasses, Lower(lowering), lowering.Builder);
            cancellation.ThrowIfCancellationRequested();
            return NetworkModel.Of(lowering.Spec, lowering, forward.Outputs.Select(output => output.Shape).ToArray(), PlanPrograms(lowering.Spec, forward, lowering, ProgramTraits.Cpu, null, cancellation));
        }
        catch (OverflowException)
        {
            throw new NetworkException(NetworkLowering.TooLarge(lowering.Spec.Class.Declaration));
        }
    }

    private static NetworkGraph Lower(NetworkLowering lowering)
    {
        try
        {
            return lowering.Lower();
        }
        catch (NetworkException exception)
        {
            throw new NetworkException(CureSearch.Cured(lowering, exception.Error));
        }
    }

    /// <summary>The same programs as a GPU runs them.</summary>
    /// <param name="model">The network, whose parameters lie as its programs have decided.</param>
    public static IReadOnlyList<NetworkProgram> PlanForGpu(NetworkModel model)
    {
        var lowering = new NetworkLowering(model.Spec);
        NetworkGraph forward = RunPasses(ForwardPasses, lowering.Lower(), lowering.Builder);
        return PlanPrograms(model.Spec, forward, lowering, ProgramTraits.Gpu, model.Programs[model.Programs.Count - 1], CancellationToken.None);
    }

    private static IReadOnlyList<NetworkProgram> PlanPrograms(
        NetworkSpec spec, NetworkGraph forward, NetworkLowering lowering, ProgramTraits traits, NetworkProgram? decided, CancellationToken cancellation)
    {
        string[] outputNames = spec.Outputs.Select(output => output.Name).ToArray();
        NetworkGraph inference = RunPasses(InferencePasses, forward, lowering.Builder);
        if (forward.Loss is null)
            return [PlanProgram("Predict", inference, decided)];
        NetworkGraph training = RunPasses(traits.TrainingPasses, Differentiate(RunPasses(PassesBeforeGradients, forward, lowering.Builder), lowering), lowering.Builder);
        // Training decides how parameters are stored: it reads them most.
        NetworkProgram train = PlanProgram("Train", training, decided);
        return [PlanProgram("Predict", inference with { Loss = null }, train), PlanProgram("Evaluate", inference, train), train];

        NetworkProgram PlanProgram(string name, NetworkGraph graph, NetworkProgram? layout)
        {
            cancellation.ThrowIfCancellationRequested();
            return ProgramPlanner.Plan(name, graph, lowering.Builder, outputNames, traits, layout);
        }
    }

    private static NetworkGraph RunPasses(
        IReadOnlyList<(string Name, Func<NetworkGraph, GraphBuilder, NetworkGraph> Run)> passes, NetworkGraph graph, GraphBuilder builder)
    {
        foreach ((_, Func<NetworkGraph, GraphBuilder, NetworkGraph> run) in passes)
        {
            graph = run(graph, builder);
            GraphVerifier.Verify(graph);
        }

        return graph;
    }

    private static NetworkGraph Differentiate(NetworkGraph forward, NetworkLowering lowering)
    {
        // The passes may have given parameters a finer shape: those in the graph count.
        Dictionary<int, Node> inGraph = forward.TopologicalOrder().Where(node => node.Op is Parameter).ToDictionary(node => ((Parameter)node.Op).Slot);
        Node[] parameters = lowering.Parameters
            .Where(node => ((Parameter)node.Op).IsTrained)
            .Select(node => inGraph.TryGetValue(((Parameter)node.Op).Slot, out Node? used) ? used : node)
            .ToArray();
        return Differentiation.AddGradients(forward, lowering.Builder, parameters);
    }
}

/// <summary>What a build asks of the compiler besides the network; equal by value.</summary>
/// <param name="PrintsSchedules">Whether a comment above each kernel says how it was scheduled and why.</param>
/// <param name="ForGpu">Whether networks get kernels for GPUs as well.</param>
/// <param name="PlacesKernels">Whether it is to be known which layer each of those serves: in the pass of the build that compiles them further.</param>
public sealed record CompilerOptions(bool PrintsSchedules = false, bool ForGpu = false, bool PlacesKernels = false);

/// <summary>What compiling a network gives.</summary>
/// <param name="Errors">What is wrong with the network; then there are no files.</param>
/// <param name="Files">The emitted files.</param>
public sealed record CompilationResult(EquatableArray<SpecError> Errors, EquatableArray<EmittedFile> Files)
{
    /// <summary>The layers that the kernels for GPUs serve, where that is asked for.</summary>
    public EquatableArray<KernelPlace> Kernels { get; init; }
}
