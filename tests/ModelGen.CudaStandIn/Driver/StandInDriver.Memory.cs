using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Driver;

/// <summary>Memory, and copies that the host waits for.</summary>
internal sealed unsafe partial class StandInDriver
{
    // Portable, mapped, write-combined: all of it is anyway.
    private const uint AllPinnedFlags = 7;

    public (ulong Left, ulong All) MemoryInfo() => (Current.Memory.Left, Current.Memory.Capacity);

    public ulong Allocate(ulong bytes)
    {
        DeviceContext context = Current;
        RefuseWhileCapturing();
        if (bytes == 0)
            throw new Refusal(CudaError.InvalidValue);
        return (context.Memory.Allocate(bytes) ?? throw new Refusal(CudaError.OutOfMemory)).Address;
    }

    // Does not wait for what is at work, for the documentation does not promise it: work that still reads the block finds it gone.
    public void Free(ulong address)
    {
        RefuseWhileCapturing();
        if (!Current.Memory.Free(address))
            throw new Refusal(CudaError.InvalidValue);
    }

    public nint AllocatePinned(ulong bytes, uint flags)
    {
        _ = Current;
        RefuseWhileCapturing();
        if (bytes == 0 || flags > AllPinnedFlags)
            throw new Refusal(CudaError.InvalidValue);
        var block = new Allocation(bytes, null);
        pinned.Add(block);
        return (nint)block.Host;
    }

    public void FreePinned(nint address)
    {
        RefuseWhileCapturing();
        pinned.Free(pinned.At((ulong)address) ?? throw new Refusal(CudaError.InvalidValue));
    }

    public void CopyToDevice(ulong destination, void* source, ulong bytes)
    {
        DeviceContext context = FinishForCopy();
        CopyWork(context, OfDevice(context, destination, bytes), OfHost(source, bytes), bytes)();
    }

    public void CopyToHost(void* destination, ulong source, ulong bytes)
    {
        DeviceContext context = FinishForCopy();
        CopyWork(context, OfHost(destination, bytes), OfDevice(context, source, bytes), bytes)();
    }

    // The host does not wait for a copy from the device to the device.
    public void CopyOnDevice(ulong destination, ulong source, ulong bytes)
    {
        RefuseWhileCapturing();
        CopyOnDevice(destination, source, bytes, 0);
    }

    public void CopyToDevice(ulong destination, void* source, ulong bytes, nint stream)
    {
        WorkStream into = StreamOf(stream);
        Enqueue(into, CopyWork(into.Context, OfDevice(into.Context, destination, bytes), OfHost(source, bytes), bytes));
    }

    public void CopyToHost(void* destination, ulong source, ulong bytes, nint stream)
    {
        WorkStream into = StreamOf(stream);
        Enqueue(into, CopyWork(into.Context, OfHost(destination, bytes), OfDevice(into.Context, source, bytes), bytes));
    }

    public void CopyOnDevice(ulong destination, ulong source, ulong bytes, nint stream)
    {
        WorkStream into = StreamOf(stream);
        Enqueue(into, CopyWork(into.Context, OfDevice(into.Context, destination, bytes), OfDevice(into.Context, source, bytes), bytes));
    }

    private static Place OfDevice(DeviceContext context, ulong address, ulong bytes) =>
        new(context.Memory.Find(address, bytes) ?? throw new Refusal(CudaError.InvalidValue), address);

    private static Action CopyWork(DeviceContext context, Place destination, Place source, ulong bytes) => () =>
    {
        void* to = destination.At(context, bytes), from = source.At(context, bytes);
        Buffer.MemoryCopy(from, to, bytes, bytes);
        if (destination.Block is { } written && source.Block is { } read)
            written.WriteCopy(destination.Offset, read, source.Offset, bytes);
        else
            destination.Block?.Write(destination.Offset, bytes);
    };

    // Memory that is not pinned is read and written when the copy is done, too: it may be staged, and need not.
    private Place OfHost(void* address, ulong bytes) => new(pinned.Find((ulong)address, bytes), (ulong)address);

    private DeviceContext FinishForCopy()
    {
        DeviceContext context = Current;
        RefuseLegacyWhileCapturing();
        RefuseWhileCapturing();
        AddToLegacy(context, () => { });
        context.Legacy.End.Reach();
        return context;
    }

    // A place that was allocated when the work was given, and must still be when it is done.
    private readonly record struct Place(Allocation? Block, ulong Address)
    {
        public ulong Offset => Address - Block!.Address;

        public void* At(DeviceContext context, ulong bytes)
        {
            if (Block is null)
                return (void*)Address;
            return Block.Holds(Address, bytes)
                ? Block.Host + Offset
                : throw new KernelFault(CudaError.IllegalAddress, $"A copy of {bytes} bytes finds 0x{Address:x} freed, {context.Memory.Describe(Address)}.");
        }
    }
}
