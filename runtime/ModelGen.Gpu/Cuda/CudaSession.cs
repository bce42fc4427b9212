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
    private readonly CudaMemory[] inputs = new CudaMemory[NetworkInputs.Capacity];
    private readonly CudaUpload[] uploads = new CudaUpload[NetworkInputs.Capacity];
    private readonly CudaUpload keyUpload;
    private readonly CudaStreams streams;
    private readonly CudaClock clock = new();
    private readonly Dictionary<LaunchList, CudaProgram> programs = [];
    private readonly CudaUpdates updates;
    private RandomKey? uploaded;
    private bool isBound;

    public CudaSession(CudaDevice device, DeviceNetwork network)
    {
        this.device = device;
        this.network = network;
        device.Enter();
        kernels = new CudaModule(device, network.Kernels, network.Assembly);
        long bytes = network.ParameterFloats * sizeof(float);
        streams = new CudaStreams();
        var need = new MemoryNeed(network.Name, device.Name);
        parameters = new CudaMemory(streams, need, "parameters");
        gradients = new CudaMemory(streams, need, "gradients");
        key = new CudaMemory(streams, need, "the random numbers' key");
        arena = new CudaMemory(streams, need, "intermediate results");
        keyUpload = new CudaUpload($"the random numbers' key of {network.Name}");
        for (int slot = 0; slot < inputs.Length; slot++)
        {
            inputs[slot] = new CudaMemory(streams, need, $"input {slot}");
            uploads[slot] = new CudaUpload($"input {slot} of {network.Name}");
        }

        updates = new CudaUpdates(device, streams, need, network.Name);
        try
        {
            parameters.Announce(bytes);
            gradients.Announce(bytes);
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

    /// <inheritdoc/>
    public override bool CanProfile => CudaDriver.HasStreams;

    public override void FetchStates()
    {
        device.Enter();
        updates.Fetch();
    }

    public override void Dispose()
    {
        device.Enter();
        foreach (CudaProgram program in programs.Values)
            program.Dispose();
        updates.Dispose();
        Array.ForEach(uploads, upload => upload.Dispose());
        keyUpload.Dispose();
        Array.ForEach(inputs, input => input.Dispose());
        arena.Dispose();
        key.Dispose();
        gradients.Dispose();
        parameters.Dispose();
        clock.Dispose();
        streams.Dispose();
    }

    protected override void Prepare(LaunchList list)
    {
        device.Enter();
        programs.Add(list, new CudaProgram(list, kernels));
        isBound = false;
    }

    protected override void Run(LaunchList list, NetworkMemory memory)
    {
        device.Enter();
        Reserve(list);
        nint arriving = streams.BeginInputs();
        for (int slot = 0; slot < inputs.Length; slot++)
        {
            (long elements, int elementBytes) = list.Inputs[slot];
            if (elements > 0)
            {
                fixed (byte* source = &memory.Input<byte>(slot))
                    uploads[slot].Write(inputs[slot].Address, source, elements * elementBytes, arriving);
            }
        }

        streams.EndInputs();
        if (uploaded != memory.Random)
        {
            int* words = stackalloc int[] { (int)(uint)memory.Random.Seed, (int)(uint)(memory.Random.Seed >> 32), (int)memory.Random.Step };
            keyUpload.Write(key.Address, words, GpuRandom.KeyLength * sizeof(int), streams.Computing);
            uploaded = memory.Random;
        }

        if (Profile is null)
            programs[list].Run(streams.Computing);
        else
            programs[list].Run(streams.Computing, clock, Profile);
        streams.EndProgram();
    }

    protected override void Update(OptimizerState? state)
    {
        device.Enter();
        if (Profile is not null)
            clock.Begin(streams.Computing);
        if (state is not null && network.TrainedFloats > 0)
            updates.Run(state, parameters.Address, gradients.Address, network.TrainedFloats);
        if (network.ParameterFloats > network.TrainedFloats)
            parameters.CopyFrom(gradients, network.TrainedFloats * sizeof(float), (network.ParameterFloats - network.TrainedFloats) * sizeof(float));
        if (Profile is null)
            return;
        clock.Lap(streams.Computing);
        Profile.AddUpdate(clock.End()[0], state, network.TrainedFloats, network.ParameterFloats);
    }

    protected override void Read(DeviceBuffer buffer, Span<float> destination)
    {
        device.Enter();
        fixed (float* host = destination)
            streams.Read(host, AddressOf(buffer), (long)destination.Length * sizeof(float), "a result");
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

    // Memory that could not grow has gone: what ran before finds it again as large as it needs.
    private void Reserve(LaunchList list)
    {
        arena.Announce(list.ArenaBytes);
        for (int slot = 0; slot < inputs.Length; slot++)
            inputs[slot].Announce(list.Inputs[slot].Elements * list.Inputs[slot].ElementBytes);
        bool stays = isBound;
        isBound = false;
        stays &= !arena.Reserve(list.ArenaBytes);
        for (int slot = 0; slot < inputs.Length; slot++)
            stays &= !inputs[slot].Reserve(list.Inputs[slot].Elements * list.Inputs[slot].ElementBytes);
        if (!stays)
        {
            foreach (CudaProgram program in programs.Values)
                program.Bind(key.Address, AddressOf);
        }

        isBound = true;
    }

    private CudaMemory MemoryOf(DeviceMemory memory) => memory == DeviceMemory.Parameters ? parameters : memory == DeviceMemory.Gradients ? gradients : arena;

    private ulong AddressOf(DeviceBuffer buffer) => buffer.Memory == DeviceMemory.Input
        ? inputs[buffer.Slot].Address
        : MemoryOf(buffer.Memory).Address + (ulong)buffer.Offset;
}
