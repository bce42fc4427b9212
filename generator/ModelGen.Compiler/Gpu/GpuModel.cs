using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Print.Gpu;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Gpu;

/// <summary>A network's programs for a GPU.</summary>
/// <param name="Model">The network.</param>
/// <param name="Methods">The kernels' methods in the order in which they first run.</param>
/// <param name="Programs">The programs.</param>
/// <param name="Arena">Where the programs' buffers lie in the device's arena.</param>
public sealed record GpuModel(NetworkModel Model, IReadOnlyList<GpuKernelMethod> Methods, IReadOnlyList<GpuProgram> Programs, ArenaPlan Arena)
{
    /// <summary>The layers that the kernels serve.</summary>
    public EquatableArray<KernelPlace> Places => Methods
        .Select(method => new KernelPlace(GpuModelPrinter.FullClassName(Model.Spec.Class), method.Name, method.Call < 0 ? Model.Spec.Class.Declaration : Model.Spec.Values[method.Call].Span))
        .ToEquatableArray();

    /// <summary>Plans, schedules and prints the kernels of a network.</summary>
    public static GpuModel Of(NetworkModel model, GpuTarget target)
    {
        IReadOnlyList<NetworkProgram> programs = NetworkCompiler.PlanForGpu(model);
        var methods = new GpuMethods(model, target);
        GpuProgram[] launched = programs.Select(program => new GpuProgram(program, methods.Launches(program).ToArray())).ToArray();
        return new GpuModel(model, methods.Distinct, launched, new ArenaPlan(programs));
    }
}

/// <summary>A program as launches in their order.</summary>
public sealed record GpuProgram(NetworkProgram Program, IReadOnlyList<GpuLaunch> Launches);

/// <summary>A launch of a method, with the buffers of kernels of the program.</summary>
/// <param name="Method">The method.</param>
/// <param name="Buffers">The buffers that it is handed.</param>
/// <param name="Summary">What it computes.</param>
/// <param name="Loop">The loop in each of whose steps it is launched; null where it is launched once.</param>
/// <param name="Work">The operations that it takes.</param>
/// <param name="Traffic">The bytes that it moves where every element is read once and written once.</param>
public sealed record GpuLaunch(
    GpuKernelMethod Method, IReadOnlyList<Buffer> Buffers, string Summary, ProgramLoop? Loop, IReadOnlyList<Size> Work, IReadOnlyList<Size> Traffic);

/// <summary>Finds the methods of launches. Those that are the same in several programs are one.</summary>
internal sealed class GpuMethods(NetworkModel model, GpuTarget target)
{
    private readonly List<GpuKernelMethod> _methods = [];
    private readonly Dictionary<string, GpuKernelMethod> _byKey = [];
    private readonly HashSet<string> _names = [];

    /// <summary>The methods in the order in which they first run.</summary>
    public IReadOnlyList<GpuKernelMethod> Distinct => _methods;

    /// <summary>The launches of a program: kernels of one step together, as far as their groups are alike.</summary>
    public IEnumerable<GpuLaunch> Launches(NetworkProgram program)
    {
        foreach (IGrouping<int, int> step in Enumerable.Range(0, program.Kernels.Count).GroupBy(place => program.Steps[place]))
        {
            ProgramLoop? loop = program.LoopOf(step.First());
            (FusedKernel Fused, GroupKernel Scheduled)[] kernels = step.Select(place => program.Kernels[place]).Select(kernel => (kernel, GpuScheduler.Schedule(kernel, target))).ToArray();
            foreach (var alike in kernels.GroupBy(kernel => JoinedKernels.CanJoin(kernel.Scheduled) ? kernel.Scheduled.Threads : -1 - Array.IndexOf(kernels, kernel)))
                yield return Launch(alike.Select(kernel => kernel.Fused).ToArray(), alike.Select(kernel => kernel.Scheduled).ToArray(), loop);
        }
    }

    private GpuLaunch Launch(IReadOnlyList<FusedKernel> fused, IReadOnlyList<GroupKernel> scheduled, ProgramLoop? loop)
    {
        GroupKernel kernel = scheduled.Count == 1 ? scheduled[0] : JoinedKernels.Join(scheduled);
        string key = JointKey(fused, kernel.Buffers);
        if (!_byKey.TryGetValue(key, out GpuKernelMethod? method))
        {
            GpuKernelMethod printed = GpuKernelPrinter.Of(kernel, model.Symbols);
            string name = printed.Name;
            for (int number = 2; !_names.Add(name); number++)
                name = printed.Name + "Variant" + number;
            _methods.Add(method = printed with { Name = name, Call = fused.SelectMany(one => one.Stages).Select(stage => stage.Call).Where(call => call >= 0).DefaultIfEmpty(-1).First() });
            _byKey[key] = method;
        }

        return new GpuLaunch(method, kernel.Buffers, kernel.Summary, loop, fused.SelectMany(one => one.Work).ToArray(), fused.SelectMany(one => one.Traffic).ToArray());
    }

    // Kernels that run together are alike where each is, and they share buffers in the same places.
    private static string JointKey(IReadOnlyList<FusedKernel> fused, IReadOnlyList<Buffer> buffers) => string.Join("\n\n", fused.Select(one =>
        $"{KernelKey.Of(one)}\n{string.Join(" ", one.Buffers.Select(buffer => buffers.ToList().IndexOf(buffer)))}"));
}
