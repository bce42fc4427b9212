using System.Diagnostics;
using System.Reflection;
using ILGPU;
using ILGPU.Runtime;

namespace ModelGen.Runtime;

/// <summary>A network on a device that ILGPU runs its kernels on.</summary>
internal sealed unsafe class IlgpuSession : DeviceSession
{
    private readonly Accelerator accelerator;
    private readonly DeviceNetwork network;
    private readonly Type kernelClass;
    private readonly MemoryNeed need;
    private readonly IlgpuMemory parameters;
    private readonly IlgpuMemory gradients;
    private readonly IlgpuMemory key;
    private readonly IlgpuMemory arena;
    private readonly IlgpuMemory coefficients;
    private readonly IlgpuMemory[] inputs;
    private readonly Dictionary<OptimizerState, IlgpuMemory> states = [];
    private readonly Dictionary<MethodInfo, IlgpuKernel> kernels = [];
    private readonly Dictionary<LaunchList, object?[][]> arguments = [];

    public IlgpuSession(IlgpuDevice device, DeviceNetwork network)
    {
        this.network = network;
        accelerator = device.Accelerator;
        kernelClass = network.Assembly.GetType(network.Kernels)
            ?? throw new DeviceException($"{network.Assembly.GetName().Name} holds no kernels of {network.Name} that {device.Name} could compile: it was trimmed.");
        need = new MemoryNeed(network.Name, device.Name);
        parameters = new IlgpuMemory(accelerator, need, "parameters");
        gradients = new IlgpuMemory(accelerator, need, "gradients");
        key = new IlgpuMemory(accelerator, need, "the random numbers' key");
        arena = new IlgpuMemory(accelerator, need, "intermediate results");
        coefficients = new IlgpuMemory(accelerator, need, "the optimizer's coefficients");
        inputs = [.. Enumerable.Range(0, NetworkInputs.Capacity).Select(slot => new IlgpuMemory(accelerator, need, $"input {slot}"))];
        parameters.Reserve(network.ParameterFloats * sizeof(float));
        gradients.Reserve(network.ParameterFloats * sizeof(float));
        key.Reserve(GpuRandom.KeyLength * sizeof(int));
        coefficients.Reserve(GpuOptimizers.MostCoefficients * sizeof(float));
    }

    /// <inheritdoc/>
    public override bool CanProfile => true;

    public override void FetchStates()
    {
        foreach ((OptimizerState state, IlgpuMemory remembered) in states)
            remembered.Read(state.States, 0, state.StateFloats * sizeof(float));
    }

    public override void Dispose()
    {
        accelerator.Synchronize();
        foreach (IlgpuMemory memory in (IlgpuMemory[])[.. states.Values, .. inputs, coefficients, arena, key, gradients, parameters])
            memory.Dispose();
    }

    protected override void Prepare(LaunchList list)
    {
        bool moved = arena.Reserve(list.ArenaBytes);
        for (int slot = 0; slot < inputs.Length; slot++)
            moved |= inputs[slot].Reserve(list.Inputs[slot].Elements * list.Inputs[slot].ElementBytes);
        if (moved)
            arguments.Clear();
    }

    protected override void Run(LaunchList list, NetworkMemory memory)
    {
        // What could not grow for another size is as large again as it must be for this one.
        Prepare(list);
        for (int slot = 0; slot < inputs.Length; slot++)
        {
            (long elements, int elementBytes) = list.Inputs[slot];
            if (elements > 0)
            {
                fixed (byte* source = &memory.Input<byte>(slot))
                    inputs[slot].Write(source, elements * elementBytes);
            }
        }

        int* words = stackalloc int[] { (int)(uint)memory.Random.Seed, (int)(uint)(memory.Random.Seed >> 32), (int)memory.Random.Step };
        key.Write(words, GpuRandom.KeyLength * sizeof(int));
        if (!arguments.TryGetValue(list, out object?[][]? bound))
            arguments[list] = bound = [.. list.Launches.Select(ArgumentsOf)];
        for (int place = 0; place < bound.Length; place++)
        {
            KernelLaunch launch = list.Launches[place];
            long start = Stopwatch.GetTimestamp();
            KernelOf(kernelClass, launch.Kernel).Launch(bound[place]);
            if (Profile is null)
                continue;
            accelerator.Synchronize();
            Profile.Add(list.Name, launch.Kernel, Stopwatch.GetElapsedTime(start), launch.Operations, launch.Bytes);
        }
    }

