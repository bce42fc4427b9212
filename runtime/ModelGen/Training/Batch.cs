using System.ComponentModel;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>Samples gathered for one step: their values for each input of <c>Forward</c>, then their labels or targets for each further one of <c>Loss</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Batch
{
    // For each input the one or the other is empty.
    private readonly float[][] floats;
    private readonly int[][] integers;
    private readonly int[] valuesPerSample;
    private readonly int firstLabel;
    private float[]? original;

    internal Batch(int capacity, SampleColumn[] columns, int firstLabel)
    {
        floats = Array.ConvertAll(columns, column => column is FloatColumn ? new float[checked(capacity * column.ValuesPerSample)] : []);
        integers = Array.ConvertAll(columns, column => column is IntegerColumn ? new int[checked(capacity * column.ValuesPerSample)] : []);
        valuesPerSample = Array.ConvertAll(columns, column => column.ValuesPerSample);
        this.firstLabel = firstLabel;
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; internal set; }

    /// <summary>An input of floats, by its place among those that a training step takes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch has no such input of floats.</exception>
    public ReadOnlySpan<float> Floats(int input) => (uint)input < (uint)floats.Length && floats[input].Length > 0
        ? FloatsOf(input)
        : throw new ArgumentOutOfRangeException(nameof(input), $"The samples have no input {input} of floats.");

    /// <summary>An input of integers, by its place among those that a training step takes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch has no such input of integers.</exception>
    public ReadOnlySpan<int> Integers(int input) => (uint)input < (uint)integers.Length && integers[input].Length > 0
        ? IntegersOf(input)
        : throw new ArgumentOutOfRangeException(nameof(input), $"The samples have no input {input} of integers.");

    /// <summary>Room for a sample as it was before it is augmented.</summary>
    internal Span<float> Original => original ??= new float[valuesPerSample[0]];

    /// <summary>What a row has for the first input.</summary>
    internal Span<float> ValuesOf(int row) => floats[0].AsSpan(row * valuesPerSample[0], valuesPerSample[0]);

    internal Span<float> FloatsOf(int input) => floats[input].AsSpan(0, Count * valuesPerSample[input]);

    internal Span<int> IntegersOf(int input) => integers[input].AsSpan(0, Count * valuesPerSample[input]);

    /// <summary>A class that the first label names, or the position of a row's largest target. Where rows have several labels, those of all rows follow each other.</summary>
    internal int ClassOf(int place)
    {
        int targets = valuesPerSample[firstLabel];
        return integers[firstLabel].Length > 0 ? integers[firstLabel][place] : IndexOfLargest(floats[firstLabel].AsSpan(place * targets, targets));
    }

    /// <summary>The first position of the largest value.</summary>
    internal static int IndexOfLargest(ReadOnlySpan<float> row)
    {
        int largest = 0;
        for (int index = 1; index < row.Length; index++)
        {
            if (row[index] > row[largest])
                largest = index;
        }

        return largest;
    }
}
