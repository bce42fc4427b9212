namespace ModelGen.CudaStandIn.Execution;

/// <summary>The memory of a device: blocks that lie apart, so that what goes past the end of one is in none. Addresses are not used again.</summary>
/// <param name="capacity">How many bytes there are.</param>
/// <param name="firstAddress">Where the first block lies.</param>
/// <param name="host">The blocks of the host that kernels can reach too.</param>
internal sealed class GlobalMemory(ulong capacity, ulong firstAddress, BlockList host)
{
    private const ulong Gap = 1 << 16;
    private const ulong Alignment = 512;

    private readonly BlockList blocks = new();
    private ulong nextAddress = firstAddress;
    private uint nextStamp = 1;

    /// <summary>How many bytes there are.</summary>
    public ulong Capacity { get; } = capacity;

    /// <summary>How many of them are free.</summary>
    public ulong Left { get; private set; } = capacity;

    /// <summary>Allocates a block; null where there is not enough left.</summary>
    public Allocation? Allocate(ulong bytes)
    {
        ulong taken = Aligned(bytes);
        if (taken > Left)
            return null;
        var block = new Allocation(bytes, nextAddress);
        nextAddress = Aligned(nextAddress + bytes + Gap);
        Left -= taken;
        blocks.Add(block);
        return block;
    }

    /// <summary>Frees the block at an address; whether there is one.</summary>
    public bool Free(ulong address)
    {
        if (blocks.At(address) is not { } block)
            return false;
        Left += Aligned(block.Bytes);
        blocks.Free(block);
        return true;
    }

    /// <summary>The block that so many bytes at an address lie in; null where there is none.</summary>
    public Allocation? Find(ulong address, ulong bytes) => blocks.Find(address, bytes) ?? host.Find(address, bytes);

    /// <summary>What is at an address that lies in no block.</summary>
    public string Describe(ulong address) => (blocks.Below(address) ?? host.Below(address)) is { } block
        ? $"where nothing is allocated; the block below has {block.Bytes} bytes at 0x{block.Address:x}, {address - block.Address - block.Bytes} less"
        : "where nothing is allocated";

    /// <summary>Stamps for the groups of a launch, and one that stands for several.</summary>
    public uint TakeStamps(uint groups)
    {
        if (groups >= uint.MaxValue - nextStamp)
        {
            blocks.ForgetOwners();
            host.ForgetOwners();
            nextStamp = 1;
        }

        uint first = nextStamp;
        nextStamp += groups + 1;
        return first;
    }

    private static ulong Aligned(ulong value) => (value + Alignment - 1) / Alignment * Alignment;
}

/// <summary>Blocks of memory in the order of their addresses.</summary>
internal sealed class BlockList
{
    private readonly List<Allocation> blocks = [];

    public void Add(Allocation block) => blocks.Insert(PlaceBehind(block.Address), block);

    public void Free(Allocation block)
    {
        blocks.Remove(block);
        block.Dispose();
    }

    /// <summary>The block that begins at an address; null where there is none.</summary>
    public Allocation? At(ulong address) => Below(address) is { } block && block.Address == address ? block : null;

    /// <summary>The block that so many bytes at an address lie in; null where there is none.</summary>
    public Allocation? Find(ulong address, ulong bytes) => Below(address) is { } block && block.Holds(address, bytes) ? block : null;

    /// <summary>The last block that begins at an address or before it; null where there is none.</summary>
    public Allocation? Below(ulong address)
    {
        int place = PlaceBehind(address);
        return place > 0 ? blocks[place - 1] : null;
    }

    /// <summary>Forgets who read and wrote what.</summary>
    public void ForgetOwners() => blocks.ForEach(block => block.Owners.Forget());

    private int PlaceBehind(ulong address)
    {
        int first = 0, end = blocks.Count;
        while (first < end)
        {
            int middle = (first + end) / 2;
            if (blocks[middle].Address <= address)
                first = middle + 1;
            else
                end = middle;
        }

        return first;
    }
}
