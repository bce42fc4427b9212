namespace ModelGen.Runtime;

/// <summary>A program's launches at some sizes, as the driver takes them. What runs again is captured in a graph.</summary>
internal sealed class CudaProgram : IDisposable
{
    private readonly LaunchList list;
    private readonly CudaLaunch[] launches;
    private CudaGraph? graph;
    private bool hasRun;
    private bool cannotBeCaptured;

    public CudaProgram(LaunchList list, CudaModule kernels)
    {
        this.list = list;
        launches = [.. list.Launches.Select(launch => new CudaLaunch(launch, kernels.Function(launch.Kernel)))];
    }

    /// <summary>Says where the buffers lie.</summary>
    public void Bind(ulong key, Func<DeviceBuffer, ulong> addressOf)
    {
        Forget();
        foreach (CudaLaunch launch in launches)
            launch.Bind(key, GpuRandom.KeyLength, addressOf);
    }

    /// <summary>Launches the kernels.</summary>
    public void Run(nint stream)
    {
        // The first run is for the driver to load what it needs: a capture would not let it.
        if (graph is null && hasRun && !cannotBeCaptured)
        {
            graph = CudaGraph.Of(launches, stream);
            cannotBeCaptured = graph is null;
        }

        hasRun = true;
        if (graph is not null)
        {
            graph.Run(stream);
            return;
        }

        foreach (CudaLaunch launch in launches)
            launch.Run(stream);
    }

    /// <summary>Launches the kernels one by one and adds each one's time to a profile.</summary>
    public void Run(nint stream, CudaClock clock, KernelProfile profile)
    {
        clock.Begin(stream);
        foreach (CudaLaunch launch in launches)
        {
            launch.Run(stream);
            clock.Lap(stream);
        }

        IReadOnlyList<TimeSpan> times = clock.End();
        for (int place = 0; place < times.Count; place++)
        {
            KernelLaunch launch = list.Launches[place];
            profile.Add(list.Name, launch.Kernel, times[place], launch.Operations, launch.Bytes);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget();
        Array.ForEach(launches, launch => launch.Dispose());
    }

    private void Forget()
    {
        graph?.Dispose();
        (graph, hasRun) = (null, false);
    }
}
