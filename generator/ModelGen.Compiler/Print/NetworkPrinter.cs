using System.Collections.Concurrent;
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
        // Each kernel is scheduled and printed by itself, so that several processors can do it; some take many times as long as others, so that each processor takes one after another.
        var texts = new IReadOnlyDictionary<Target, KernelText>[distinct.Kernels.Count];
        Parallel.ForEach(
            Partitioner.Create(Enumerable.Range(0, texts.Length), EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { CancellationToken = cancellation },
            place => texts[place] = memo.TextsOf(distinct.Kernels[place].Source, model.Symbols, KernelPrinter.BodyDepth(spec), options.PrintsSchedules));
        Dictionary<Target, IReadOnlyList<KernelMethod>> kernels = Target.All.ToDictionary(target => target, target => Methods(distinct, texts, target));
        IReadOnlyList<KernelMethod> widest = kernels[Target.All[0]];
        long scratchBytes = texts.SelectMany(ofKernel => ofKernel.Values).Select(text => text.ScratchBytes).DefaultIfEmpty().Max();
        var programs = new ProgramPrinter(model, distinct.MethodOf(widest));
        files.Add(new ClassPrinter(model, scratchBytes).Print());
        files.Add(ClassFrame.File(
            spec,
            ".Programs",
            programs.Contents,
            ["System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "System.Runtime.Intrinsics.Arm", "ModelGen.Runtime"],
            isNullable: false,
            ("", ""),
            writer => programs.Print(writer, widest)));
        return files.Concat(Target.All.Select(KernelFile)).ToEquatableArray();

        EmittedFile KernelFile(Target target) => ClassFrame.File(
            spec,
            ".Kernels" + target.Name.Replace("Vector", ""),
            kernels[target].Select(ContentsOf).ToArray(),
            ["System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "ModelGen.Runtime"],
            isNullable: false,
            ("", ""),
            writer => KernelPrinter.Print(writer, target, kernels[target]));
    }

    private static (string Name, string What) ContentsOf(KernelMethod method)
    {
        (string name, string what) = Contents.Kernel(method.Name, method.Kernel.Writes.Select(made => $"{made.Name} {made.Shape}").ToArray());
        return (name, method.SameAs is { } other ? $"{what}, by {KernelPrinter.StructName(other)}" : what);
    }

    /// <summary>The file of a class whose network does not compile.</summary>
    public static EquatableArray<EmittedFile> PrintFailed(NetworkSpec spec, string message) =>
        new([FailedClassPrinter.Print(spec, message)]);

    // What NEON's registers leave as it is for SSE's, is emitted once.
    private static IReadOnlyList<KernelMethod> Methods(DistinctKernels distinct, IReadOnlyDictionary<Target, KernelText>[] texts, Target target) => distinct.Kernels
        .Zip(texts, (kernel, ofKernel) => new KernelMethod(kernel.Source, kernel.Name, ofKernel[target])
        {
            AlsoServes = kernel.AlsoServes,
            SameAs = target == Target.Neon && ReferenceEquals(ofKernel[target], ofKernel[Target.Vector128]) ? Target.Vector128 : null,
        })
        .ToArray();
}
