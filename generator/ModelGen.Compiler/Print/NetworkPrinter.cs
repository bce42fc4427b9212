using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Print.Class;
using ModelGen.Compiler.Print.Cpu;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print;

/// <summary>Prints a network as the files of its class: what users see, the programs, and the kernels for each vector width.</summary>
public static class NetworkPrinter
{
    /// <summary>The files of a network.</summary>
    /// <exception cref="OperationCanceledException">Nobody wants them any more.</exception>
    public static EquatableArray<EmittedFile> Print(NetworkModel model, CompilerOptions options, CancellationToken cancellation) =>
        Print(model, options, KernelMemo.OfProcess, cancellation);

    /// <summary>The files of a network, its kernels' texts taken from a memo where it has them.</summary>
    internal static EquatableArray<EmittedFile> Print(NetworkModel model, CompilerOptions options, KernelMemo memo, CancellationToken cancellation)
    {
        ClassSpec spec = model.Spec.Class;
        var files = new List<EmittedFile>();
        DistinctKernels distinct = DistinctKernels.Of(model);
        // Each kernel is scheduled and printed by itself, so that several processors can do it.
        IReadOnlyDictionary<Target, KernelText>[] texts = distinct.Kernels
            .AsParallel()
            .AsOrdered()
            .WithCancellation(cancellation)
            .Select(kernel => memo.TextsOf(kernel.Source, model.Symbols, KernelPrinter.BodyDepth(spec), options.PrintsSchedules))
            .ToArray();
        Dictionary<Target, IReadOnlyList<KernelMethod>> kernels = Target.All.ToDictionary(target => target, target => Methods(distinct, texts, target));
        IReadOnlyList<KernelMethod> widest = kernels[Target.All[0]];
        long scratchBytes = texts.SelectMany(ofKernel => ofKernel.Values).Select(text => text.ScratchBytes).DefaultIfEmpty().Max();
        var programs = new ProgramPrinter(model, distinct.MethodOf(widest));
        files.Add(new EmittedFile(spec.FullName + ".g.cs", new ClassPrinter(model, scratchBytes).Print()));
        files.Add(new EmittedFile(spec.FullName + ".Programs.g.cs", ClassFrame.File(
            spec,
            programs.Contents,
            ["System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "System.Runtime.Intrinsics.Arm", "ModelGen.Runtime"],
            isNullable: false,
            ("", ""),
            writer => programs.Print(writer, widest))));
        return files.Concat(Target.All.AsParallel().AsOrdered().WithCancellation(cancellation).Select(KernelFile)).ToEquatableArray();

        EmittedFile KernelFile(Target target) => new($"{spec.FullName}.Kernels{target.Name.Replace("Vector", "")}.g.cs", ClassFrame.File(
            spec,
            distinct.Kernels.Select(kernel => Contents.Kernel(kernel.Name, kernel.Source.Writes.Select(made => $"{made.Name} {made.Shape}").ToArray())).ToArray(),
            ["System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "ModelGen.Runtime"],
            isNullable: false,
            ("", ""),
            writer => KernelPrinter.Print(writer, target, kernels[target])));
    }

    /// <summary>The file of a class whose network does not compile.</summary>
    public static EquatableArray<EmittedFile> PrintFailed(NetworkSpec spec, string message) =>
        new([new EmittedFile(spec.Class.FullName + ".g.cs", FailedClassPrinter.Print(spec, message))]);

    // What NEON's registers leave as it is for SSE's, is emitted once.
    private static IReadOnlyList<KernelMethod> Methods(DistinctKernels distinct, IReadOnlyDictionary<Target, KernelText>[] texts, Target target) => distinct.Kernels
        .Zip(texts, (kernel, ofKernel) => new KernelMethod(kernel.Source, kernel.Name, ofKernel[target])
        {
            AlsoServes = kernel.AlsoServes,
            SameAs = target == Target.Neon && ReferenceEquals(ofKernel[target], ofKernel[Target.Vector128]) ? Target.Vector128 : null,
        })
        .ToArray();
}
