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
internal sealed class IlgpuNetwork(CompiledKernels kernels) : IDisposable
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

    /// <summary>Sets the parameters to a network's.</summary>
    public void CopyFrom(CompiledNetwork network)
    {
        var block = new float[Model.ParameterFloats];
        foreach (StoredParameter stored in Model.Parameters)
        {
            Parameter parameter = network.Parameters[stored.Parameter.Name];
            var values = new float[parameter.Count];
            parameter.CopyTo(values);
            foreach ((long place, int element) in Places(stored).Select((place, element) => (place, element)))
                block[place] = values[element];
        }

        parameters.CopyFromCPU(block);
    }

    /// <summary>The gradient of a parameter, in the order of the saved file.</summary>
    public float[] Gradient(string name)
    {
        float[] block = gradients.GetAsArray1D();
        return [.. Places(Model.Parameters.Single(stored => stored.Parameter.Name == name)).Select(place => block[place])];
    }

    /// <summary>Runs a program and returns its outputs, one behind the other, and its loss, 0 where it has none.</summary>
    public (float[] Output, float Loss) Run(string name, Func<string, long> sizeOf, Array[] inputs, RandomKey key = default)
    {
        GpuProgram program = kernels.Model.Programs.Single(candidate => candidate.Program.Name == name);
        random.CopyFromCPU([(int)(uint)key.Seed, (int)(uint)(key.Seed >> 32), (int)key.Step]);
        // What nobody wrote must not look like a value.
        using MemoryBuffer1D<byte, Stride1D.Dense> arena = Device.Allocate1D(Enumerable.Repeat((byte)0xFF, (int)kernels.Model.Arena.Regions.Sum(region => region.Evaluate(sizeOf)) + 64).ToArray());
        MemoryBuffer[] given = [.. inputs.Select(input => input is int[] integers ? (MemoryBuffer)Device.Allocate1D(integers) : Device.Allocate1D((float[])input))];
        foreach ((GpuLaunch launch, long step) in InOrder(program.Launches, sizeOf))
        {
            object?[] arguments =
            [
                Device.DefaultStream,
                new KernelConfig(GridOf(launch.Method.Kernel, sizeOf), new Index3D(launch.Method.Kernel.Threads, 1, 1)),
                .. launch.Method.Kernel.Draws ? [random.View.BaseView] : Array.Empty<object>(),
                .. launch.Buffers.Select(buffer => ViewOf(buffer, sizeOf, given, arena.View.BaseView, step)),
                .. launch.Method.Symbols.Select(symbol => (object)(int)sizeOf(symbol)),
                .. EndsOf(launch.Method.Kernel, sizeOf).SkipLast(1).Select(end => (object)end),
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

    private static Index3D GridOf(GroupKernel kernel, Func<string, long> sizeOf)
    {
        if (kernel.Parts.Count > 0)
            return new Index3D(EndsOf(kernel, sizeOf)[^1], 1, 1);
        int[] groups = [.. kernel.Groups.Select(count => Groups(count, sizeOf)), 1, 1];
        return new Index3D(groups[0], groups[1], groups[2]);
    }

    private static int Groups(GroupCount count, Func<string, long> sizeOf) => (int)((count.Positions.Evaluate(sizeOf) + count.PerGroup - 1) / count.PerGroup);

    private static int[] EndsOf(GroupKernel kernel, Func<string, long> sizeOf)
    {
        int end = 0;
        return [.. kernel.Parts.Select(part => end += part.Groups.Aggregate(1, (product, count) => product * Groups(count, sizeOf)))];
    }

    private static IEnumerable<long> Places(StoredParameter stored)
    {
        long[] sizes = [.. stored.Shape.Sizes.Select(size => size.Constant)], strides = [.. stored.Strides.Select(stride => stride.Constant)];
        for (long element = 0; element < stored.Shape.Elements.Constant; element++)
        {
            long place = stored.Offset, left = element;
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                place += left % sizes[axis] * strides[axis];
                left /= sizes[axis];
            }

            yield return place;
        }
    }

    // Each launch with the step of its loop; 0 for those that are in none.
    private static IEnumerable<(GpuLaunch Launch, long Step)> InOrder(IReadOnlyList<GpuLaunch> launches, Func<string, long> sizeOf)
    {
        for (int i = 0; i < launches.Count; i++)
        {
            if (launches[i].Loop is not { } loop)
            {
                yield return (launches[i], 0);
                continue;
            }

            GpuLaunch[] turn = [.. launches.Skip(i).TakeWhile(launch => launch.Loop == loop)];
            long steps = loop.Steps.Evaluate(sizeOf);
            for (long step = 0; step < steps; step++)
            {
                foreach (GpuLaunch launch in turn)
                    yield return (launch, loop.Reverse ? steps - 1 - step : step);
            }

            i += turn.Length - 1;
        }
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
