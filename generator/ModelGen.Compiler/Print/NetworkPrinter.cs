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
    public static EquatableArray<EmittedFile> Print(NetworkModel model, CompilerOptions options)
    {
        ClassSpec spec = model.Spec.Class;
        var files = new List<EmittedFile>();
        DistinctKernels distinct = DistinctKernels.Of(model);
        Dictionary<Target, IReadOnlyList<KernelMethod>> kernels = [];
        // What no target differs from another in but its registers comes behind that other.
        foreach (Target target in Target.All.OrderBy(target => target == Target.Neon))
            kernels[target] = Schedule(model, distinct, target, target == Target.Neon ? kernels[Target.Vector128] : null);
        IReadOnlyList<KernelMethod> widest = kernels[Target.All[0]];
        long scratchBytes = kernels.Values.SelectMany(methods => methods).Select(method => method.Kernel.ScratchBytes).DefaultIfEmpty().Max();
        var programs = new ProgramPrinter(model, distinct.MethodOf(widest));
        files.Add(new EmittedFile(spec.FullName + ".g.cs", new ClassPrinter(model, scratchBytes).Print()));
        files.Add(new EmittedFile(spec.FullName + ".Programs.g.cs", ClassFrame.File(
            spec,
            programs.Contents,
            ["System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "System.Runtime.Intrinsics.Arm", "ModelGen.Runtime"],
            ("", ""),
            writer => programs.Print(writer, widest))));
        return files.Concat(Target.All.AsParallel().AsOrdered().Select(KernelFile)).ToEquatableArray();

        EmittedFile KernelFile(Target target) => new($"{spec.FullName}.Kernels{target.Name.Replace("Vector", "")}.g.cs", ClassFrame.File(
            spec,
            distinct.Kernels.Select(kernel => Contents.Kernel(kernel.Name, kernel.Source.Stages.SelectMany(stage => stage.Writes).Select(made => $"{made.Name} {made.Shape}").ToArray())).ToArray(),
            ["System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "ModelGen.Runtime"],
            ("", ""),
            writer => KernelPrinter.Print(writer, target, kernels[target], options.PrintsSchedules)));
    }

    /// <summary>The file of a class whose network does not compile.</summary>
    public static EquatableArray<EmittedFile> PrintFailed(NetworkSpec spec, string message) =>
        new([new EmittedFile(spec.Class.FullName + ".g.cs", FailedClassPrinter.Print(spec, message))]);

    // Each kernel is scheduled and printed by itself, so that several processors can do it.
    private static IReadOnlyList<KernelMethod> Schedule(NetworkModel model, DistinctKernels distinct, Target target, IReadOnlyList<KernelMethod>? otherRegisters) => distinct.Kernels
        .AsParallel()
        .AsOrdered()
        .Select((kernel, place) => otherRegisters is null ? Method(model, kernel, target) : WithOtherRegisters(model, kernel, target, otherRegisters[place]))
        .ToArray();

    private static KernelMethod Method(NetworkModel model, DistinctKernel kernel, Target target) =>
        KernelMethod.Of(Scheduler.Schedule(kernel.Source, target), model.Symbols) with { Name = kernel.Name, AlsoServes = kernel.AlsoServes };

    // A kernel for a target that differs from another in its registers alone: what those leave as it is, is emitted once.
    private static KernelMethod WithOtherRegisters(NetworkModel model, DistinctKernel kernel, Target target, KernelMethod other)
    {
        KernelMethod method = other.Kernel.Notes.DependsOnRegisters ? Method(model, kernel, target) : other;
        return method.Body == other.Body ? other with { SameAs = Target.Vector128 } : method;
    }
}
