namespace ModelGen.CudaStandIn.Execution;

/// <summary>A kernel did what it must not.</summary>
/// <param name="error">What the driver answers from then on.</param>
/// <param name="message">The kernel, the line, the thread and what it did.</param>
internal sealed class KernelFault(CudaError error, string message) : Exception(message)
{
    /// <summary>What the driver answers from then on.</summary>
    public CudaError Error => error;
}
