using ILGPU;
using ILGPU.Runtime;

namespace ModelGen.Runtime;

/// <summary>A block of a device's memory, which grows as needed; what was in it is then lost.</summary>
internal sealed unsafe class IlgpuMemory : IDisposable
{
    private readonly Accelerator accelerator;
    private readonly MemoryNeed need;
    private MemoryBuffer1D<byte, Stride1D.Dense>? buffer;
    private long wanted;

    /// <param name="accelerator">The device.</param>
    /// <param name="need">What the network takes in all.</param>
    /// <param name="purpose">What it holds, for messages.</param>
    public IlgpuMemory(Accelerator accelerator, MemoryNeed need, string purpose)
    {
        this.accelerator = accelerator;
        this.need = need;
        need.Add(purpose, () => wanted);
    }

    private ArrayView<byte> All => buffer is null ? default : buffer.View.BaseView;

    /// <summary>Makes it at least so large; whether it has moved for that.</summary>
    /// <exception cref="DeviceException">The device has not enough left.</exception>
    public bool Reserve(long bytes)
    {
        if (bytes <= (buffer?.LengthInBytes ?? 0))
            return false;
        wanted = bytes;
        buffer?.Dispose();
        buffer = null;
        try
        {
            buffer = accelerator.Allocate1D<byte>(bytes);
        }
        catch (Exception exception) when (exception is AcceleratorException or OutOfMemoryException)
        {
            throw need.NotMet(left: null);
        }

        return true;
    }

    /// <summary>A stretch of it, as a kernel takes it.</summary>
    /// <param name="offset">Where it starts, in bytes.</param>
    /// <param name="elements">Its elements.</param>
    /// <param name="elementBytes">The bytes of each.</param>
    /// <param name="type">The kernel's own type of view.</param>
    public object View(long offset, long elements, int elementBytes, Type type)
    {
        ArrayView<byte> bytes = All.SubView(offset, elements * elementBytes);
        return type == typeof(ArrayView<float>) ? bytes.Cast<float>() : type == typeof(ArrayView<int>) ? bytes.Cast<int>() : bytes;
    }

    /// <summary>Copies from the host.</summary>
    public void Write(void* source, long bytes)
    {
        if (bytes > 0)
            All.SubView(0, bytes).CopyFromCPU(accelerator.DefaultStream, new ReadOnlySpan<byte>(source, checked((int)bytes)));
    }

    /// <summary>Copies to the host, once everything that was launched before is done.</summary>
    public void Read(void* destination, long offset, long bytes)
    {
        if (bytes == 0)
            return;
        All.SubView(offset, bytes).CopyToCPU(accelerator.DefaultStream, new Span<byte>(destination, checked((int)bytes)));
        accelerator.Synchronize();
    }

    /// <summary>Copies a part of another block to the same place in this one.</summary>
    public void CopyFrom(IlgpuMemory source, long offset, long bytes) =>
        All.SubView(offset, bytes).CopyFrom(accelerator.DefaultStream, source.All.SubView(offset, bytes));

    /// <inheritdoc/>
    public void Dispose()
    {
        buffer?.Dispose();
        (buffer, wanted) = (null, 0);
    }
}
