using System.Runtime.InteropServices;
using ModelGen.Compiler.Gpu;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;
using ModelGen.CudaStandIn.Driver;
using ModelGen.CudaStandIn.Execution;
using ModelGen.Ptx;
using ModelGen.Runtime;
using Buffer = ModelGen.Compiler.Loops.Buffer;

namespace ModelGen.Gpu.Tests.Harness;

/// <summary>
/// A network's kernels as PTX, interpreted: scheduled as for a device, and judged on the way. What a kernel must not do, such as a race in shared memory, fails the test.
/// </summary>
internal sealed unsafe class InterpretedNetwork : IKernelNetwork
{
    private readonly StandInDriver driver = new(new StandInSettings());
    private readonly CompiledKernels kernels;
    private readonly nint module;
    private readonly ulong parameters;
    private readonly ulong gradients;
    private readonly ulong random;

    /// <param name="kernels">The kernels.</param>
    /// <param name="change">What becomes of their PTX first.</param>
    public InterpretedNetwork(CompiledKernels kernels, Func<string, string> change)
    {
        this.kernels = kernels;
        Do(called => called.SetCurrent(called.RetainContext(0)));
        string text = change(PtxCompiler.Module(kernels.Type, PtxCompiler.Architectures[0]));
        module = Get(called => called.LoadModule(text));
        ulong bytes = (ulong)Math.Max(Model.ParameterFloats, 1) * sizeof(float);
        parameters = Get(called => called.Allocate(bytes));
        gradients = Get(called => called.Allocate(bytes));
        random = Get(called => called.Allocate(GpuRandom.KeyLength * sizeof(int)));
    }

    private NetworkModel Model => kernels.Model.Model;

    /// <inheritdoc/>
    public void CopyFrom(CompiledNetwork network) => Write<float>(parameters, LaunchPlan.BlockOf(Model, network));

    /// <inheritdoc/>
    public float[] Gradient(string name)
    {
        float[] block = Read(gradients, Model.ParameterFloats);
        return [.. LaunchPlan.Places(Model.Parameters.Single(stored => stored.Parameter.Name == name)).Select(place => block[place])];
    }

    /// <inheritdoc/>
    public (float[] Output, float Loss) Run(string name, Func<string, long> sizeOf, Array[] inputs, RandomKey key = default)
    {
        GpuProgram program = kernels.Model.Programs.Single(candidate => candidate.Program.Name == name);
        Write(random, [(int)(uint)key.Seed, (int)(uint)(key.Seed >> 32), (int)key.Step]);
        ulong arenaBytes = (ulong)Math.Max(kernels.Model.Arena.Regions.Sum(region => region.Evaluate(sizeOf)), 1);
        ulong arena = Get(called => called.Allocate(arenaBytes));
        ulong[] given = [.. inputs.Select(Upload)];
        foreach ((GpuLaunch launch, long step) in LaunchPlan.InOrder(program.Launches, sizeOf))
        {
            (ulong, ulong)[] views =
            [
                .. launch.Method.Kernel.Draws ? [(random, GpuRandom.KeyLength)] : Array.Empty<(ulong, ulong)>(),
                .. launch.Buffers.Select(buffer => (AddressOf(buffer, sizeOf, given, arena, step), (ulong)buffer.Shape.Elements.Evaluate(sizeOf))),
            ];
            int[] sizes = [.. launch.Method.Symbols.Select(symbol => (int)sizeOf(symbol)), .. LaunchPlan.EndsOf(launch.Method.Kernel, sizeOf).SkipLast(1)];
            Launch(launch.Method.Name, LaunchPlan.GridOf(launch.Method.Kernel, sizeOf), launch.Method.Kernel.Threads, views, sizes);
        }

        Do(called => called.SynchronizeContext());
        float[] output = [.. program.Program.Outputs.SelectMany(ReadBuffer)];
        float loss = program.Program.Loss is { } buffer ? ReadBuffer(buffer)[0] : 0;
        Array.ForEach([arena, .. given], block => Do(called => called.Free(block)));
        return (output, loss);

        float[] ReadBuffer(Buffer result) => Read(AddressOf(result, sizeOf, given, arena, 0), result.Shape.Elements.Evaluate(sizeOf));
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach([parameters, gradients, random], block => driver.Call(called => called.Free(block)));

    private void Launch(string kernel, (int X, int Y, int Z) groups, int threads, (ulong Address, ulong Elements)[] views, int[] sizes)
    {
        nint function = Get(called => called.GetFunction(module, kernel));
        void** arguments = stackalloc void*[views.Length + sizes.Length];
        fixed ((ulong, ulong)* firstView = views)
        {
            fixed (int* firstSize = sizes)
            {
                for (int view = 0; view < views.Length; view++)
                    arguments[view] = firstView + view;
                for (int size = 0; size < sizes.Length; size++)
                    arguments[views.Length + size] = firstSize + size;
                Do(called => called.Launch(function, new Extent((uint)groups.X, (uint)groups.Y, (uint)groups.Z), new Extent((uint)threads, 1, 1), 0, 0, arguments));
            }
        }
    }

    private ulong AddressOf(Buffer buffer, Func<string, long> sizeOf, ulong[] inputs, ulong arena, long step)
    {
        if (buffer.Part is { } part)
            return AddressOf(part.Whole, sizeOf, inputs, arena, 0) + ((ulong)(step * part.Stride.Evaluate(sizeOf)) * (buffer.Type == ElementType.UInt8 ? 1u : 4u));
        Buffer memory = buffer.Base;
        return memory.Place switch
        {
            BufferPlace.Input => inputs[memory.Slot],
            BufferPlace.Parameter => parameters + ((ulong)Model.Parameters[memory.Slot].Offset * sizeof(float)),
            BufferPlace.Gradient => gradients + ((ulong)Model.Parameters[memory.Slot].Offset * sizeof(float)),
            _ => arena + (ulong)kernels.Model.Arena.OffsetOf(buffer).Sum(offset => offset.Evaluate(sizeOf)),
        };
    }

    private ulong Upload(Array values)
    {
        ulong block = Get(called => called.Allocate((ulong)values.Length * sizeof(float)));
        Write<byte>(block, MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(values), values.Length * sizeof(float)));
        return block;
    }

    private void Write<T>(ulong address, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        fixed (T* source = values)
        {
            T* from = source;
            ulong bytes = (ulong)values.Length * (ulong)sizeof(T);
            Do(called => called.CopyToDevice(address, from, bytes));
        }
    }

    private float[] Read(ulong address, long count)
    {
        var values = new float[count];
        fixed (float* destination = values)
        {
            float* to = destination;
            Do(called => called.CopyToHost(to, address, (ulong)count * sizeof(float)));
        }

        return values;
    }

    private T Get<T>(Func<StandInDriver, T> function)
    {
        T result = default!;
        Do(called => result = function(called));
        return result;
    }

    private void Do(Action<StandInDriver> function)
    {
        CudaError error = driver.Call(function);
        Assert.True(error == CudaError.Success, driver.LastFault ?? error.ToString());
    }
}
