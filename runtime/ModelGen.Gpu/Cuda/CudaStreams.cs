namespace ModelGen.Runtime;

/// <summary>
/// The order of a network's work on a device. Programs, updates and the reading of results follow each other in one stream; inputs arrive in another, so that a batch is copied while the
/// update before it is still at work. Neither has to do with the device's default stream, which belongs to everybody. A driver without streams does everything in that one.
/// </summary>
internal sealed unsafe class CudaStreams : IDisposable
{
    private const uint NonBlocking = 1;
    private const uint WithoutTiming = 2;

    private readonly nint arriving;
    private readonly nint arrived;
    private readonly nint consumed;

    public CudaStreams()
    {
        if (!CudaDriver.HasStreams)
            return;
        Computing = NewStream();
        arriving = NewStream();
        arrived = NewEvent(WithoutTiming);
        consumed = NewEvent(WithoutTiming);
    }

    /// <summary>Where programs and updates run.</summary>
    public nint Computing { get; }

    /// <summary>A new event.</summary>
    public static nint NewEvent(uint flags)
    {
        CudaDriver.Check(CudaDriver.cuEventCreate(out nint made, flags), "Making", "an event");
        return made;
    }

    /// <summary>Where inputs arrive, once nothing reads the ones before any more.</summary>
    public nint BeginInputs()
    {
        if (CudaDriver.HasStreams)
            CudaDriver.Check(CudaDriver.cuStreamWaitEvent(arriving, consumed, 0), "Waiting for", "inputs to be free");
        return arriving;
    }

    /// <summary>What is launched from here on finds the inputs in place.</summary>
    public void EndInputs()
    {
        if (!CudaDriver.HasStreams)
            return;
        CudaDriver.Check(CudaDriver.cuEventRecord(arrived, arriving), "Recording", "the arrival of inputs");
        CudaDriver.Check(CudaDriver.cuStreamWaitEvent(Computing, arrived, 0), "Waiting for", "inputs");
    }

    /// <summary>What was launched up to here reads inputs; what is launched from here on does not.</summary>
    public void EndProgram()
    {
        if (CudaDriver.HasStreams)
            CudaDriver.Check(CudaDriver.cuEventRecord(consumed, Computing), "Recording", "the end of a program");
    }

    /// <summary>Copies to the device, behind everything that was launched.</summary>
    public void Write(ulong destination, void* source, long bytes, string purpose)
    {
        int error = CudaDriver.HasStreams
            ? CudaDriver.cuMemcpyHtoDAsync_v2(destination, source, (nuint)bytes, Computing)
            : CudaDriver.cuMemcpyHtoD_v2(destination, source, (nuint)bytes);
        CudaDriver.Check(error, "Copying to the device:", purpose);
        // The source may be gone as soon as this returns.
        Finish();
    }

    /// <summary>Copies from the device, once everything that was launched is done.</summary>
    public void Read(void* destination, ulong source, long bytes, string purpose)
    {
        int error = CudaDriver.HasStreams
            ? CudaDriver.cuMemcpyDtoHAsync_v2(destination, source, (nuint)bytes, Computing)
            : CudaDriver.cuMemcpyDtoH_v2(destination, source, (nuint)bytes);
        CudaDriver.Check(error, "Copying from the device:", purpose);
        Finish();
    }

    /// <summary>Copies on the device, behind everything that was launched.</summary>
    public void Copy(ulong destination, ulong source, long bytes, string purpose)
    {
        int error = CudaDriver.HasStreams
            ? CudaDriver.cuMemcpyDtoDAsync_v2(destination, source, (nuint)bytes, Computing)
            : CudaDriver.cuMemcpyDtoD_v2(destination, source, (nuint)bytes);
        CudaDriver.Check(error, "Copying on the device:", purpose);
    }

    /// <summary>Waits until everything that was launched is done, inputs that arrive for it included.</summary>
    public void Finish()
    {
        if (CudaDriver.HasStreams)
            CudaDriver.Check(CudaDriver.cuStreamSynchronize(Computing), "Waiting for", "the device");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Computing == 0)
            return;
        CudaDriver.Check(CudaDriver.cuEventDestroy_v2(arrived), "Freeing", "an event");
        CudaDriver.Check(CudaDriver.cuEventDestroy_v2(consumed), "Freeing", "an event");
        CudaDriver.Check(CudaDriver.cuStreamDestroy_v2(arriving), "Freeing", "a stream");
        CudaDriver.Check(CudaDriver.cuStreamDestroy_v2(Computing), "Freeing", "a stream");
    }

    private static nint NewStream()
    {
        CudaDriver.Check(CudaDriver.cuStreamCreate(out nint made, NonBlocking), "Making", "a stream");
        return made;
    }
}
