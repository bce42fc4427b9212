namespace ModelGen.Runtime;

/// <summary>A network on an NVIDIA GPU: its memory there, and the launches of its programs.</summary>
internal sealed unsafe class CudaSession : DeviceSession
{
    private readonly CudaDevice device;
    private readonly DeviceNetwork network;
    private readonly CudaModule kernels;
    private readonly CudaMemory parameters;
    private readonly CudaMemory gradients;
    private readonly CudaMemory key;
    private readonly CudaMemory arena;
    private readonly CudaMemory[] inputs;
    private readonly Dictionary<LaunchList, CudaLaunch[]> launches = [];
    private readonly CudaUpdates updates;
    private RandomKey? uploaded;

    public CudaSession(CudaDevice device, DeviceNetwork network)
    {
        this.device = device;
        this.network = network;
        device.Enter();
        kernels = new CudaModule(device, network.Kernels, network.Assembly);
        long bytes = network.ParameterFloats * sizeof(float);
        parameters = new CudaMemory($"The parameters of {network.Name}");
        gradients = new CudaMemory($"The gradients of {network.Name}");
        key = new CudaMemory($"The random numbers of {network.Name}");
        arena = new CudaMemory($"{network.Name} at these sizes");
        inputs = new CudaMemory[NetworkInputs.Capacity];
        for (int slot = 0; slot < inputs.Length; slot++)
            inputs[slot] = new CudaMemory($"An input of {network.Name}");
        updates = new CudaUpdates(device, network.Name);
        try
        {
            parameters.Reserve(bytes);
            gradients.Reserve(bytes);
            key.Reserve(GpuRandom.KeyLength * sizeof(int));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override void FetchStates()
    {
        device.Enter();
        updates.Fetch();
    }

    public override void Dispose()
    {
        device.Enter();
        foreach (CudaLaunch[] list in launches.Values)
            Array.ForEach(list, launch => launch.Dispose());
        updates.Dispose();
        Array.ForEach(inputs, input => input.Dispose());
        arena.Dispose();
        key.Dispose();
        gradients.Dispose();
        parameters.Dispose();
    }

    protected override void Prepare(LaunchList list)
    {
        device.Enter();
        CudaLaunch[] prepared = [.. list.Launches.Select(launch => new CudaLaunch(launch, kernels.Function(launch.Kernel)))];
        launches.Add(list, prepared);
        bool moved = arena.Reserve(list.ArenaBytes);
        for (int slot = 0; slot < inputs.Length; slot++)
            moved |= inputs[slot].Reserve(list.Inputs[slot].Elements * list.Inputs[slot].ElementBytes);
        foreach (CudaLaunch[] bound in moved ? launches.Values.ToArray() : [prepared])
            Array.ForEach(bound, launch => launch.Bind(key.Address, GpuRandom.KeyLength, AddressOf));
    }

    protected override void Run(LaunchList list, NetworkMemory memory)
    {
        device.Enter();
        for (int slot = 0; slot < inputs.Length; slot++)
        {
            (long elements, int elementBytes) = list.Inputs[slot];
            if (elements > 0)
            {
                fixed (byte* source = &memory.Input<byte>(slot))
                    inputs[slot].Write(source, elements * elementBytes);
            }
        }

        if (uploaded != memory.Random)
        {
            int* words = stackalloc int[] { (int)(uint)memory.Random.Seed, (int)(uint)(memory.Random.Seed >> 32), (int)memory.Random.Step };
            key.Write(words, GpuRandom.KeyLength * sizeof(int));
            uploaded = memory.Random;
        }

        foreach (CudaLaunch launch in launches[list])
            launch.Run();
    }

    protected override void Update(OptimizerState? state)
    {
        device.Enter();
        if (state is not null && network.TrainedFloats > 0)
            updates.Run(state, parameters.Address, gradients.Address, network.TrainedFloats);
        if (network.ParameterFloats > network.TrainedFloats)
            parameters.CopyFrom(gradients, network.TrainedFloats * sizeof(float), (network.ParameterFloats - network.TrainedFloats) * sizeof(float));
    }

    protected override void Read(DeviceBuffer buffer, Span<float> destination)
    {
        device.Enter();
        fixed (float* host = destination)
            CudaDriver.Check(CudaDriver.cuMemcpyDtoH_v2(host, AddressOf(buffer), (nuint)destination.Length * sizeof(float)), "Reading a result of", network.Name);
    }

    protected override void Read(DeviceMemory memory, float* destination, long floats)
    {
        device.Enter();
        MemoryOf(memory).Read(destination, floats * sizeof(float));
    }

    protected override void Write(DeviceMemory memory, float* source, long floats)
    {
        device.Enter();
        MemoryOf(memory).Write(source, floats * sizeof(float));
    }

    private CudaMemory MemoryOf(DeviceMemory memory) => memory == DeviceMemory.Parameters ? parameters : memory == DeviceMemory.Gradients ? gradients : arena;

    private ulong AddressOf(DeviceBuffer buffer) => buffer.Memory == DeviceMemory.Input
        ? inputs[buffer.Slot].Address
        : MemoryOf(buffer.Memory).Address + (ulong)buffer.Offset;
}
