using System.Runtime.InteropServices;

namespace ModelGen.Runtime;

/// <summary>A launch with its arguments where the driver reads them: views of 16 bytes, address and length, and integers.</summary>
internal sealed unsafe class CudaLaunch : IDisposable
{
    private const int ViewBytes = 16;

    private readonly KernelLaunch launch;
    private readonly nint function;
    private readonly uint groupsX;
    private readonly uint groupsY;
    private readonly uint groupsZ;
    private readonly byte* values;
    private readonly void** arguments;

    public CudaLaunch(KernelLaunch launch, nint function)
    {
        this.launch = launch;
        this.function = function;
        groupsX = checked((uint)launch.Groups[0]);
        groupsY = launch.Groups.Length > 1 ? checked((uint)launch.Groups[1]) : 1;
        groupsZ = launch.Groups.Length > 2 ? checked((uint)launch.Groups[2]) : 1;
        int count = Views + launch.Sizes.Length;
        values = (byte*)NativeMemory.AllocZeroed((nuint)count, ViewBytes);
        arguments = (void**)NativeMemory.AllocZeroed((nuint)count, (nuint)sizeof(void*));
        for (int argument = 0; argument < count; argument++)
            arguments[argument] = values + (argument * ViewBytes);
        for (int size = 0; size < launch.Sizes.Length; size++)
            *(int*)arguments[Views + size] = launch.Sizes[size];
    }

    /// <summary>The key of the random numbers comes first where the kernel draws some.</summary>
    private int Views => launch.Buffers.Length + (launch.Draws ? 1 : 0);

    /// <summary>Says where the buffers lie.</summary>
    /// <param name="key">The key of the random numbers.</param>
    /// <param name="keyLength">Its integers.</param>
    /// <param name="addressOf">Where a buffer lies.</param>
    public void Bind(ulong key, int keyLength, Func<DeviceBuffer, ulong> addressOf)
    {
        int next = 0;
        if (launch.Draws)
            SetView(next++, key, keyLength);
        foreach (DeviceBuffer buffer in launch.Buffers)
            SetView(next++, addressOf(buffer), buffer.Elements);
    }

    /// <summary>Launches the kernel.</summary>
    public void Run(nint stream)
    {
        int error = CudaDriver.cuLaunchKernel(function, groupsX, groupsY, groupsZ, (uint)launch.Threads, 1, 1, 0, stream, arguments, null);
        CudaDriver.Check(error, "Launching", launch.Kernel);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(values);
        NativeMemory.Free(arguments);
    }

    private void SetView(int argument, ulong address, long elements)
    {
        ((ulong*)arguments[argument])[0] = address;
        ((long*)arguments[argument])[1] = elements;
    }
}
