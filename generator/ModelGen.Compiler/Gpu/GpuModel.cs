using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Print.Gpu;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Gpu;

/// <summary>A network's programs for a GPU.</summary>
/// <param name="Model">The network.</param>
/// <param name="Methods">The kernels' methods in the order in which they first run.</param>
/// <param name="Programs">The programs.</param>
public sealed record GpuModel(NetworkModel Model, IReadOnlyList<GpuKernelMethod> Methods, IReadOnlyList<GpuProgram> Programs)
{
    /// <summary>Where the programs' buffers lie in the device's arena.</summary>
    public ArenaPlan Arena => Model.Arena;

    /// <summary>Schedules and prints the kernels of a network. Kernels that are the same in several programs are one method.</summary>
    public static GpuModel Of(NetworkModel model, GpuTarget target)
    {
        var methods = new List<GpuKernelMethod>();
        var byIdentity = new Dictionary<string, GpuKernelMethod>();
        var names = new HashSet<string>();
        GpuLaunch Launch(FusedKernel kernel)
        {
            if (!byIdentity.TryGetValue(kernel.Identity, out GpuKernelMethod? method))
            {
                GpuKernelMethod printed = GpuKernelPrinter.Of(GpuScheduler.Schedule(kernel, target), model.Symbols);
                method = methods.Find(other => other.Kernel.Name == printed.Name && other.Parameters == printed.Parameters && other.Body == printed.Body);
                if (method is null)
                {
                    string name = printed.Name;
                    for (int number = 2; !names.Add(name); number++)
                        name = printed.Name + "Variant" + number;
                    methods.Add(method = printed with { Name = name });
                }

                byIdentity[kernel.Identity] = method;
            }

            return new GpuLaunch(method, kernel);
        }

        GpuProgram[] programs = model.Programs.Select(program => new GpuProgram(program, program.Kernels.Select(Launch).ToArray())).ToArray();
        return new GpuModel(model, methods, programs);
    }
}

/// <summary>A program as launches in their order.</summary>
public sealed record GpuProgram(NetworkProgram Program, IReadOnlyList<GpuLaunch> Launches);

/// <summary>A launch of a method, with the buffers of a kernel of the program.</summary>
public sealed record GpuLaunch(GpuKernelMethod Method, FusedKernel Kernel);
