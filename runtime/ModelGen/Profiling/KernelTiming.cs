namespace ModelGen;

/// <summary>What a profile knows of one kernel, over all its runs.</summary>
/// <param name="Program">What the kernel is part of: <c>Predict</c>, <c>Evaluate</c>, <c>Train</c>, or <c>Update</c> for an optimiser's sweep.</param>
/// <param name="Kernel">The kernel's method in the emitted code, named after the network's layers; for an update the optimiser's class.</param>
/// <param name="Calls">How often it ran.</param>
/// <param name="Time">How long it took in all, until the last thread was done.</param>
/// <param name="Operations">
/// The arithmetic of all runs: two operations for each multiply-add and one for any other, but 4 for a division, 8 for a square root and 16 for an
/// exponential, a logarithm, a hyperbolic tangent or a sigmoid. Sums are counted in full, whether or not the kernel finds terms that it may leave out.
/// </param>
/// <param name="Bytes">The bytes of all runs that pass if every element is read once and written once. A kernel that rereads what the caches do not hold moves more.</param>
public sealed record KernelTiming(string Program, string Kernel, long Calls, TimeSpan Time, long Operations, long Bytes)
{
    /// <summary>Operations by time; 0 where no time passed.</summary>
    public double OperationsPerSecond => Rate(Operations);

    /// <summary>Bytes by time; 0 where no time passed.</summary>
    public double BytesPerSecond => Rate(Bytes);

    private double Rate(long amount) => Time == TimeSpan.Zero ? 0 : amount / Time.TotalSeconds;
}
