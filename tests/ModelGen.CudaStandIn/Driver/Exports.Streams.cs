using System.Runtime.InteropServices;

namespace ModelGen.CudaStandIn.Driver;

/// <summary>Streams, events and graphs.</summary>
internal static unsafe partial class Exports
{
    [UnmanagedCallersOnly(EntryPoint = "cuStreamCreate")]
    public static int StreamCreate(nint* stream, uint flags) => Answer(called => *stream = called.CreateStream(flags));

    [UnmanagedCallersOnly(EntryPoint = "cuStreamDestroy_v2")]
    public static int StreamDestroy(nint stream) => Answer(called => called.DestroyStream(stream));

    [UnmanagedCallersOnly(EntryPoint = "cuStreamSynchronize")]
    public static int StreamSynchronize(nint stream) => Answer(called => called.SynchronizeStream(stream));

    [UnmanagedCallersOnly(EntryPoint = "cuStreamWaitEvent")]
    public static int StreamWaitEvent(nint stream, nint happened, uint flags) => Answer(called => called.Wait(stream, happened, flags));

    [UnmanagedCallersOnly(EntryPoint = "cuEventCreate")]
    public static int EventCreate(nint* happened, uint flags) => Answer(called => *happened = called.CreateEvent(flags));

    [UnmanagedCallersOnly(EntryPoint = "cuEventDestroy_v2")]
    public static int EventDestroy(nint happened) => Answer(called => called.DestroyEvent(happened));

    [UnmanagedCallersOnly(EntryPoint = "cuEventRecord")]
    public static int EventRecord(nint happened, nint stream) => Answer(called => called.Record(happened, stream));

    [UnmanagedCallersOnly(EntryPoint = "cuEventSynchronize")]
    public static int EventSynchronize(nint happened) => Answer(called => called.SynchronizeEvent(happened));

    [UnmanagedCallersOnly(EntryPoint = "cuEventElapsedTime")]
    public static int EventElapsedTime(float* milliseconds, nint begin, nint end) => Answer(called => *milliseconds = called.MillisecondsBetween(begin, end));

    [UnmanagedCallersOnly(EntryPoint = "cuStreamBeginCapture_v2")]
    public static int StreamBeginCapture(nint stream, int mode) => Answer(called => called.BeginCapture(stream, mode));

    [UnmanagedCallersOnly(EntryPoint = "cuStreamEndCapture")]
    public static int StreamEndCapture(nint stream, nint* graph)
    {
        *graph = 0;
        return Answer(called => *graph = called.EndCapture(stream));
    }

    [UnmanagedCallersOnly(EntryPoint = "cuGraphInstantiateWithFlags")]
    public static int GraphInstantiate(nint* executable, nint graph, ulong flags) => Answer(called => *executable = called.Instantiate(graph, flags));

    [UnmanagedCallersOnly(EntryPoint = "cuGraphDestroy")]
    public static int GraphDestroy(nint graph) => Answer(called => called.DestroyGraph(graph));

    [UnmanagedCallersOnly(EntryPoint = "cuGraphExecDestroy")]
    public static int GraphExecutableDestroy(nint executable) => Answer(called => called.DestroyExecutable(executable));

    [UnmanagedCallersOnly(EntryPoint = "cuGraphLaunch")]
    public static int GraphLaunch(nint executable, nint stream) => Answer(called => called.LaunchGraph(executable, stream));
}
