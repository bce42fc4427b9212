using System.Runtime.InteropServices;

namespace ModelGen.Benchmarks.Measuring;

/// <summary>
/// Tells glibc's allocator to keep what is freed. libtorch allocates all values of a step anew; left to itself the allocator gives large blocks back to
/// the system after each, or does not, as the heap happens to lie, and the same step takes 25 ms in one process and 99 ms in another. Kept, it is
/// always the faster.
/// </summary>
internal static class KeptHeap
{
    private const int TrimThreshold = -1;
    private const int MostMappedBlocks = -4;

    private delegate int SetOption(int option, int value);

    /// <summary>Keeps freed memory from now on; does nothing where the C library has no such options.</summary>
    public static void Begin()
    {
        if (OperatingSystem.IsLinux()
            && NativeLibrary.TryLoad("libc.so.6", out nint library)
            && NativeLibrary.TryGetExport(library, "mallopt", out nint mallopt))
        {
            var set = Marshal.GetDelegateForFunctionPointer<SetOption>(mallopt);
            set(TrimThreshold, int.MaxValue);
            set(MostMappedBlocks, 0);
        }
    }
}
