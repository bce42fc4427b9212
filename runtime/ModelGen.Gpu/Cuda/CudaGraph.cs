namespace ModelGen.Runtime;

/// <summary>Launches that the driver has taken down once and repeats in one go: each then costs the device's own time alone.</summary>
internal sealed class CudaGraph : IDisposable
{
    // Only what this thread calls matters to the capture: other networks may be at work.
    private const int ThreadLocal = 1;

    private readonly nint executable;

    private CudaGraph(nint executable) => this.executable = executable;

    /// <summary>Takes launches down, without running them; null where the driver cannot.</summary>
    public static CudaGraph? Of(IEnumerable<CudaLaunch> launches, nint stream)
    {
        if (!CudaDriver.HasGraphs || CudaDriver.cuStreamBeginCapture_v2(stream, ThreadLocal) != 0)
            return null;
        nint graph = 0;
        try
        {
            foreach (CudaLaunch launch in launches)
                launch.Run(stream);
        }
        finally
        {
            // Whatever happened, the stream must go back to running what it is given.
            if (CudaDriver.cuStreamEndCapture(stream, out graph) != 0)
                graph = 0;
        }

        if (graph == 0)
            return null;
        int error = CudaDriver.cuGraphInstantiateWithFlags(out nint executable, graph, 0);
        CudaDriver.Check(CudaDriver.cuGraphDestroy(graph), "Freeing", "a graph");
        return error == 0 ? new CudaGraph(executable) : null;
    }

    /// <summary>Runs the launches.</summary>
    public void Run(nint stream) => CudaDriver.Check(CudaDriver.cuGraphLaunch(executable, stream), "Launching", "a graph");

    /// <inheritdoc/>
    public void Dispose() => CudaDriver.Check(CudaDriver.cuGraphExecDestroy(executable), "Freeing", "a graph");
}
