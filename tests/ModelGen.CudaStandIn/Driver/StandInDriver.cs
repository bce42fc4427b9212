using ModelGen.CudaStandIn.Execution;
using ModelGen.CudaStandIn.Ptx;

namespace ModelGen.CudaStandIn.Driver;

/// <summary>
/// What the driver's functions do. Each is under one lock, so that nothing changes while a kernel runs. Once a kernel has done what it must not, nothing is done any more, as with the real one.
/// </summary>
internal sealed unsafe partial class StandInDriver
{
    private const int MostThreads = 1024;
    private const uint MostThreadsInZ = 64;
    private const uint MostGroupsInYAndZ = 65535;
    private const int SharedBytes = 48 * 1024;

    private readonly Lock oneAtATime = new();
    private readonly HandleTable handles = new();
    private readonly BlockList pinned = new();
    private readonly StandInSettings settings;
    private readonly DeviceContext[] devices;
    private readonly nint[] contexts;
    private readonly ThreadLocal<DeviceContext?> current = new();
    private readonly UsageReport? report;
    private CudaError fault;

    public StandInDriver(StandInSettings settings)
    {
        this.settings = settings;
        report = settings.Report is null ? null : new UsageReport(settings.Report);
        devices = [.. Enumerable.Range(0, settings.Devices).Select(index => new DeviceContext(index, settings.Memory, pinned))];
        contexts = [.. devices.Select(handles.Add)];
    }

    /// <summary>What the last kernel that did what it must not did; null where none has.</summary>
    public string? LastFault { get; private set; }

    private DeviceContext Current => current.Value ?? throw new Refusal(CudaError.InvalidContext);

    public int DeviceCount => devices.Length;

    /// <summary>Calls a function of this class.</summary>
    public CudaError Call(Action<StandInDriver> function)
    {
        lock (oneAtATime)
        {
            if (fault != CudaError.Success)
                return fault;
            try
            {
                function(this);
                report?.Write();
                return CudaError.Success;
            }
            catch (Refusal refusal)
            {
                return refusal.Error;
            }
            catch (KernelFault found)
            {
                Console.Error.WriteLine(found.Message);
                LastFault = found.Message;
                return fault = found.Error;
            }
        }
    }

    public void CheckDevice(int device)
    {
        if (device < 0 || device >= devices.Length)
            throw new Refusal(CudaError.InvalidDevice);
    }

    /// <summary>What the driver says of a device, by the number that it has for that.</summary>
    public int Attribute(int attribute, int device)
    {
        CheckDevice(device);
        return attribute switch
        {
            1 => MostThreads,
            8 => SharedBytes,
            10 => Warp.Lanes,
            75 => settings.Capability / 10,
            76 => settings.Capability % 10,
            _ => throw new Refusal(CudaError.InvalidValue),
        };
    }

    public ulong TotalMemory(int device)
    {
        CheckDevice(device);
        return devices[device].Memory.Capacity;
    }

    public nint RetainContext(int device)
    {
        CheckDevice(device);
        return contexts[device];
    }

    public void SetCurrent(nint context) => current.Value = context == 0 ? null : handles.Get<DeviceContext>(context);

    public void SynchronizeContext()
    {
        DeviceContext context = Current;
        RefuseWhileCapturing();
        context.Finish();
    }

    /// <summary>Loads a module's text.</summary>
    /// <exception cref="PtxException">There is something wrong with it.</exception>
    public nint LoadModule(string text)
    {
        DeviceContext context = Current;
        RefuseWhileCapturing();
        Module module = ModuleParser.Parse(text);
        if (module.Architecture > settings.Capability)
            throw new Refusal(CudaError.NoBinaryForDevice);
        return handles.Add(new DeviceModule(context, module));
    }

    public nint GetFunction(nint module, string name)
    {
        DeviceModule loaded = handles.Get<DeviceModule>(module);
        return handles.Add(new DeviceFunction(loaded.Context, loaded.Module.Kernels.TryGetValue(name, out Kernel? kernel) ? kernel : throw new Refusal(CudaError.NotFound)));
    }

    public void Launch(nint function, Extent groups, Extent threads, uint sharedBytes, nint stream, void** arguments)
    {
        DeviceFunction launched = handles.Get<DeviceFunction>(function);
        WorkStream into = StreamOf(stream);
        if (launched.Context != into.Context)
            throw new Refusal(CudaError.InvalidHandle);
        CheckExtents(groups, threads);
        if (threads.Count > launched.Kernel.MostThreads)
            throw new Refusal(CudaError.LaunchOutOfResources);
        if (sharedBytes > SharedBytes - launched.Kernel.SharedBytes)
            throw new Refusal(CudaError.InvalidValue);
        var launch = new Launch(launched.Kernel, groups, threads, arguments, into.Context.Memory);
        Enqueue(into, () => launch.Run(report?.Of(launched.Kernel.Name)));
    }

    // More groups than an int counts a device would take, and nobody would wait for here.
    private static void CheckExtents(Extent groups, Extent threads)
    {
        bool fits = groups.X is > 0 and <= int.MaxValue && groups.Y is > 0 and <= MostGroupsInYAndZ && groups.Z is > 0 and <= MostGroupsInYAndZ && groups.Count <= int.MaxValue
            && threads.X is > 0 and <= MostThreads && threads.Y is > 0 and <= MostThreads && threads.Z is > 0 and <= MostThreadsInZ && threads.Count <= MostThreads;
        if (!fits)
            throw new Refusal(CudaError.InvalidValue);
    }
}
