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
        Dictionary<Target, KernelMethods> scheduled = Target.All.Where(target => target != Target.Neon).ToDictionary(target => target, target => Schedule(model, target));
        KernelMethods widest = scheduled[Target.All[0]];
        Dictionary<Target, IReadOnlyList<KernelMethod>> kernels = Target.All.ToDictionary(
            target => target,
            target => target == Target.Neon ? WithOtherRegisters(model, target, scheduled[Target.Vector128], Target.Vector128) : scheduled[target].Distinct);
        long scratchBytes = kernels.Values.SelectMany(methods => methods).Max(method => method.Kernel.ScratchBytes);
        var programs = new ProgramPrinter(model, widest.ByKernel);
        files.Add(new EmittedFile(spec.FullName + ".g.cs", new ClassPrinter(model, scratchBytes).Print()));
        files.Add(new EmittedFile(spec.FullName + ".Programs.g.cs", ClassFrame.File(
            spec,
            programs.Contents,
            ["System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "System.Runtime.Intrinsics.Arm", "ModelGen.Runtime"],
            ("", ""),
            writer => programs.Print(writer, widest.Distinct))));
        foreach (Target target in Target.All)
        {
            files.Add(new EmittedFile($"{spec.FullName}.Kernels{target.Name.Replace("Vector", "")}.g.cs", ClassFrame.File(
                spec,
                kernels[target].Zip(widest.Sources, (method, kernel) => Contents.Kernel(method.Name, kernel.Stages.SelectMany(stage => stage.Writes).Select(made => $"{made.Name} {made.Shape}").ToArray())).ToArray(),
                ["System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "ModelGen.Runtime"],
                ("", ""),
                writer => KernelPrinter.Print(writer, target, kernels[target], options.PrintsSchedules))));
        }

        return files.ToEquatableArray();
    }

    /// <summary>The file of a class whose network does not compile.</summary>
    public static EquatableArray<EmittedFile> PrintFailed(NetworkSpec spec, string message) =>
        new([new EmittedFile(spec.Class.FullName + ".g.cs", FailedClassPrinter.Print(spec, message))]);

    // The methods in the order in which they first run, the kernel that each was made of, and which of them each kernel is.
    private sealed record KernelMethods(IReadOnlyList<KernelMethod> Distinct, IReadOnlyList<FusedKernel> Sources, IReadOnlyDictionary<FusedKernel, KernelMethod> ByKernel);

    // The kernels of a target that differs from another in its registers alone: what those leave as it is, is emitted once.
    private static IReadOnlyList<KernelMethod> WithOtherRegisters(NetworkModel model, Target target, KernelMethods others, Target otherTarget)
    {
        KernelMethod Method(KernelMethod other, FusedKernel kernel)
        {
            KernelMethod method = other.Kernel.Notes.DependsOnRegisters
                ? KernelMethod.Of(Scheduler.Schedule(kernel, target), model.Symbols) with { Name = other.Name }
                : other;
            return method.Body == other.Body ? other with { SameAs = otherTarget } : method;
        }

        return others.Distinct.Zip(others.Sources, Method).ToArray();
    }

    // Kernels that are the same in several programs, or in several layers but for their buffers, are one method. Whether they are must not depend on the width: the definitions decide.
    private static KernelMethods Schedule(NetworkModel model, Target target)
    {
        var distinct = new List<KernelMethod>();
        var sources = new List<FusedKernel>();
        var byIdentity = new Dictionary<string, KernelMethod>();
        var byKey = new Dictionary<string, KernelMethod>();
        var byKernel = new Dictionary<FusedKernel, KernelMethod>();
        var names = new HashSet<string>();
        foreach (FusedKernel kernel in model.Programs.SelectMany(program => program.Kernels))
        {
            // What is known to be the same need not be scheduled to find out.
            if (!byIdentity.TryGetValue(kernel.Identity, out KernelMethod? same))
            {
                string key = KernelKey.Of(kernel);
                if (!byKey.TryGetValue(key, out same))
                {
                    KernelMethod method = KernelMethod.Of(Scheduler.Schedule(kernel, target), model.Symbols);
                    string name = method.Name;
                    for (int number = 2; !names.Add(name); number++)
                        name = method.Name + "Variant" + number;
                    byKey[key] = same = method with { Name = name };
                    distinct.Add(same);
                    sources.Add(kernel);
                }

                else
                {
                    same.AlsoServes.Add(kernel.Name);
                }

                byIdentity[kernel.Identity] = same;
            }

            byKernel[kernel] = same;
        }

        return new KernelMethods(distinct, sources, byKernel);
    }
}
