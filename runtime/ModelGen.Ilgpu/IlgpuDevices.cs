using System.Runtime.CompilerServices;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>Devices that this package brings. ILGPU compiles kernels for them while the program runs: that takes the JIT, and NativeAOT leaves it out of the program.</summary>
public static class IlgpuDevices
{
    extension(Device)
    {
        /// <summary>
        /// The processor as a GPU's kernels see one: each of their threads is one of the operating system's, so that a debugger stops in them. It is thousands of times slower than
        /// <c>Device.Cpu</c>, and for tests and debugging alone.
        /// </summary>
        /// <exception cref="DeviceException">The program was compiled ahead of time.</exception>
        public static Device IlgpuCpu
        {
            get
            {
                // Ahead of time this is known to be false, and ILGPU stays out of the program.
                if (RuntimeFeature.IsDynamicCodeSupported)
                    return IlgpuDevice.OnProcessor;
                throw AheadOfTime();
            }
        }

        /// <summary>An OpenCL device. It needs the device's OpenCL driver, of OpenCL 2.0 or later with a generic address space.</summary>
        /// <param name="index">Its number among those of the machine that ILGPU can use.</param>
        /// <exception cref="DeviceException">There is no such device, or the program was compiled ahead of time.</exception>
        public static Device OpenCL(int index = 0)
        {
            if (RuntimeFeature.IsDynamicCodeSupported)
                return IlgpuDevice.OfOpenCl(index);
            throw AheadOfTime();
        }

        /// <summary>The machine's OpenCL devices that ILGPU can use, so that the first is <c>Device.OpenCL(0)</c>; none in a program that was compiled ahead of time. They are only looked at: a network that goes to one opens it.</summary>
        public static IReadOnlyList<Device> OpenCLDevices => RuntimeFeature.IsDynamicCodeSupported ? IlgpuDevice.OfOpenCl() : [];
    }

    private static DeviceException AheadOfTime() =>
        new("Kernels for OpenCL are compiled while the program runs, and this program was compiled ahead of time: run it with dotnet run, or on cuda or cpu.");
}