    protected override void Update(OptimizerState? state)
    {
        long start = Stopwatch.GetTimestamp();
        if (state is not null && network.TrainedFloats > 0)
            Step(state);
        if (network.ParameterFloats > network.TrainedFloats)
            parameters.CopyFrom(gradients, network.TrainedFloats * sizeof(float), (network.ParameterFloats - network.TrainedFloats) * sizeof(float));
        if (Profile is null)
            return;
        accelerator.Synchronize();
        Profile.AddUpdate(Stopwatch.GetElapsedTime(start), state, network.TrainedFloats, network.ParameterFloats);
    }

    protected override void Read(DeviceBuffer buffer, Span<float> destination)
    {
        fixed (float* host = destination)
            MemoryOf(buffer).Read(host, buffer.Memory == DeviceMemory.Input ? 0 : buffer.Offset, (long)destination.Length * sizeof(float));
    }

    protected override void Read(DeviceMemory memory, float* destination, long floats) => BlockOf(memory).Read(destination, 0, floats * sizeof(float));

    protected override void Write(DeviceMemory memory, float* source, long floats) => BlockOf(memory).Write(source, floats * sizeof(float));

    private void Step(OptimizerState state)
    {
        if (!states.TryGetValue(state, out IlgpuMemory? remembered))
        {
            remembered = new IlgpuMemory(accelerator, need, "what the optimizer remembers");
            // An optimiser that remembers nothing is handed a view all the same.
            remembered.Reserve(Math.Max(1, state.StateFloats) * sizeof(float));
            remembered.Write(state.States, state.StateFloats * sizeof(float));
            states.Add(state, remembered);
        }

        state.BeginStep();
        float* values = stackalloc float[GpuOptimizers.MostCoefficients];
        new Span<float>(values, GpuOptimizers.MostCoefficients).Clear();
        state.WriteCoefficients(new Span<float>(values, GpuOptimizers.MostCoefficients));
        coefficients.Write(values, GpuOptimizers.MostCoefficients * sizeof(float));
        int count = checked((int)network.TrainedFloats);
        object Floats(IlgpuMemory memory, long floats) => memory.View(0, floats, sizeof(float), typeof(ArrayView<float>));
        KernelOf(typeof(GpuOptimizers), state.DeviceKernel).Launch(
        [
            accelerator.DefaultStream,
            new KernelConfig((int)LaunchList.Groups(count, GpuOptimizers.Threads), GpuOptimizers.Threads),
            Floats(parameters, count),
            Floats(gradients, count),
            Floats(remembered, Math.Max(1, state.StateFloats)),
            Floats(coefficients, GpuOptimizers.MostCoefficients),
            count,
        ]);
    }

    private object?[] ArgumentsOf(KernelLaunch launch)
    {
        IReadOnlyList<Type> types = KernelOf(kernelClass, launch.Kernel).Parameters;
        int AlongAxis(int axis) => axis < launch.Groups.Length ? checked((int)launch.Groups[axis]) : 1;
        int first = launch.Draws ? 1 : 0;
        return
        [
            accelerator.DefaultStream,
            new KernelConfig(new Index3D(AlongAxis(0), AlongAxis(1), AlongAxis(2)), new Index3D(launch.Threads, 1, 1)),
            .. launch.Draws ? [key.View(0, GpuRandom.KeyLength, sizeof(int), typeof(ArrayView<int>))] : Array.Empty<object>(),
            .. launch.Buffers.Select((buffer, place) => MemoryOf(buffer).View(buffer.Memory == DeviceMemory.Input ? 0 : buffer.Offset, buffer.Elements, buffer.ElementBytes, types[first + place])),
            .. launch.Sizes.Cast<object>(),
        ];
    }

    private IlgpuKernel KernelOf(Type type, string name)
    {
        MethodInfo method = type.GetMethod(name) ?? throw new DeviceException($"{type.FullName} has no kernel {name}: the program was trimmed.");
        if (!kernels.TryGetValue(method, out IlgpuKernel? kernel))
            kernels.Add(method, kernel = new IlgpuKernel(accelerator, method));
        return kernel;
    }

    private IlgpuMemory MemoryOf(DeviceBuffer buffer) => buffer.Memory == DeviceMemory.Input ? inputs[buffer.Slot] : BlockOf(buffer.Memory);

    private IlgpuMemory BlockOf(DeviceMemory memory) => memory == DeviceMemory.Parameters ? parameters : memory == DeviceMemory.Gradients ? gradients : arena;
}
