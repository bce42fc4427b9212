namespace ModelGen.CudaStandIn.Execution;

/// <summary>How an instruction reaches memory.</summary>
/// <param name="place">Where the addresses lie among the registers.</param>
/// <param name="offset">What is added to each.</param>
/// <param name="bytes">How many bytes are read or written.</param>
internal abstract unsafe class MemoryAccess(int place, long offset, int bytes)
{
    /// <summary>How many bytes are read or written.</summary>
    protected int Bytes => bytes;

    /// <summary>Says where each lane reads or writes, in <see cref="Warp.Addresses"/>.</summary>
    /// <exception cref="KernelFault">It must not there.</exception>
    public abstract void Reach(Warp warp, uint lanes, Instruction instruction, bool writes);

    /// <summary>The address of a lane.</summary>
    protected ulong AddressOf(Warp warp, int lane) => ((ulong*)(warp.Registers + place))[lane] + (ulong)offset;

    /// <summary>What a lane does, for messages.</summary>
    protected string Doing(bool writes) => writes ? $"writes {bytes} bytes at" : $"reads {bytes} bytes at";
}

/// <summary>Access to the device's memory.</summary>
internal sealed unsafe class GlobalAccess(int place, long offset, int bytes) : MemoryAccess(place, offset, bytes)
{
    // Mostly that of the next lane and of the next time. Freed blocks are empty.
    private Allocation last = Allocation.None;

    public override void Reach(Warp warp, uint lanes, Instruction instruction, bool writes)
    {
        uint all = lanes;
        Allocation block = last;
        GroupStamps stamps = warp.Group.Stamps;
        while (lanes != 0)
        {
            int lane = Lanes.TakeFirst(ref lanes);
            ulong address = AddressOf(warp, lane);
            if ((address & (uint)(Bytes - 1)) != 0)
                throw warp.Fault(CudaError.MisalignedAddress, instruction, lane, $"{Doing(writes)} 0x{address:x}, which is no multiple of {Bytes}");
            if (!block.Holds(address, (uint)Bytes))
                block = last = Find(warp, lane, address, instruction, writes);
            ulong at = address - block.Address;
            warp.Addresses[lane] = block.Host + at;
            if (!block.Owners.TryTouch(at, Bytes, stamps, writes))
                throw warp.Fault(CudaError.LaunchFailed, instruction, lane, $"{Doing(writes)} 0x{address:x}, {block.Owners.Describe(at, Bytes, stamps)}");
            if (writes)
                block.Write(at, (uint)Bytes);
            else if (!block.IsWritten(at, Bytes))
                throw warp.Fault(CudaError.LaunchFailed, instruction, lane, $"{Doing(writes)} 0x{address:x}, which nothing has written");
        }

        warp.Group.Usage?.AddGlobal(warp, all, Bytes, writes);
    }

    private Allocation Find(Warp warp, int lane, ulong address, Instruction instruction, bool writes)
    {
        GlobalMemory memory = warp.Group.Memory;
        return memory.Find(address, (uint)Bytes) ?? throw warp.Fault(CudaError.IllegalAddress, instruction, lane, $"{Doing(writes)} 0x{address:x}, {memory.Describe(address)}");
    }
}

/// <summary>Access to a group's shared memory.</summary>
internal sealed unsafe class SharedAccess(int place, long offset, int bytes) : MemoryAccess(place, offset, bytes)
{
    public override void Reach(Warp warp, uint lanes, Instruction instruction, bool writes)
    {
        uint all = lanes;
        SharedMemory memory = warp.Group.Shared;
        while (lanes != 0)
        {
            int lane = Lanes.TakeFirst(ref lanes);
            ulong address = AddressOf(warp, lane);
            if (address > (uint)memory.Length || (uint)memory.Length - address < (uint)Bytes)
                throw warp.Fault(CudaError.IllegalAddress, instruction, lane, $"{Doing(writes)} {(long)address} of shared memory, which is {memory.Length} long");
            if ((address & (uint)(Bytes - 1)) != 0)
                throw warp.Fault(CudaError.MisalignedAddress, instruction, lane, $"{Doing(writes)} {address} of shared memory, which is no multiple of {Bytes}");
            warp.Addresses[lane] = memory.Start + address;
            if (!memory.TryTouch((int)address, Bytes, warp.FirstThread + lane, writes))
                throw warp.Fault(CudaError.LaunchFailed, instruction, lane, $"{Doing(writes)} {address} of shared memory, {memory.Describe((int)address, Bytes, warp.FirstThread + lane, writes)}");
        }

        warp.Group.Usage?.AddShared(warp, all);
    }
}
