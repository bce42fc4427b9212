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
        return new IlgpuDevice(() => new CPUDevice(ThreadsPerWarp, Warps, 1).CreateAccelerator(context), "the processor, through ILGPU");
    });

    private static readonly Lazy<Context> openCl = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, FindOpenCl);
        return Context.Create(builder => builder.OpenCL().Optimize(OptimizationLevel.O2));
    });

    // By their places among OpenCL's: asked for any device, ILGPU would quietly take the processor where it finds none.
    private static readonly Lazy<IlgpuDevice[]> ofOpenCl = new(() =>
    {
        CLDevice[] devices = [.. openCl.Value.GetCLDevices()];
        return [.. devices.Select(device => new IlgpuDevice(() => device.CreateCLAccelerator(openCl.Value), device.Name))];
    });

    private readonly Lazy<Accelerator> accelerator;

    private IlgpuDevice(Func<Accelerator> open, string name) => (accelerator, Name) = (new Lazy<Accelerator>(open), name);

    /// <summary>The processor, thread by thread.</summary>
    public static IlgpuDevice OnProcessor => processor.Value;

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>What runs the kernels; opened when first asked for.</summary>
    public Accelerator Accelerator => accelerator.Value;

    /// <summary>The OpenCL devices of the machine.</summary>
    public static IReadOnlyList<IlgpuDevice> OfOpenCl() => ofOpenCl.Value;

    /// <summary>An OpenCL device of the machine; always the same one for an index.</summary>
    public static IlgpuDevice OfOpenCl(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        IlgpuDevice[] devices = ofOpenCl.Value;
        if (index < devices.Length)
            return devices[index];
        throw new DeviceException(devices.Length == 0
            ? "ILGPU finds no OpenCL device on this machine that it can use: install the device's OpenCL driver (2.0 or later, with a generic address space), or run on cuda or cpu."
            : $"There is no OpenCL device {index}: ILGPU finds {devices.Length}, counted from 0.");
    }

    internal override DeviceSession Open(DeviceNetwork network) => new IlgpuSession(this, network);

    // ILGPU asks for the name that only developers' packages bring.
    private static nint FindOpenCl(string library, Assembly assembly, DllImportSearchPath? path) =>
        library.Contains("OpenCL", StringComparison.OrdinalIgnoreCase) && OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libOpenCL.so.1", out nint found) ? found : 0;
}
