using System.ComponentModel;
using ModelGen.Runtime;

namespace ModelGen;

public abstract partial class CompiledNetwork
{
    private DeviceSession? session;
    private Action<int, LaunchList>? fillLaunches;

    // What the host can do while a device computes; done once, before it waits for a result.
    private Action? whileDeviceComputes;

    /// <summary>What the network runs on.</summary>
    public Device Device { get; private set; } = Device.Cpu;

    /// <summary>
    /// Moves the network to a device: its parameters, their gradients and what optimisers remember go along, and everything that follows runs there. Inputs and
    /// outputs stay spans of the host. Its memory on a device is freed by Dispose or by moving on: the collector does not see it.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <exception cref="NotSupportedException">The network was built without kernels for GPUs, or a profile is in progress.</exception>
    /// <exception cref="DeviceException">The device cannot take it; the network stays where it was.</exception>
    public void To(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        Enter();
        try
        {
            if (device == Device)
                return;
            if (device != Device.Cpu && DeviceKernels.Length == 0)
                throw new NotSupportedException($"{Plan.Name} was built without kernels for GPUs; <ModelGenGpu>true</ModelGenGpu> in its project file adds them.");
            if (team.First.Profile is not null)
                throw new NotSupportedException("A profile is of one device: stop it before the network moves.");
            DeviceSession? opened = device.Open(new DeviceNetwork(Plan.Name, DeviceKernels, GetType().Assembly, Plan.ParameterFloats, Plan.TrainedFloats));
            Leave();
            session = opened;
            fillLaunches ??= Launch;
            Device = device;
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Emitted where the project asks for kernels for GPUs: the full name of the class that holds them; empty elsewhere.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual string DeviceKernels => "";

    /// <summary>Emitted where the project asks for kernels for GPUs: lists the launches of a program.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void Launch(int program, LaunchList launches) => throw new NotSupportedException($"{Plan.Name} has no kernels for GPUs.");

    private void ReadFromDevice(long byteOffset, Span<float> destination)
    {
        Action? meanwhile = whileDeviceComputes;
        whileDeviceComputes = null;
        meanwhile?.Invoke();
        session!.Read(byteOffset, destination);
    }

    private void CheckOnDevice(Optimizer optimizer)
    {
        string? refused = optimizer switch
        {
            { RunsOnDevices: false } => $"{optimizer.GetType().Name} runs",
            { AccumulationSteps: > 1 } => "Gradients are accumulated",
            { ClipNorm: not null } or { ClipValue: not null } => "Gradients are clipped",
            { Groups.Count: > 0 } => "Parameters have groups",
            _ => null,
        };
        if (refused is not null)
            throw new NotSupportedException($"{refused} on the processor alone, and {Plan.Name} is on {Device}; network.To(Device.Cpu) moves it there.");
    }

    private void Leave()
    {
        session?.Fetch(memory);
        session?.FetchStates();
        session?.Dispose();
        session = null;
    }
}
