namespace ModelGen.Runtime;

/// <summary>A block of a device's memory, which grows as needed; what was in it is then lost.</summary>
/// <param name="purpose">What it is for, for messages.</param>
internal sealed unsafe class CudaMemory(string purpose) : IDisposable
{
    private long bytes;

    /// <summary>Where it lies; 0 where it is empty.</summary>
    public ulong Address { get; private set; }

    /// <summary>Makes it at least so large; whether it has moved for that.</summary>
    public bool Reserve(long wanted)
    {
        if (wanted <= bytes)
            return false;
        // The old block goes first: both at once would double the peak.
        Dispose();
        Address = CudaDriver.Allocate(wanted, purpose);
        bytes = wanted;
        return true;
    }

    /// <summary>Copies from the host.</summary>
    public void Write(void* source, long count)
    {
        if (count > 0)
            CudaDriver.Check(CudaDriver.cuMemcpyHtoD_v2(Address, source, (nuint)count), "Copying to the device:", purpose);
    }

    /// <summary>Copies to the host, once everything that was launched before is done.</summary>
    public void Read(void* destination, long count)
    {
        if (count > 0)
            CudaDriver.Check(CudaDriver.cuMemcpyDtoH_v2(destination, Address, (nuint)count), "Copying from the device:", purpose);
    }

    /// <summary>Copies a part of another block, both on the device, to the same place in this one.</summary>
    public void CopyFrom(CudaMemory source, long offset, long count) =>
        CudaDriver.Check(CudaDriver.cuMemcpyDtoD_v2(Address + (ulong)offset, source.Address + (ulong)offset, (nuint)count), "Copying on the device:", purpose);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Address == 0)
            return;
        CudaDriver.Check(CudaDriver.cuMemFree_v2(Address), "Freeing", purpose);
        (Address, bytes) = (0, 0);
    }
}
