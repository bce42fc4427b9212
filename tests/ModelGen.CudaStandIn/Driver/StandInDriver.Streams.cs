using System.Diagnostics;
using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Driver;

/// <summary>Streams, events, captures and graphs.</summary>
internal sealed unsafe partial class StandInDriver
{
    private const uint NonBlocking = 1;
    private const uint WithoutTiming = 2;

    private readonly List<Capture> captures = [];

    public nint CreateStream(uint flags)
    {
        if ((flags & ~NonBlocking) != 0)
            throw new Refusal(CudaError.InvalidValue);
        var stream = new WorkStream(Current, (flags & NonBlocking) == 0);
        Current.Streams.Add(stream);
        return handles.Add(stream);
    }

    public void DestroyStream(nint stream) => handles.Remove<WorkStream>(stream);

    public void SynchronizeStream(nint stream)
    {
        WorkStream waitedFor = StreamOf(stream);
        if (waitedFor.Capture is { } capture)
            throw Invalidate(capture, CudaError.CaptureUnsupported);
        waitedFor.End.Reach();
    }

    public void Wait(nint stream, nint happened, uint flags)
    {
        if (flags != 0)
            throw new Refusal(CudaError.InvalidValue);
        WorkStream waits = StreamOf(stream);
        StreamEvent awaited = handles.Get<StreamEvent>(happened);
        if (waits.Capture is { } capture)
        {
            // In a stream of its own what was recorded before is done before.
            if (awaited.CapturedBy != capture)
                throw Invalidate(capture, CudaError.CaptureIsolation);
            return;
        }

        if (awaited.CapturedBy is not null)
            throw Invalidate(awaited.CapturedBy, CudaError.CaptureUnsupported);
        if (awaited.Recorded is { } position)
            Enqueue(waits, position.Reach);
    }

    public nint CreateEvent(uint flags) =>
        (flags & ~WithoutTiming) == 0 ? handles.Add(new StreamEvent(Current, (flags & WithoutTiming) == 0)) : throw new Refusal(CudaError.InvalidValue);

    public void DestroyEvent(nint happened) => handles.Remove<StreamEvent>(happened);

    public void Record(nint happened, nint stream)
    {
        StreamEvent recorded = handles.Get<StreamEvent>(happened);
        WorkStream into = StreamOf(stream);
        if (recorded.Context != into.Context)
            throw new Refusal(CudaError.InvalidHandle);
        recorded.CapturedBy = into.Capture;
        if (into.Capture is not null)
            return;
        Enqueue(into, () => recorded.Time = Stopwatch.GetTimestamp());
        recorded.Recorded = into.End;
    }

    public void SynchronizeEvent(nint happened)
    {
        StreamEvent awaited = handles.Get<StreamEvent>(happened);
        if (awaited.CapturedBy is { } capture)
            throw Invalidate(capture, CudaError.CapturedEvent);
        awaited.Recorded?.Reach();
    }

    public float MillisecondsBetween(nint begin, nint end)
    {
        StreamEvent first = handles.Get<StreamEvent>(begin), last = handles.Get<StreamEvent>(end);
        if (first.CapturedBy is not null || last.CapturedBy is not null)
            throw new Refusal(CudaError.CapturedEvent);
        if (!first.HasTime || !last.HasTime || first.Recorded is not { } from || last.Recorded is not { } to)
            throw new Refusal(CudaError.InvalidHandle);
        if (!from.IsReached || !to.IsReached)
            throw new Refusal(CudaError.NotReady);
        return (float)Stopwatch.GetElapsedTime(first.Time, last.Time).TotalMilliseconds;
    }

    public void BeginCapture(nint stream, int mode)
    {
        WorkStream captured = StreamOf(stream);
        if (captured == captured.Context.Legacy)
            throw new Refusal(CudaError.CaptureUnsupported);
        if (captured.Capture is not null)
            throw new Refusal(CudaError.IllegalState);
        if (!Enum.IsDefined((CaptureMode)mode))
            throw new Refusal(CudaError.InvalidValue);
        captured.Capture = new Capture(captured, (CaptureMode)mode);
        captures.Add(captured.Capture);
    }

    public nint EndCapture(nint stream)
    {
        Capture capture = StreamOf(stream).Capture ?? throw new Refusal(CudaError.IllegalState);
        if (!capture.MayEndHere)
            throw Invalidate(capture, CudaError.CaptureWrongThread);
        capture.Stream.Capture = null;
        captures.Remove(capture);
        return capture.IsInvalid ? throw new Refusal(CudaError.CaptureInvalidated) : handles.Add(new WorkGraph(capture.Works));
    }

    public nint Instantiate(nint graph, ulong flags) =>
        flags == 0 ? handles.Add(new ExecutableGraph(Current, [.. handles.Get<WorkGraph>(graph).Works])) : throw new Refusal(CudaError.InvalidValue);

    public void DestroyGraph(nint graph) => handles.Remove<WorkGraph>(graph);

    public void DestroyExecutable(nint executable) => handles.Remove<ExecutableGraph>(executable);

    public void LaunchGraph(nint executable, nint stream)
    {
        ExecutableGraph graph = handles.Get<ExecutableGraph>(executable);
        WorkStream into = StreamOf(stream);
        if (graph.Context != into.Context)
            throw new Refusal(CudaError.InvalidHandle);
        foreach (Action work in graph.Works)
            Enqueue(into, work);
    }

    private static Refusal Invalidate(Capture capture, CudaError error)
    {
        capture.IsInvalid = true;
        return new Refusal(error);
    }

    private WorkStream StreamOf(nint stream) => stream == 0 ? Current.Legacy : handles.Get<WorkStream>(stream);

    private void Enqueue(WorkStream stream, Action work)
    {
        if (stream.Capture is { } capture)
        {
            if (capture.IsInvalid)
                throw new Refusal(CudaError.CaptureInvalidated);
            capture.Works.Add(work);
            return;
        }

        if (stream == stream.Context.Legacy)
        {
            RefuseLegacyWhileCapturing();
            AddToLegacy(stream.Context, work);
            return;
        }

        if (stream.WaitsForLegacy)
            stream.Add(stream.Context.Legacy.End.Reach);
        stream.Add(work);
    }

    // The default stream waits for all others that do not say that they have nothing to do with it.
    private static void AddToLegacy(DeviceContext context, Action work)
    {
        foreach (WorkStream other in context.Streams.Where(stream => stream.WaitsForLegacy))
            context.Legacy.Add(other.End.Reach);
        context.Legacy.Add(work);
    }

    // What a capture cannot take down would be done beside it.
    private void RefuseWhileCapturing()
    {
        if (captures.Find(capture => capture.Forbids) is { } forbidding)
            throw Invalidate(forbidding, CudaError.CaptureUnsupported);
    }

    private void RefuseLegacyWhileCapturing()
    {
        if (captures.Find(capture => capture.Stream.WaitsForLegacy) is { } waiting)
            throw Invalidate(waiting, CudaError.CaptureImplicit);
    }
}
