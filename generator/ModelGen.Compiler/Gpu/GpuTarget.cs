namespace ModelGen.Compiler.Gpu;

/// <summary>What a schedule must know of a GPU. Results depend on it in their last digits; that they are right does not.</summary>
/// <param name="Threads">The most threads in a group.</param>
/// <param name="Processors">The groups that run at once: with fewer, part of the device is idle.</param>
public sealed record GpuTarget(int Threads, int Processors)
{
    /// <summary>A device of a data centre: 132 multiprocessors. Smaller ones take the same groups in more turns.</summary>
    public static GpuTarget Default { get; } = new(256, 132);
}
