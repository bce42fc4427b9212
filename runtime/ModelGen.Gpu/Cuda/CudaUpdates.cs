using System.Runtime.CompilerServices;

namespace ModelGen.Runtime;

/// <summary>The optimisers' steps on a device, and what they remember there.</summary>
internal sealed unsafe class CudaUpdates(CudaDevice device, string network) : IDisposable
{
    private const int Views = 4;

    private readonly Dictionary<OptimizerState, CudaMemory> states = [];
    private readonly CudaMemory coefficients = new($"The optimizer of {network}");
    private CudaModule? kernels;

    /// <summary>Takes a step of all parameters.</summary>
    public void Run(OptimizerState state, ulong parameters, ulong gradients, long floats)
    {
        kernels ??= new CudaModule(device, typeof(GpuOptimizers).FullName!, typeof(GpuOptimizers).Assembly);
        coefficients.Reserve(GpuOptimizers.MostCoefficients * sizeof(float));
        if (!states.TryGetValue(state, out CudaMemory? remembered))
        {
            remembered = new CudaMemory($"The optimizer of {network}");
            remembered.Reserve(state.StateFloats * sizeof(float));
            remembered.Write(state.States, state.StateFloats * sizeof(float));
            states.Add(state, remembered);
        }

        state.BeginStep();
        float* values = stackalloc float[GpuOptimizers.MostCoefficients];
        Unsafe.InitBlock(values, 0, GpuOptimizers.MostCoefficients * sizeof(float));
        state.WriteCoefficients(new Span<float>(values, GpuOptimizers.MostCoefficients));
        coefficients.Write(values, GpuOptimizers.MostCoefficients * sizeof(float));

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
            CudaDriver.cuLaunchKernel(kernels.Function(state.DeviceKernel), groups, 1, 1, GpuOptimizers.Threads, 1, 1, 0, 0, arguments, null),
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
        coefficients.Dispose();
    }
}
