using System.Runtime.InteropServices;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>Devices that this package brings.</summary>
public static class GpuDevices
{
    extension(Device)
    {
        /// <summary>An NVIDIA GPU. It needs the device's driver, of CUDA 11.0 or later, and nothing else.</summary>
        /// <param name="index">Its number among the machine's.</param>
        /// <exception cref="DeviceException">There is no driver, it is too old, or there is no such device.</exception>
        public static Device Cuda(int index = 0) => CudaDevice.At(index);

        /// <summary>The machine's NVIDIA GPUs in the driver's order, so that the first is <c>Device.Cuda(0)</c>; none where there is no driver. They are only looked at: a network that goes to one opens it.</summary>
        /// <exception cref="DeviceException">The driver is too old, or does not start.</exception>
        public static IReadOnlyList<Device> CudaDevices => CudaDevice.All();
    }
}

/// <summary>An NVIDIA GPU, through the driver's own interface.</summary>
internal sealed unsafe class CudaDevice : Device
{
    private const int OldestDriver = 11000;
    private const int NameLength = 256;
    private const int CapabilityMajor = 75;
    private const int CapabilityMinor = 76;

    private static readonly Dictionary<int, CudaDevice> known = [];

    private readonly int device;
    private nint context;

    private CudaDevice(int index)
    {
        CudaDriver.Check(CudaDriver.cuDeviceGet(out device, index), "Finding", "the CUDA device");
        byte* name = stackalloc byte[NameLength];
        CudaDriver.Check(CudaDriver.cuDeviceGetName(name, NameLength, device), "Reading", "the device's name");
        Name = Marshal.PtrToStringUTF8((nint)name)!;
        CudaDriver.Check(CudaDriver.cuDeviceGetAttribute(out int major, CapabilityMajor, device), "Reading", "the device's capability");
        CudaDriver.Check(CudaDriver.cuDeviceGetAttribute(out int minor, CapabilityMinor, device), "Reading", "the device's capability");
        Capability = (major * 10) + minor;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Its compute capability: 90 for 9.0.</summary>
    public int Capability { get; }

    /// <summary>A device of the machine; always the same one for an index.</summary>
    public static CudaDevice At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        CudaDriver.Load();
        lock (known)
        {
            int count = Count();
            if (index >= count)
                throw new DeviceException(count == 0 ? "The NVIDIA driver reports no device." : $"There is no CUDA device {index}: the NVIDIA driver reports {count}, counted from 0.");
            return Known(index);
        }
    }

    /// <summary>All devices of the machine; none where there is no driver.</summary>
    public static CudaDevice[] All()
    {
        if (!CudaDriver.TryLoad())
            return [];
        lock (known)
            return [.. Enumerable.Range(0, Count()).Select(Known)];
    }

    /// <summary>Makes the device the calling thread's.</summary>
    public void Enter() => CudaDriver.Check(CudaDriver.cuCtxSetCurrent(context), "Entering", Name);

    internal override DeviceSession Open(DeviceNetwork network)
    {
        lock (known)
        {
            if (context == 0)
                CudaDriver.Check(CudaDriver.cuDevicePrimaryCtxRetain(out context, device), "Opening", Name);
        }

        return new CudaSession(this, network);
    }

    private static int Count()
    {
        CudaDriver.Check(CudaDriver.cuDriverGetVersion(out int version), "Reading", "the driver's version");
        if (version < OldestDriver)
            throw new DeviceException($"The NVIDIA driver is for CUDA {version / 1000}.{version % 1000 / 10}; kernels need one for CUDA 11.0 or later, so install a newer driver.");
        CudaDriver.Check(CudaDriver.cuDeviceGetCount(out int count), "Counting", "the devices");
        return count;
    }

    private static CudaDevice Known(int index) => known.TryGetValue(index, out CudaDevice? device) ? device : known[index] = new CudaDevice(index);
}
