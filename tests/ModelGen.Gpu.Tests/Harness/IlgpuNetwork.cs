using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ModelGen.Compiler.Gpu;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;
using ModelGen.Numerics.Tests.Harness;
using ModelGen.Runtime;
using Buffer = ModelGen.Compiler.Loops.Buffer;
using Kernel = ILGPU.Runtime.Kernel;

namespace ModelGen.Gpu.Tests.Harness;

/// <summary>A network's kernels on ILGPU's CPU accelerator, over memory laid out as the plan says.</summary>
internal sealed class IlgpuNetwork(CompiledKernels kernels) : IKernelNetwork
{
    private const int ThreadsPerWarp = 4;
    private const int Warps = 8;

    private static readonly Lazy<(Context Context, Accelerator Accelerator)> device = new(() =>
    {
        Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O1));
        return (context, new CPUDevice(ThreadsPerWarp, Warps, 1).CreateAccelerator(context));
    });

    private static readonly MethodInfo createLauncher = typeof(Kernel).GetMethods().Single(method => method is { Name: nameof(Kernel.CreateLauncherDelegate), IsGenericMethodDefinition: true } && method.GetParameters().Length == 0);

    private readonly Dictionary<string, Delegate> launchers = [];
    private readonly MemoryBuffer1D<float, Stride1D.Dense> parameters = Device.Allocate1D<float>(kernels.Model.Model.ParameterFloats);
    private readonly MemoryBuffer1D<float, Stride1D.Dense> gradients = Device.Allocate1D<float>(kernels.Model.Model.ParameterFloats);
    private readonly MemoryBuffer1D<int, Stride1D.Dense> random = Device.Allocate1D<int>(GpuRandom.KeyLength);

    /// <summary>The device: groups of at most <see cref="Target"/>'s threads.</summary>
    public static Accelerator Device => device.Value.Accelerator;

    /// <summary>What kernels for the device are scheduled for.</summary>
    public static GpuTarget Target { get; } = new(ThreadsPerWarp * Warps, 4);

    private NetworkModel Model => kernels.Model.Model;

    /// <inheritdoc/>
    public void CopyFrom(CompiledNetwork network) => parameters.CopyFromCPU(LaunchPlan.BlockOf(Model, network));

    /// <inheritdoc/>
    public float[] Gradient(string name)
    {
        float[] block = gradients.GetAsArray1D();
        return [.. LaunchPlan.Places(Model.Parameters.Single(stored => stored.Parameter.Name == name)).Select(place => block[place])];
    }

    /// <inheritdoc/>
    public (float[] Output, float Loss) Run(string name, Func<string, long> sizeOf, Array[] inputs, RandomKey key = default)
    {
        GpuProgram program = kernels.Model.Programs.Single(candidate => candidate.Program.Name == name);
        random.CopyFromCPU([(int)(uint)key.Seed, (int)(uint)(key.Seed >> 32), (int)key.Step]);
        // What nobody wrote must not look like a value.
        using MemoryBuffer1D<byte, Stride1D.Dense> arena = Device.Allocate1D(Enumerable.Repeat((byte)0xFF, (int)kernels.Model.Arena.Regions.Sum(region => region.Evaluate(sizeOf)) + 64).ToArray());
        MemoryBuffer[] given = [.. inputs.Select(input => input is int[] integers ? (MemoryBuffer)Device.Allocate1D(integers) : Device.Allocate1D((float[])input))];
        foreach ((GpuLaunch launch, long step) in LaunchPlan.InOrder(program.Launches, sizeOf))
        {
            (int x, int y, int z) = LaunchPlan.GridOf(launch.Method.Kernel, sizeOf);
            object?[] arguments =
            [
                Device.DefaultStream,
                new KernelConfig(new Index3D(x, y, z), new Index3D(launch.Method.Kernel.Threads, 1, 1)),
                .. launch.Method.Kernel.Draws ? [random.View.BaseView] : Array.Empty<object>(),
                .. launch.Buffers.Select(buffer => ViewOf(buffer, sizeOf, given, arena.View.BaseView, step)),
                .. launch.Method.Symbols.Select(symbol => (object)(int)sizeOf(symbol)),
                .. LaunchPlan.EndsOf(launch.Method.Kernel, sizeOf).SkipLast(1).Select(end => (object)end),
            ];
            Launcher(launch.Method).DynamicInvoke(arguments);
        }

        Device.Synchronize();
        float[] output = [.. program.Program.Outputs.SelectMany(Read)];
        float loss = program.Program.Loss is { } buffer ? Read(buffer)[0] : 0;
        foreach (MemoryBuffer input in given)
            input.Dispose();
        return (output, loss);

        float[] Read(Buffer result) => ((ArrayView<float>)ViewOf(result, sizeOf, given, arena.View.BaseView)).GetAsArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        parameters.Dispose();
        gradients.Dispose();
        random.Dispose();
    }

    private object ViewOf(Buffer buffer, Func<string, long> sizeOf, MemoryBuffer[] inputs, ArrayView<byte> arena, long step = 0)
    {
        if (buffer.Part is { } part)
        {
            object whole = ViewOf(part.Whole, sizeOf, inputs, arena);
            long first = step * part.Stride.Evaluate(sizeOf);
            return whole switch
            {
                ArrayView<float> floats => floats.SubView(first, floats.Length - first),
                ArrayView<int> integers => integers.SubView(first, integers.Length - first),
                _ => ((ArrayView<byte>)whole).SubView(first, ((ArrayView<byte>)whole).Length - first),
            };
        }

        long elements = buffer.Shape.Elements.Evaluate(sizeOf);
        Buffer memory = buffer.Base;
        if (memory.Place == BufferPlace.Input)
            return memory.Type == ElementType.Int32 ? ((MemoryBuffer1D<int, Stride1D.Dense>)inputs[memory.Slot]).View.BaseView : ((MemoryBuffer1D<float, Stride1D.Dense>)inputs[memory.Slot]).View.BaseView;
        if (memory.Place is BufferPlace.Parameter or BufferPlace.Gradient)
            return (memory.Place == BufferPlace.Parameter ? parameters : gradients).View.BaseView.SubView(Model.Parameters[memory.Slot].Offset, elements);
        ArrayView<byte> bytes = arena.SubView(kernels.Model.Arena.OffsetOf(buffer).Sum(offset => offset.Evaluate(sizeOf)), elements * (buffer.Type == ElementType.UInt8 ? 1 : 4));
        return buffer.Type switch
        {
            ElementType.Float32 => bytes.Cast<float>(),
            ElementType.Int32 => bytes.Cast<int>(),
            _ => bytes,
        };
    }

    private Delegate Launcher(Compiler.Print.Gpu.GpuKernelMethod method)
    {
        if (launchers.TryGetValue(method.Name, out Delegate? known))
            return known;
        MethodInfo info = kernels.Method(method.Name);
        CompiledKernel compiled = Device.GetBackend().Compile(EntryPointDescription.FromExplicitlyGroupedKernel(info), KernelSpecialization.Empty);
        Type signature = System.Linq.Expressions.Expression.GetDelegateType([typeof(AcceleratorStream), typeof(KernelConfig), .. info.GetParameters().Select(parameter => parameter.ParameterType), typeof(void)]);
        Kernel kernel = Device.LoadKernel(compiled);
        return launchers[method.Name] = (Delegate)createLauncher.MakeGenericMethod(signature).Invoke(kernel, null)!;
    }
}
