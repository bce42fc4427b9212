using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace ModelGen.Runtime;

/// <summary>The kernels of a class on a device, from the PTX that the build embedded.</summary>
internal sealed unsafe class CudaModule
{
    private const int ErrorLog = 5;
    private const int ErrorLogBytes = 6;
    private const int LogLength = 8192;

    private readonly Dictionary<string, nint> functions = [];
    private readonly nint module;

    /// <summary>Loads the module for the newest architecture that the device knows.</summary>
    /// <exception cref="DeviceException">There is none, or the driver refuses it.</exception>
    public CudaModule(CudaDevice device, string kernels, Assembly assembly)
    {
        string resource = Resource(device, kernels, assembly);
        using Stream stream = assembly.GetManifestResourceStream(resource)!;
        // The driver wants a zero at the end.
        var text = new byte[stream.Length + 1];
        stream.ReadExactly(text, 0, (int)stream.Length);
        byte* log = stackalloc byte[LogLength];
        log[0] = 0;
        int* names = stackalloc int[] { ErrorLog, ErrorLogBytes };
        void** values = stackalloc void*[2];
        values[0] = log;
        values[1] = (void*)LogLength;
        fixed (byte* image = text)
        {
            int error = CudaDriver.cuModuleLoadDataEx(out module, image, 2, names, values);
            if (error != 0)
                throw new DeviceException($"The driver refuses {resource}: {Marshal.PtrToStringUTF8((nint)log)!.Trim()} (CUDA error {error}).");
        }
    }

    /// <summary>A kernel.</summary>
    public nint Function(string name)
    {
        if (!functions.TryGetValue(name, out nint function))
        {
            CudaDriver.Check(CudaDriver.cuModuleGetFunction(out function, module, name), "Finding the kernel", name);
            functions.Add(name, function);
        }

        return function;
    }

    private static string Resource(CudaDevice device, string kernels, Assembly assembly)
    {
        string prefix = kernels + ".sm_";
        int best = 0;
        foreach (string name in assembly.GetManifestResourceNames())
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal)
                && name.EndsWith(".ptx", StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(prefix.Length, name.Length - prefix.Length - 4), NumberStyles.None, CultureInfo.InvariantCulture, out int architecture)
                && architecture <= device.Capability)
            {
                best = Math.Max(best, architecture);
            }
        }

        return best > 0 ? $"{prefix}{best}.ptx" : throw new DeviceException(
            $"{device.Name} has compute capability {device.Capability / 10}.{device.Capability % 10}; {assembly.GetName().Name} holds no kernels of {kernels} for it. 7.5 and later are built.");
    }
}
