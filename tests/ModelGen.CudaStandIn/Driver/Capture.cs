namespace ModelGen.CudaStandIn.Driver;

/// <summary>Whom a capture forbids what it cannot take down, as the driver numbers it.</summary>
internal enum CaptureMode
{
    /// <summary>Everybody.</summary>
    Global = 0,

    /// <summary>The thread that began it.</summary>
    ThreadLocal = 1,

    /// <summary>Nobody.</summary>
    Relaxed = 2,
}

/// <summary>Takes down the work of a stream. It has no more than one: that another joins in is not known here.</summary>
/// <param name="stream">The stream.</param>
/// <param name="mode">Whom it forbids what it cannot take down.</param>
internal sealed class Capture(WorkStream stream, CaptureMode mode)
{
    private readonly int thread = Environment.CurrentManagedThreadId;

    /// <summary>The stream.</summary>
    public WorkStream Stream => stream;

    /// <summary>What was taken down.</summary>
    public List<Action> Works { get; } = [];

    /// <summary>Whether something was done that it does not allow: nothing comes of it then.</summary>
    public bool IsInvalid { get; set; }

    /// <summary>Whether the calling thread may end it.</summary>
    public bool MayEndHere => mode == CaptureMode.Relaxed || IsOfThisThread;

    /// <summary>Whether it keeps the calling thread from what it cannot take down.</summary>
    public bool Forbids => mode == CaptureMode.Global || (mode == CaptureMode.ThreadLocal && IsOfThisThread);

    private bool IsOfThisThread => thread == Environment.CurrentManagedThreadId;
}

/// <summary>Work that was taken down.</summary>
/// <param name="Works">In order.</param>
internal sealed record WorkGraph(IReadOnlyList<Action> Works);

/// <summary>Work that was taken down and can be repeated.</summary>
/// <param name="Context">The device's.</param>
/// <param name="Works">In order.</param>
internal sealed record ExecutableGraph(DeviceContext Context, IReadOnlyList<Action> Works);
