using System.Reflection;
using System.Runtime.InteropServices;

namespace ModelGen.Runtime;

/// <summary>The functions of the CUDA driver's library that are used, as its documentation names them. It comes with the device's driver; no toolkit is needed.</summary>
internal static unsafe partial class CudaDriver
{
    /// <summary>The environment variable that names the driver's library where the system does not find it by itself.</summary>
    public const string LibraryVariable = "MODELGEN_CUDA_DRIVER";

    private const string Library = "cuda";
    private const int OutOfMemory = 2;

    private static readonly Lock loading = new();
    private static nint library;

    /// <summary>Loads and starts the driver; the first call does, the others find it done.</summary>
    /// <exception cref="DeviceException">There is none.</exception>
    public static void Load()
    {
        if (!TryLoad())
            throw new DeviceException($"There is no NVIDIA driver on this machine ({string.Join(", ", Names())} not found): run on the processor, or install the driver; no CUDA toolkit is needed.");
    }

    /// <summary>Loads and starts the driver where there is one; whether there is.</summary>
    /// <exception cref="DeviceException">It does not start.</exception>
    public static bool TryLoad()
    {
        lock (loading)
        {
            if (library != 0)
                return true;
            foreach (string name in Names())
            {
                if (NativeLibrary.TryLoad(name, out nint found))
                {
                    NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (wanted, _, _) => wanted == Library ? found : 0);
                    int error = cuInit(0);
                    if (error != 0)
                        throw new DeviceException($"The NVIDIA driver does not start: {Describe(error)}.");
                    library = found;
                    FindWhatIsThere();
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Throws what an error means. Where there is none, nothing is put together either.</summary>
    /// <param name="error">The driver's answer.</param>
    /// <param name="what">What was done: <c>Launching</c>.</param>
    /// <param name="of">To what.</param>
    public static void Check(int error, string what, string of)
    {
        if (error != 0)
            throw new DeviceException($"{what} {of} failed: {Describe(error)}.");
    }

    /// <summary>Allocates memory on the device at hand; whether it has enough left.</summary>
    public static bool TryAllocate(long bytes, string purpose, out ulong address)
    {
        int error = cuMemAlloc_v2(out address, (nuint)bytes);
        if (error == OutOfMemory)
            return false;
        Check(error, "Allocating memory for", purpose);
        return true;
    }

    /// <summary>The names that the driver's library is looked for by, in turn.</summary>
    public static string[] Names() =>
        Environment.GetEnvironmentVariable(LibraryVariable) is { Length: > 0 } named ? [named]
        : OperatingSystem.IsWindows() ? ["nvcuda.dll"]
        : ["libcuda.so.1", "libcuda.so", "/usr/lib/wsl/lib/libcuda.so.1"];

    private static string Describe(int error) =>
        cuGetErrorString(error, out nint text) == 0 && text != 0 ? $"{Marshal.PtrToStringUTF8(text)} (CUDA error {error})" : $"CUDA error {error}";

    [LibraryImport(Library)]
    private static partial int cuInit(uint flags);

    [LibraryImport(Library)]
    private static partial int cuGetErrorString(int error, out nint text);

    [LibraryImport(Library)]
    private static partial int cuMemAlloc_v2(out ulong address, nuint bytes);

    [LibraryImport(Library)]
    public static partial int cuDriverGetVersion(out int version);

    [LibraryImport(Library)]
    public static partial int cuDeviceGetCount(out int count);

    [LibraryImport(Library)]
    public static partial int cuDeviceGet(out int device, int index);

    [LibraryImport(Library)]
    public static partial int cuDeviceGetName(byte* name, int length, int device);

    [LibraryImport(Library)]
    public static partial int cuDeviceGetAttribute(out int value, int attribute, int device);

    [LibraryImport(Library)]
    public static partial int cuDevicePrimaryCtxRetain(out nint context, int device);

    [LibraryImport(Library)]
    public static partial int cuCtxSetCurrent(nint context);

    [LibraryImport(Library)]
    public static partial int cuCtxSynchronize();

    [LibraryImport(Library)]
    public static partial int cuModuleLoadDataEx(out nint module, byte* image, uint options, int* names, void** values);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int cuModuleGetFunction(out nint function, nint module, string name);

    [LibraryImport(Library)]
    public static partial int cuMemFree_v2(ulong address);

    [LibraryImport(Library)]
    public static partial int cuMemcpyHtoD_v2(ulong destination, void* source, nuint bytes);

    [LibraryImport(Library)]
    public static partial int cuMemcpyDtoH_v2(void* destination, ulong source, nuint bytes);

    [LibraryImport(Library)]
    public static partial int cuMemcpyDtoD_v2(ulong destination, ulong source, nuint bytes);

    [LibraryImport(Library)]
    public static partial int cuLaunchKernel(
        nint function, uint groupsX, uint groupsY, uint groupsZ, uint threadsX, uint threadsY, uint threadsZ, uint sharedBytes, nint stream, void** arguments, void** extra);
}
