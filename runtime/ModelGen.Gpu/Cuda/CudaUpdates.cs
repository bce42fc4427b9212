using System.Runtime.CompilerServices;

namespace ModelGen.Runtime;

/// <summary>The optimisers' steps on a device, and what they remember there.</summary>
internal sealed unsafe class CudaUpdates(CudaDevice device, CudaStreams streams, MemoryNeed need, string network) : IDisposable
{
    private const int Views = 4;

    private readonly Dictionary<OptimizerState, CudaMemory> states = [];
    private readonly CudaMemory coefficients = new(streams, need, "the optimizer's coefficients");
    private readonly CudaUpload upload = new($"the optimizer's coefficients of {network}");
    private CudaModule? kernels;

    /// <summary>Takes a step of all parameters.</summary>
    public void Run(OptimizerState state, ulong parameters, ulong gradients, long floats)
    {
        kernels ??= new CudaModule(device, typeof(GpuOptimizers).FullName!, typeof(GpuOptimizers).Assembly);
        CudaMemory remembered = MemoryOf(state);
        state.BeginStep();
        float* values = stackalloc float[GpuOptimizers.MostCoefficients];
        Unsafe.InitBlock(values, 0, GpuOptimizers.MostCoefficients * sizeof(float));
        state.WriteCoefficients(new Span<float>(values, GpuOptimizers.MostCoefficients));
        upload.Write(coefficients.Address, values, GpuOptimizers.MostCoefficients * sizeof(float), streams.Computing);

        int count = checked((int)floats);
        ulong* views = stackalloc ulong[]
        {
            parameters, (ulong)count, gradients, (ulong)count, remembered.Address, (ulong)state.StateFloats, coefficients.Address, GpuOptimizers.MostCoefficients,
        };
        void** arguments = stackalloc void*[Views + 1];
        for (int view = 0; view < Views; view++)
            arguments[view] = views + (2 * view);
        arguments[Views] = &count;
        uint groups = (uint)LaunchList.Groups(count, GpuOptimizers.Threads);
        CudaDriver.Check(
            CudaDriver.cuLaunchKernel(kernels.Function(state.DeviceKernel), groups, 1, 1, GpuOptimizers.Threads, 1, 1, 0, streams.Computing, arguments, null),
            "Launching", state.DeviceKernel);
    }

    /// <summary>Brings what is remembered back to the host.</summary>
    public void Fetch()
    {
        foreach ((OptimizerState state, CudaMemory remembered) in states)
            remembered.Read(state.States, state.StateFloats * sizeof(float));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (CudaMemory remembered in states.Values)
            remembered.Dispose();
        states.Clear();
        upload.Dispose();
        coefficients.Dispose();
    }

    private CudaMemory MemoryOf(OptimizerState state)
    {
        if (states.TryGetValue(state, out CudaMemory? known))
            return known;
        coefficients.Reserve(GpuOptimizers.MostCoefficients * sizeof(float));
        var remembered = new CudaMemory(streams, need, "what the optimizer remembers");
        remembered.Reserve(state.StateFloats * sizeof(float));
        remembered.Write(state.States, state.StateFloats * sizeof(float));
        states.Add(state, remembered);
        return remembered;
    }
}
