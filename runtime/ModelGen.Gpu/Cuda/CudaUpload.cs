namespace ModelGen.Runtime;

/// <summary>
/// Copies to a device that the host does not wait for: through pinned memory, which the device reads by itself. Two blocks take turns, so that one is filled while the other is still read.
/// A driver without streams copies at once.
/// </summary>
/// <param name="purpose">What is copied, for messages.</param>
internal sealed unsafe class CudaUpload(string purpose) : IDisposable
{
    private const int Blocks = 2;
    private const uint WriteCombined = 4;
    private const uint WithoutTiming = 2;

    private readonly nint[] blocks = new nint[Blocks];
    private readonly nint[] copied = new nint[Blocks];
    private readonly long[] sizes = new long[Blocks];
    private int next;

    /// <summary>Copies; the source may change as soon as this returns.</summary>
    public void Write(ulong destination, void* source, long bytes, nint stream)
    {
        if (!CudaDriver.HasStreams)
        {
            CudaDriver.Check(CudaDriver.cuMemcpyHtoD_v2(destination, source, (nuint)bytes), "Copying to the device:", purpose);
            return;
        }

        int block = next;
        next = (next + 1) % Blocks;
        Reserve(block, bytes);
        Buffer.MemoryCopy(source, (void*)blocks[block], sizes[block], bytes);
        CudaDriver.Check(CudaDriver.cuMemcpyHtoDAsync_v2(destination, (void*)blocks[block], (nuint)bytes, stream), "Copying to the device:", purpose);
        CudaDriver.Check(CudaDriver.cuEventRecord(copied[block], stream), "Recording the copy of", purpose);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int block = 0; block < Blocks; block++)
        {
            Free(block);
            if (copied[block] != 0)
                CudaDriver.Check(CudaDriver.cuEventDestroy_v2(copied[block]), "Freeing", "an event");
            copied[block] = 0;
        }
    }

    // Waits until the block's last copy is done; one that was never recorded is.
    private void Reserve(int block, long bytes)
    {
        if (copied[block] == 0)
            copied[block] = CudaStreams.NewEvent(WithoutTiming);
        CudaDriver.Check(CudaDriver.cuEventSynchronize(copied[block]), "Waiting for the copy of", purpose);
        if (bytes <= sizes[block])
            return;
        Free(block);
        CudaDriver.Check(CudaDriver.cuMemHostAlloc(out blocks[block], (nuint)bytes, WriteCombined), "Allocating pinned memory for", purpose);
        sizes[block] = bytes;
    }

    private void Free(int block)
    {
        if (blocks[block] == 0)
            return;
        CudaDriver.Check(CudaDriver.cuEventSynchronize(copied[block]), "Waiting for the copy of", purpose);
        CudaDriver.Check(CudaDriver.cuMemFreeHost(blocks[block]), "Freeing pinned memory for", purpose);
        (blocks[block], sizes[block]) = (0, 0);
    }
}
