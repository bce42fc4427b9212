using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Driver;

/// <summary>A device: its memory and its streams.</summary>
internal sealed class DeviceContext
{
    // Far from each other and from what a process has: an address of one device is none of another, nor of the host.
    private const ulong FirstAddress = 0x0100_0000_0000_0000;

    /// <param name="index">The device's number.</param>
    /// <param name="memory">The bytes that it has.</param>
    /// <param name="pinned">The blocks of the host that its kernels can reach too.</param>
    public DeviceContext(int index, ulong memory, BlockList pinned)
    {
        Memory = new GlobalMemory(memory, FirstAddress * (ulong)(index + 1), pinned);
        Legacy = new WorkStream(this, waitsForLegacy: false);
    }

    /// <summary>The device's memory.</summary>
    public GlobalMemory Memory { get; }

    /// <summary>The default stream.</summary>
    public WorkStream Legacy { get; }

    /// <summary>All others. One that was destroyed stays: its work is done all the same.</summary>
    public List<WorkStream> Streams { get; } = [];

    /// <summary>Does everything that is to be done.</summary>
    public void Finish()
    {
        Legacy.End.Reach();
        foreach (WorkStream stream in Streams)
            stream.End.Reach();
    }
}

/// <summary>A kernel on a device.</summary>
/// <param name="Context">The device's.</param>
/// <param name="Kernel">The kernel.</param>
internal sealed record DeviceFunction(DeviceContext Context, Kernel Kernel);

/// <summary>A module on a device.</summary>
/// <param name="Context">The device's.</param>
/// <param name="Module">The module.</param>
internal sealed record DeviceModule(DeviceContext Context, Module Module);
