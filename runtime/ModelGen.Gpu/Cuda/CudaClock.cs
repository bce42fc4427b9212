namespace ModelGen.Runtime;

/// <summary>Times pieces of work on a device by its own clock: an event between each two.</summary>
internal sealed class CudaClock : IDisposable
{
    private readonly List<nint> events = [];
    private int recorded;

    /// <summary>Starts.</summary>
    public void Begin(nint stream)
    {
        recorded = 0;
        Lap(stream);
    }

    /// <summary>A piece of work ends where the next begins.</summary>
    public void Lap(nint stream)
    {
        if (recorded == events.Count)
            events.Add(CudaStreams.NewEvent(0));
        CudaDriver.Check(CudaDriver.cuEventRecord(events[recorded++], stream), "Timing", "a kernel");
    }

    /// <summary>Waits for the last piece; how long each took.</summary>
    public IReadOnlyList<TimeSpan> End()
    {
        CudaDriver.Check(CudaDriver.cuEventSynchronize(events[recorded - 1]), "Waiting for", "the kernels that are timed");
        var times = new TimeSpan[recorded - 1];
        for (int piece = 0; piece < times.Length; piece++)
        {
            CudaDriver.Check(CudaDriver.cuEventElapsedTime(out float milliseconds, events[piece], events[piece + 1]), "Timing", "a kernel");
            times[piece] = TimeSpan.FromMilliseconds(milliseconds);
        }

        return times;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (nint made in events)
            CudaDriver.Check(CudaDriver.cuEventDestroy_v2(made), "Freeing", "an event");
        events.Clear();
    }
}
