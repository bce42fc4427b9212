using System.Runtime.InteropServices;

namespace ModelGen.Runtime;

/// <summary>The functions of the driver's library that make things faster, or say more, and that a network runs without: streams, events, memory of the host that the device reads by itself, graphs.</summary>
internal static unsafe partial class CudaDriver
{
    private static readonly string[] forStreams =
    [
        nameof(cuStreamCreate), nameof(cuStreamDestroy_v2), nameof(cuStreamSynchronize), nameof(cuStreamWaitEvent), nameof(cuEventCreate), nameof(cuEventDestroy_v2),
        nameof(cuEventRecord), nameof(cuEventSynchronize), nameof(cuEventElapsedTime), nameof(cuMemHostAlloc), nameof(cuMemFreeHost), nameof(cuMemcpyHtoDAsync_v2),
        nameof(cuMemcpyDtoHAsync_v2), nameof(cuMemcpyDtoDAsync_v2),
    ];

    // The driver of CUDA 11.4 is the first with all of them.
    private static readonly string[] forGraphs =
        [nameof(cuStreamBeginCapture_v2), nameof(cuStreamEndCapture), nameof(cuGraphInstantiateWithFlags), nameof(cuGraphDestroy), nameof(cuGraphExecDestroy), nameof(cuGraphLaunch)];

    /// <summary>Whether work can be put into streams and timed by events, and copied from memory that the device reads by itself.</summary>
    public static bool HasStreams { get; private set; }

    /// <summary>Whether launches can be captured in a graph.</summary>
    public static bool HasGraphs { get; private set; }

    /// <summary>The bytes that the device at hand has left; null where the driver does not say.</summary>
    public static long? BytesLeft => NativeLibrary.TryGetExport(library, nameof(cuMemGetInfo_v2), out _) && cuMemGetInfo_v2(out nuint left, out _) == 0 ? checked((long)left) : null;

    private static void FindWhatIsThere()
    {
        HasStreams = forStreams.All(name => NativeLibrary.TryGetExport(library, name, out _));
        HasGraphs = HasStreams && forGraphs.All(name => NativeLibrary.TryGetExport(library, name, out _));
    }

    [LibraryImport(Library)]
    private static partial int cuMemGetInfo_v2(out nuint left, out nuint all);

    [LibraryImport(Library)]
    public static partial int cuStreamCreate(out nint stream, uint flags);

    [LibraryImport(Library)]
    public static partial int cuStreamDestroy_v2(nint stream);

    [LibraryImport(Library)]
    public static partial int cuStreamSynchronize(nint stream);

    [LibraryImport(Library)]
    public static partial int cuStreamWaitEvent(nint stream, nint happened, uint flags);

    [LibraryImport(Library)]
    public static partial int cuEventCreate(out nint happened, uint flags);

    [LibraryImport(Library)]
    public static partial int cuEventDestroy_v2(nint happened);

    [LibraryImport(Library)]
    public static partial int cuEventRecord(nint happened, nint stream);

    [LibraryImport(Library)]
    public static partial int cuEventSynchronize(nint happened);

    [LibraryImport(Library)]
    public static partial int cuEventElapsedTime(out float milliseconds, nint begin, nint end);

    [LibraryImport(Library)]
    public static partial int cuMemHostAlloc(out nint address, nuint bytes, uint flags);

    [LibraryImport(Library)]
    public static partial int cuMemFreeHost(nint address);

    [LibraryImport(Library)]
    public static partial int cuMemcpyHtoDAsync_v2(ulong destination, void* source, nuint bytes, nint stream);

    [LibraryImport(Library)]
    public static partial int cuMemcpyDtoHAsync_v2(void* destination, ulong source, nuint bytes, nint stream);

    [LibraryImport(Library)]
    public static partial int cuMemcpyDtoDAsync_v2(ulong destination, ulong source, nuint bytes, nint stream);

    [LibraryImport(Library)]
    public static partial int cuStreamBeginCapture_v2(nint stream, int mode);

    [LibraryImport(Library)]
    public static partial int cuStreamEndCapture(nint stream, out nint graph);

    [LibraryImport(Library)]
    public static partial int cuGraphInstantiateWithFlags(out nint executable, nint graph, ulong flags);

    [LibraryImport(Library)]
    public static partial int cuGraphDestroy(nint graph);

    [LibraryImport(Library)]
    public static partial int cuGraphExecDestroy(nint executable);

    [LibraryImport(Library)]
    public static partial int cuGraphLaunch(nint executable, nint stream);
}
