using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ModelGen.Runtime;

/// <summary>The inputs of one run, at most eight, in the order of the plan. They stay where they are: a run pins them, and copies nothing.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct NetworkInputs
{
    internal const int Capacity = 8;

    // Spans cannot be elements of an array; hence fields. Of each, only the first byte matters: where it starts.
    internal ReadOnlySpan<byte> Input0;
    internal ReadOnlySpan<byte> Input1;
    internal ReadOnlySpan<byte> Input2;
    internal ReadOnlySpan<byte> Input3;
    internal ReadOnlySpan<byte> Input4;
    internal ReadOnlySpan<byte> Input5;
    internal ReadOnlySpan<byte> Input6;
    internal ReadOnlySpan<byte> Input7;

    /// <summary>No inputs yet.</summary>
    public NetworkInputs()
    {
    }

    internal int Count { get; private set; }

    /// <summary>Adds the next input.</summary>
    public void Add(ReadOnlySpan<float> values) => Add(MemoryMarshal.AsBytes(values[..Math.Min(1, values.Length)]));

    /// <summary>Adds the next input.</summary>
    public void Add(ReadOnlySpan<int> values) => Add(MemoryMarshal.AsBytes(values[..Math.Min(1, values.Length)]));

    private void Add(ReadOnlySpan<byte> first)
    {
        switch (Count++)
        {
            case 0: Input0 = first; break;
            case 1: Input1 = first; break;
            case 2: Input2 = first; break;
            case 3: Input3 = first; break;
            case 4: Input4 = first; break;
            case 5: Input5 = first; break;
            case 6: Input6 = first; break;
            case 7: Input7 = first; break;
            default: throw new InvalidOperationException($"A network takes at most {Capacity} inputs.");
        }
    }
}
