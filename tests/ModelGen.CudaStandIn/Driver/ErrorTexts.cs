using System.Runtime.InteropServices;
using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Driver;

/// <summary>What the driver says of its errors, where callers can read it for as long as the process lives.</summary>
internal static class ErrorTexts
{
    private static readonly Dictionary<CudaError, nint> texts = new Dictionary<CudaError, string>
    {
        [CudaError.Success] = "no error",
        [CudaError.InvalidValue] = "invalid argument",
        [CudaError.OutOfMemory] = "out of memory",
        [CudaError.NotInitialized] = "initialization error",
        [CudaError.InvalidDevice] = "invalid device ordinal",
        [CudaError.InvalidContext] = "invalid device context",
        [CudaError.NoBinaryForDevice] = "no kernel image is available for execution on the device",
        [CudaError.InvalidPtx] = "a PTX JIT compilation failed",
        [CudaError.InvalidHandle] = "invalid resource handle",
        [CudaError.IllegalState] = "the operation cannot be performed in the present state",
        [CudaError.NotFound] = "named symbol not found",
        [CudaError.NotReady] = "device not ready",
        [CudaError.IllegalAddress] = "an illegal memory access was encountered",
        [CudaError.LaunchOutOfResources] = "too many resources requested for launch",
        [CudaError.LaunchTimeout] = "the launch timed out and was terminated",
        [CudaError.MisalignedAddress] = "misaligned address",
        [CudaError.LaunchFailed] = "unspecified launch failure",
        [CudaError.CaptureUnsupported] = "operation not permitted when stream is capturing",
        [CudaError.CaptureInvalidated] = "operation failed due to a previous error during capture",
        [CudaError.CaptureIsolation] = "dependency created on uncaptured work in another stream",
        [CudaError.CaptureImplicit] = "operation would make the legacy stream depend on a capturing blocking stream",
        [CudaError.CapturedEvent] = "operation not permitted on an event last recorded in a capturing stream",
        [CudaError.CaptureWrongThread] = "attempt to terminate a thread-local capture sequence from another thread",
    }.ToDictionary(text => text.Key, text => Marshal.StringToCoTaskMemUTF8(text.Value));

    /// <summary>The text of an error; 0 where it is not known.</summary>
    public static nint Of(CudaError error) => texts.GetValueOrDefault(error);
}
