using System.Runtime.InteropServices;
using System.Text;
using ModelGen.CudaStandIn.Execution;
using ModelGen.CudaStandIn.Ptx;

namespace ModelGen.CudaStandIn.Driver;

/// <summary>The driver's functions, under the names that its documentation gives them.</summary>
internal static unsafe partial class Exports
{
    private const string DeviceName = "Stand-in (interprets PTX on the processor)";
    private const int Version = 13000;
    private const int ErrorLog = 5;
    private const int ErrorLogBytes = 6;

    private static StandInDriver? driver;

    [UnmanagedCallersOnly(EntryPoint = "cuInit")]
    public static int Init(uint flags)
    {
        if (flags != 0)
            return (int)CudaError.InvalidValue;
        Interlocked.CompareExchange(ref driver, new StandInDriver(StandInSettings.FromEnvironment()), null);
        return (int)CudaError.Success;
    }

    [UnmanagedCallersOnly(EntryPoint = "cuGetErrorString")]
    public static int GetErrorString(int error, nint* text)
    {
        *text = ErrorTexts.Of((CudaError)error);
        return (int)(*text == 0 ? CudaError.InvalidValue : CudaError.Success);
    }

    [UnmanagedCallersOnly(EntryPoint = "cuDriverGetVersion")]
    public static int DriverGetVersion(int* version)
    {
        *version = Version;
        return (int)CudaError.Success;
    }

    [UnmanagedCallersOnly(EntryPoint = "cuDeviceGetCount")]
    public static int DeviceGetCount(int* count) => Answer(called => *count = called.DeviceCount);

    [UnmanagedCallersOnly(EntryPoint = "cuDeviceGet")]
    public static int DeviceGet(int* device, int index) => Answer(called =>
    {
        called.CheckDevice(index);
        *device = index;
    });

    [UnmanagedCallersOnly(EntryPoint = "cuDeviceGetName")]
    public static int DeviceGetName(byte* name, int length, int device) => Answer(called =>
    {
        called.CheckDevice(device);
        WriteText(DeviceName, name, length);
    });

    [UnmanagedCallersOnly(EntryPoint = "cuDeviceTotalMem_v2")]
    public static int DeviceTotalMemory(nuint* bytes, int device) => Answer(called => *bytes = (nuint)called.TotalMemory(device));

    [UnmanagedCallersOnly(EntryPoint = "cuDeviceGetAttribute")]
    public static int DeviceGetAttribute(int* value, int attribute, int device) => Answer(called => *value = called.Attribute(attribute, device));

    [UnmanagedCallersOnly(EntryPoint = "cuDevicePrimaryCtxRetain")]
    public static int PrimaryContextRetain(nint* context, int device) => Answer(called => *context = called.RetainContext(device));

    [UnmanagedCallersOnly(EntryPoint = "cuCtxSetCurrent")]
    public static int ContextSetCurrent(nint context) => Answer(called => called.SetCurrent(context));

    [UnmanagedCallersOnly(EntryPoint = "cuCtxSynchronize")]
    public static int ContextSynchronize() => Answer(called => called.SynchronizeContext());

    [UnmanagedCallersOnly(EntryPoint = "cuModuleLoadDataEx")]
    public static int ModuleLoad(nint* module, byte* image, uint options, int* names, void** values)
    {
        try
        {
            return Answer(called => *module = called.LoadModule(Marshal.PtrToStringUTF8((nint)image)!));
        }
        catch (PtxException exception)
        {
            int log = new ReadOnlySpan<int>(names, (int)options).IndexOf(ErrorLog), length = new ReadOnlySpan<int>(names, (int)options).IndexOf(ErrorLogBytes);
            if (log >= 0 && length >= 0)
                WriteText(exception.Message, (byte*)values[log], (int)(nuint)values[length]);
            return (int)CudaError.InvalidPtx;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "cuModuleGetFunction")]
    public static int ModuleGetFunction(nint* function, nint module, byte* name) => Answer(called => *function = called.GetFunction(module, Marshal.PtrToStringUTF8((nint)name)!));

    [UnmanagedCallersOnly(EntryPoint = "cuLaunchKernel")]
    public static int LaunchKernel(
        nint function, uint groupsX, uint groupsY, uint groupsZ, uint threadsX, uint threadsY, uint threadsZ, uint sharedBytes, nint stream, void** arguments, void** extra) =>
        extra != null
            ? (int)CudaError.InvalidValue
            : Answer(called => called.Launch(function, new Extent(groupsX, groupsY, groupsZ), new Extent(threadsX, threadsY, threadsZ), sharedBytes, stream, arguments));

    private static int Answer(Action<StandInDriver> function) => (int)(driver?.Call(function) ?? CudaError.NotInitialized);

    // As much as there is room for, and a zero.
    private static void WriteText(string text, byte* destination, int length)
    {
        if (length == 0)
            return;
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int count = Math.Min(bytes.Length, length - 1);
        bytes.AsSpan(0, count).CopyTo(new Span<byte>(destination, count));
        destination[count] = 0;
    }
}
