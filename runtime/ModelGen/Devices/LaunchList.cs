using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ModelGen.Runtime;

/// <summary>Which of a network's memories a buffer lies in.</summary>
internal enum DeviceMemory
{
    Input,
    Parameters,
    Gradients,
    Arena,
}

/// <summary>A stretch of a network's memory on a device, as a kernel is handed it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DeviceBuffer
{
    internal DeviceBuffer(DeviceMemory memory, int slot, long offset, long elements, int elementBytes) =>
        (Memory, Slot, Offset, Elements, ElementBytes) = (memory, slot, offset, elements, elementBytes);

    /// <summary>What is left of it from an element on.</summary>
    public DeviceBuffer From(long element) => new(Memory, Slot, Offset + (element * ElementBytes), Elements - element, ElementBytes);

    internal DeviceMemory Memory { get; }

    /// <summary>The number of the input.</summary>
    internal int Slot { get; }

    /// <summary>Where it starts in its memory, in bytes.</summary>
    internal long Offset { get; }

    internal long Elements { get; }

    internal int ElementBytes { get; }
}

/// <summary>One launch of a kernel, with what it computes and moves.</summary>
internal sealed record KernelLaunch(string Kernel, long[] Groups, int Threads, DeviceBuffer[] Buffers, int[] Sizes, long Operations, long Bytes, bool Draws);

/// <summary>The kernels that a program runs on a device for given sizes, in their order: emitted code fills it, once for each combination of sizes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LaunchList
{
    private readonly string network;
    private readonly int[] sizes;
    private readonly List<KernelLaunch> launches = [];
    private readonly List<(long HostOffset, DeviceBuffer Buffer)> results = [];

    internal LaunchList(string network, int program, ReadOnlySpan<int> sizes)
    {
        this.network = network;
        Program = program;
        this.sizes = sizes.ToArray();
    }

    internal int Program { get; }

    /// <summary>The program's name.</summary>
    internal string Name { get; private set; } = "";

    internal IReadOnlyList<KernelLaunch> Launches => launches;

    internal long ArenaBytes { get; private set; }

    /// <summary>The elements that each input must have, and how many bytes one takes; 0 for inputs that the program does not read.</summary>
    internal (long Elements, int ElementBytes)[] Inputs { get; } = new (long, int)[NetworkInputs.Capacity];

    /// <summary>How many groups take a number of positions.</summary>
    public static long Groups(long positions, int perGroup) => ((positions - 1) / perGroup) + 1;

    /// <summary>The value of a symbol.</summary>
    public int Size(int symbol) => sizes[symbol];

    /// <summary>Says what the program is called, and how large the arena must be.</summary>
    public void Begin(string program, long arenaBytes) => (Name, ArenaBytes) = (program, arenaBytes);

    /// <summary>An input.</summary>
    public DeviceBuffer Input<T>(int slot, long elements)
        where T : unmanaged
    {
        Inputs[slot] = (elements, Unsafe.SizeOf<T>());
        return Checked(new DeviceBuffer(DeviceMemory.Input, slot, 0, elements, Unsafe.SizeOf<T>()));
    }

    /// <summary>A parameter, at an offset in floats.</summary>
    public DeviceBuffer Parameter(long offset, long elements) => Checked(new DeviceBuffer(DeviceMemory.Parameters, 0, offset * sizeof(float), elements, sizeof(float)));

    /// <summary>A parameter's gradient, at an offset in floats.</summary>
    public DeviceBuffer Gradient(long offset, long elements) => Checked(new DeviceBuffer(DeviceMemory.Gradients, 0, offset * sizeof(float), elements, sizeof(float)));

    /// <summary>A stretch of the arena, at an offset in bytes.</summary>
    public DeviceBuffer Activation<T>(long byteOffset, long elements)
        where T : unmanaged => Checked(new DeviceBuffer(DeviceMemory.Arena, 0, byteOffset, elements, Unsafe.SizeOf<T>()));

    /// <summary>Says which buffer holds what the processor's program leaves at an offset of its arena.</summary>
    public void Result(long hostOffset, DeviceBuffer buffer) => results.Add((hostOffset, buffer));

    /// <summary>Adds a launch.</summary>
    /// <param name="kernel">The kernel's method.</param>
    /// <param name="groups">The groups along up to three axes.</param>
    /// <param name="threads">The threads of a group.</param>
    /// <param name="buffers">The buffers that it takes.</param>
    /// <param name="values">The sizes that it takes.</param>
    /// <param name="operations">The arithmetic operations that it takes, as <see cref="KernelTiming.Operations"/> counts them.</param>
    /// <param name="bytes">The bytes that it moves, as <see cref="KernelTiming.Bytes"/> counts them.</param>
    /// <param name="draws">Whether it takes the key of the random numbers.</param>
    public void Add(
        string kernel, ReadOnlySpan<long> groups, int threads, ReadOnlySpan<DeviceBuffer> buffers, ReadOnlySpan<int> values, long operations, long bytes, bool draws = false) =>
        launches.Add(new KernelLaunch(kernel, groups.ToArray(), threads, buffers.ToArray(), values.ToArray(), operations, bytes, draws));

    internal bool IsFor(int program, ReadOnlySpan<int> wanted) => Program == program && wanted.SequenceEqual(sizes);

    internal DeviceBuffer ResultAt(long hostOffset)
    {
        foreach ((long offset, DeviceBuffer buffer) in results)
        {
            if (offset == hostOffset)
                return buffer;
        }

        throw new ArgumentOutOfRangeException(nameof(hostOffset), hostOffset, $"No result of {network} lies there.");
    }

    // Kernels count in 32 bits.
    private DeviceBuffer Checked(DeviceBuffer buffer) => buffer.Elements <= int.MaxValue
        ? buffer
        : throw new ArgumentException($"A result of {network} would have {buffer.Elements:N0} elements at these sizes; a device takes at most {int.MaxValue:N0}, so use a smaller batch.");
}
