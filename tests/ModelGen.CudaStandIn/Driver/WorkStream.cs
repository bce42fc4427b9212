using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Driver;

/// <summary>
/// Work that is done in order, and no sooner than somebody waits for it: that is as late as a driver may, so that a wait that is missing shows.
/// </summary>
/// <param name="context">The device's.</param>
/// <param name="waitsForLegacy">Whether it and the default stream wait for each other.</param>
internal sealed class WorkStream(DeviceContext context, bool waitsForLegacy)
{
    private readonly Queue<Action> works = [];
    private long done;

    /// <summary>The device's.</summary>
    public DeviceContext Context => context;

    /// <summary>Whether it and the default stream wait for each other.</summary>
    public bool WaitsForLegacy => waitsForLegacy;

    /// <summary>What takes its work down instead of having it done; null where it is done.</summary>
    public Capture? Capture { get; set; }

    /// <summary>Behind everything that it was given.</summary>
    public StreamPosition End => new(this, done + works.Count);

    /// <summary>Adds work.</summary>
    public void Add(Action work) => works.Enqueue(work);

    /// <summary>Whether so much of its work is done.</summary>
    public bool HasDone(long count) => done >= count;

    /// <summary>Does so much of its work.</summary>
    public void Do(long count)
    {
        while (done < count)
        {
            Action work = works.Dequeue();
            done++;
            work();
        }
    }
}

/// <summary>A place among a stream's work.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Count">The work before it, ever.</param>
internal readonly record struct StreamPosition(WorkStream Stream, long Count)
{
    /// <summary>Whether everything before is done.</summary>
    public bool IsReached => Stream.HasDone(Count);

    /// <summary>Does everything before.</summary>
    public void Reach() => Stream.Do(Count);
}

/// <summary>A mark in a stream that can be waited for.</summary>
/// <param name="context">The device's.</param>
/// <param name="hasTime">Whether it keeps the time.</param>
internal sealed class StreamEvent(DeviceContext context, bool hasTime)
{
    /// <summary>The device's.</summary>
    public DeviceContext Context => context;

    /// <summary>Whether it keeps the time.</summary>
    public bool HasTime => hasTime;

    /// <summary>Where it was put last; null where it never was.</summary>
    public StreamPosition? Recorded { get; set; }

    /// <summary>The capture that it was put into last; null where it was not.</summary>
    public Capture? CapturedBy { get; set; }

    /// <summary>When the work before it was done, by the system's clock.</summary>
    public long Time { get; set; }
}
