using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Driver;

/// <summary>A call that is not done.</summary>
/// <param name="error">The answer.</param>
/// <param name="reason">Why, where the answer does not say it.</param>
internal sealed class Refusal(CudaError error, string reason = "") : Exception(reason)
{
    /// <summary>The answer.</summary>
    public CudaError Error => error;
}
