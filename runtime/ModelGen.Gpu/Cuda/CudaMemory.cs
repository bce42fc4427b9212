namespace ModelGen.Runtime;

/// <summary>A block of a device's memory, which grows as needed; what was in it is then lost.</summary>
internal sealed unsafe class CudaMemory : IDisposable
{
    private readonly CudaStreams streams;
    private readonly MemoryNeed need;
    private readonly string purpose;
    private long wanted;
    private long bytes;

    /// <param name="streams">The order of what happens to it.</param>
    /// <param name="need">What the network takes in all.</param>
    /// <param name="purpose">What it holds, for messages.</param>
    public CudaMemory(CudaStreams streams, MemoryNeed need, string purpose)
    {
        this.streams = streams;
        this.need = need;
        this.purpose = purpose;
        need.Add(purpose, () => wanted);
    }

    /// <summary>Where it lies; 0 where it is empty.</summary>
    public ulong Address { get; private set; }

    /// <summary>Says that it will be reserved, before any other is: a message then counts it in.</summary>
    public void Announce(long count) => wanted = Math.Max(bytes, count);

    /// <summary>Makes it at least so large; whether it has moved for that.</summary>
    /// <exception cref="DeviceException">The device has not enough left. The block is then empty.</exception>
    public bool Reserve(long count)
    {
        Announce(count);
        if (count <= bytes)
            return false;
        // The old block goes first: both at once would double the peak.
        Free();
        if (!CudaDriver.TryAllocate(count, purpose, out ulong address))
        {
            DeviceException refused = need.NotMet(CudaDriver.BytesLeft);
            wanted = 0;
            throw refused;
        }

        (Address, bytes) = (address, count);
        return true;
    }

    /// <summary>Copies from the host.</summary>
    public void Write(void* source, long count)
    {
        if (count > 0)
            streams.Write(Address, source, count, purpose);
    }

    /// <summary>Copies to the host, once everything that was launched before is done.</summary>
    public void Read(void* destination, long count)
    {
        if (count > 0)
            streams.Read(destination, Address, count, purpose);
    }

    /// <summary>Copies a part of another block, both on the device, to the same place in this one.</summary>
    public void CopyFrom(CudaMemory source, long offset, long count) => streams.Copy(Address + (ulong)offset, source.Address + (ulong)offset, count, purpose);

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        wanted = 0;
    }

    private void Free()
    {
        if (Address == 0)
            return;
        streams.Finish();
        CudaDriver.Check(CudaDriver.cuMemFree_v2(Address), "Freeing", purpose);
        (Address, bytes) = (0, 0);
    }
}
