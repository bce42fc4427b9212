using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ModelGen.Runtime;

/// <summary>The native memory of one network: parameters, their gradients, the arena of activations, and the pinned inputs of the run in progress.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class NetworkMemory
{
    private readonly string name;
    private readonly int[] sizes;
    private readonly AlignedBlock parameters;
    private readonly AlignedBlock gradients;
    private readonly nint[] inputs = new nint[NetworkInputs.Capacity];
    private AlignedBlock? arena;

    internal NetworkMemory(NetworkPlan plan, ulong seed)
    {
        name = plan.Name;
        sizes = new int[plan.Symbols.Length];
        parameters = new AlignedBlock(plan.ParameterFloats * sizeof(float), $"The parameters of {name}");
        gradients = new AlignedBlock(plan.ParameterFloats * sizeof(float), $"The gradients of {name}");
        ParameterFloats = plan.ParameterFloats;
        Random = new RandomKey(seed, 0);
    }

    /// <summary>The key of the random numbers of the training step in progress, or to come.</summary>
    public RandomKey Random { get; private set; }

    internal long ParameterFloats { get; }

    internal long ArenaBytes => arena?.Bytes ?? 0;

    internal float* Parameters => (float*)parameters.Start;

    internal float* Gradients => (float*)gradients.Start;

    /// <summary>The value of a symbol in the run in progress.</summary>
    public int Size(int symbol) => sizes[symbol];

    /// <summary>The first element of an input. It is pinned while the program runs, and gone after.</summary>
    /// <typeparam name="T">The element type the input was added with.</typeparam>
    public ref readonly T Input<T>(int index)
        where T : unmanaged
    {
        nint address = inputs[index];
        if (address == 0)
            throw new InvalidOperationException($"Input {index} of {name} was not given to the program that reads it.");
        return ref Unsafe.AsRef<T>((void*)address);
    }

    /// <summary>The parameter block at an offset in floats.</summary>
    public ref float Parameter(long offset)
    {
        if ((ulong)offset > (ulong)ParameterFloats)
            ThrowOutside(offset);
        return ref Unsafe.AsRef<float>((float*)parameters.Start + offset);
    }

    /// <summary>The gradient block at an offset in floats; it has the layout of the parameter block.</summary>
    public ref float Gradient(long offset)
    {
        if ((ulong)offset > (ulong)ParameterFloats)
            ThrowOutside(offset);
        return ref Unsafe.AsRef<float>((float*)gradients.Start + offset);
    }

    /// <summary>The arena at an offset in bytes.</summary>
    /// <typeparam name="T">The element type of the buffer there.</typeparam>
    public ref T Activation<T>(long byteOffset)
        where T : unmanaged
    {
        AlignedBlock? block = arena;
        if (block is null || (ulong)byteOffset > (ulong)block.Bytes)
            ThrowOutside(byteOffset);
        return ref Unsafe.AsRef<T>(block.Start + byteOffset);
    }

    internal ReadOnlySpan<float> Activations(long byteOffset, int count)
    {
        if ((ulong)byteOffset > (ulong)ArenaBytes || (long)count * sizeof(float) > ArenaBytes - byteOffset)
            ThrowOutside(byteOffset);
        return new ReadOnlySpan<float>(arena!.Start + byteOffset, count);
    }

    /// <summary>Sets the sizes of a run and grows the arena where they need more; its old contents do not survive.</summary>
    internal void Reserve(ReadOnlySpan<int> symbolSizes, long arenaBytes)
    {
        if (symbolSizes.Length != sizes.Length)
            throw new ArgumentException($"{name} has {sizes.Length} sizes that vary at run time; {symbolSizes.Length} were given.");
        symbolSizes.CopyTo(sizes);
        if (arena is not null && arena.Bytes >= arenaBytes)
            return;
        // The old block goes first: both at once would double the peak.
        arena?.Dispose();
        arena = null;
        arena = new AlignedBlock(arenaBytes, $"{name} at these sizes");
    }

    internal void SetInput(int index, void* address) => inputs[index] = (nint)address;

    internal void ClearInputs() => Array.Clear(inputs);

    internal void SetParameters(AlignedBlock source) => Buffer.MemoryCopy(source.Start, parameters.Start, parameters.Bytes, source.Bytes);

    internal void CountStep() => Random = Random with { Step = unchecked(Random.Step + 1) };

    internal void Free()
    {
        parameters.Dispose();
        gradients.Dispose();
        arena?.Dispose();
    }

    [DoesNotReturn]
    private void ThrowOutside(long offset) =>
        throw new ArgumentOutOfRangeException(nameof(offset), offset, $"The offset lies outside the memory of {name}.");
}
