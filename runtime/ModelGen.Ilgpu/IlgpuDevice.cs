using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>A device that ILGPU runs kernels on.</summary>
internal sealed class IlgpuDevice : Device
{
    // A group of the kernels' threads at once.
    private const int ThreadsPerWarp = 32;
    private const int Warps = 8;

    private static readonly Lazy<IlgpuDevice> processor = new(() =>
    {
        Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O1));
        return new IlgpuDevice(new CPUDevice(ThreadsPerWarp, Warps, 1).CreateAccelerator(context), "the processor, through ILGPU");
    });

    private static readonly Lazy<Context> openCl = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, FindOpenCl);
        return Context.Create(builder => builder.OpenCL().Optimize(OptimizationLevel.O2));
    });

    private static readonly Dictionary<int, IlgpuDevice> opened = [];

    private IlgpuDevice(Accelerator accelerator, string name) => (Accelerator, Name) = (accelerator, name);

    /// <summary>The processor, thread by thread.</summary>
    public static IlgpuDevice OnProcessor => processor.Value;

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>What runs the kernels.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>An OpenCL device of the machine; always the same one for an index.</summary>
    public static IlgpuDevice OfOpenCl(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        lock (opened)
        {
            if (opened.TryGetValue(index, out IlgpuDevice? known))
                return known;
            // By its place among OpenCL's: asked for any device, ILGPU would quietly take the processor where it finds none.
            CLDevice[] devices = [.. openCl.Value.GetCLDevices()];
            if (index >= devices.Length)
            {
                throw new DeviceException(devices.Length == 0
                    ? "ILGPU finds no OpenCL device on this machine that it can use: install the device's OpenCL driver (2.0 or later, with a generic address space), or run on cuda or cpu."
                    : $"There is no OpenCL device {index}: ILGPU finds {devices.Length}, counted from 0.");
            }

            return opened[index] = new IlgpuDevice(devices[index].CreateCLAccelerator(openCl.Value), devices[index].Name);
        }
    }

    internal override DeviceSession Open(DeviceNetwork network) => new IlgpuSession(this, network);

    // ILGPU asks for the name that only developers' packages bring.
    private static nint FindOpenCl(string library, Assembly assembly, DllImportSearchPath? path) =>
        library.Contains("OpenCL", StringComparison.OrdinalIgnoreCase) && OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libOpenCL.so.1", out nint found) ? found : 0;
}
