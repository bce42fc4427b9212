using System.Runtime.InteropServices;

namespace ModelGen.CudaStandIn.Driver;

/// <summary>Memory and copies.</summary>
internal static unsafe partial class Exports
{
    [UnmanagedCallersOnly(EntryPoint = "cuMemGetInfo_v2")]
    public static int MemoryGetInfo(nuint* left, nuint* all) => Answer(called =>
    {
        (ulong bytesLeft, ulong bytesInAll) = called.MemoryInfo();
        (*left, *all) = ((nuint)bytesLeft, (nuint)bytesInAll);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuMemAlloc_v2")]
    public static int MemoryAllocate(ulong* address, nuint bytes) => Answer(called => *address = called.Allocate(bytes));

    [UnmanagedCallersOnly(EntryPoint = "cuMemFree_v2")]
    public static int MemoryFree(ulong address) => Answer(called => called.Free(address));

    [UnmanagedCallersOnly(EntryPoint = "cuMemHostAlloc")]
    public static int MemoryHostAllocate(nint* address, nuint bytes, uint flags) => Answer(called => *address = called.AllocatePinned(bytes, flags));

    [UnmanagedCallersOnly(EntryPoint = "cuMemFreeHost")]
    public static int MemoryFreeHost(nint address) => Answer(called => called.FreePinned(address));

    [UnmanagedCallersOnly(EntryPoint = "cuMemcpyHtoD_v2")]
    public static int CopyHostToDevice(ulong destination, void* source, nuint bytes) => Answer(called => called.CopyToDevice(destination, source, bytes));

    [UnmanagedCallersOnly(EntryPoint = "cuMemcpyDtoH_v2")]
    public static int CopyDeviceToHost(void* destination, ulong source, nuint bytes) => Answer(called => called.CopyToHost(destination, source, bytes));

    [UnmanagedCallersOnly(EntryPoint = "cuMemcpyDtoD_v2")]
    public static int CopyDeviceToDevice(ulong destination, ulong source, nuint bytes) => Answer(called => called.CopyOnDevice(destination, source, bytes));

    [UnmanagedCallersOnly(EntryPoint = "cuMemcpyHtoDAsync_v2")]
    public static int CopyHostToDevice(ulong destination, void* source, nuint bytes, nint stream) => Answer(called => called.CopyToDevice(destination, source, bytes, stream));

    [UnmanagedCallersOnly(EntryPoint = "cuMemcpyDtoHAsync_v2")]
    public static int CopyDeviceToHost(void* destination, ulong source, nuint bytes, nint stream) => Answer(called => called.CopyToHost(destination, source, bytes, stream));

    [UnmanagedCallersOnly(EntryPoint = "cuMemcpyDtoDAsync_v2")]
    public static int CopyDeviceToDevice(ulong destination, ulong source, nuint bytes, nint stream) => Answer(called => called.CopyOnDevice(destination, source, bytes, stream));
}
