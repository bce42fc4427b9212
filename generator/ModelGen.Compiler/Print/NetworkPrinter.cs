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
    public static EquatableArray<EmittedFile> Print(NetworkModel model)
    {
        ClassSpec spec = model.Spec.Class;
        var files = new List<EmittedFile>();
        KernelMethods widest = Schedule(model, Target.All[0]);
        var programs = new ProgramPrinter(model, widest.ByPlace);
        files.Add(new EmittedFile(spec.FullName + ".g.cs", new ClassPrinter(model).Print()));
        files.Add(new EmittedFile(spec.FullName + ".Programs.g.cs", ClassFrame.File(
            spec,
            ["System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "ModelGen.Runtime"],
            ("", ""),
            writer => programs.Print(writer, widest.Distinct))));
        foreach (Target target in Target.All)
        {
            KernelMethods methods = target == Target.All[0] ? widest : Schedule(model, target);
            files.Add(new EmittedFile($"{spec.FullName}.Kernels{target.Lanes * 32}.g.cs", ClassFrame.File(
                spec,
                ["System.Runtime.CompilerServices", "System.Runtime.Intrinsics", "ModelGen.Runtime"],
                ("", ""),
                writer => KernelPrinter.Print(writer, target, methods.Distinct))));
        }

        return files.ToEquatableArray();
    }

    /// <summary>The file of a class whose network does not compile.</summary>
    public static EquatableArray<EmittedFile> PrintFailed(NetworkSpec spec, string message) =>
        new([new EmittedFile(spec.Class.FullName + ".g.cs", FailedClassPrinter.Print(spec, message))]);

    private sealed record KernelMethods(IReadOnlyList<KernelMethod> Distinct, IReadOnlyDictionary<(NetworkProgram, int), KernelMethod> ByPlace);

    // Kernels that are the same in several programs are one method. Whether they are must not depend on the width: the definitions decide.
    private static KernelMethods Schedule(NetworkModel model, Target target)
    {
        var distinct = new List<KernelMethod>();
        var known = new Dictionary<string, KernelMethod>();
        var byPlace = new Dictionary<(NetworkProgram, int), KernelMethod>();
        var names = new HashSet<string>();
        foreach (NetworkProgram program in model.Programs)
        {
            for (int i = 0; i < program.Kernels.Count; i++)
            {
                KernelMethod method = KernelMethod.Of(Scheduler.Schedule(program.Kernels[i], target), model.Symbols);
                string key = method.Name + method.Parameters + method.Body;
                if (!known.TryGetValue(key, out KernelMethod? same))
                {
                    string name = method.Name;
                    for (int number = 2; !names.Add(name); number++)
                        name = method.Name + "Variant" + number;
                    known[key] = same = method with { Name = name };
                    distinct.Add(same);
                }

                byPlace[(program, i)] = same;
            }
        }

        return new KernelMethods(distinct, byPlace);
    }
}
