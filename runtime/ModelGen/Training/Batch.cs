using System.ComponentModel;

namespace ModelGen;

/// <summary>Samples gathered for one step: input 0 holds their values, input 1 their labels or targets.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Batch
{
    private readonly float[] values;
    private readonly float[] targets;
    private readonly int[] labels;
    private readonly int valuesPerSample;
    private readonly int targetsPerSample;
    private float[]? original;

    internal Batch(int capacity, int valuesPerSample, int targetsPerSample)
    {
        this.valuesPerSample = valuesPerSample;
        this.targetsPerSample = targetsPerSample;
        values = new float[checked(capacity * valuesPerSample)];
        targets = new float[checked(capacity * targetsPerSample)];
        labels = new int[targetsPerSample == 0 ? capacity : 0];
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; internal set; }

    /// <summary>An input of floats: 0 for the values, 1 for the targets.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch has no such input of floats.</exception>
    public ReadOnlySpan<float> Floats(int input) => input switch
    {
        0 => values.AsSpan(0, Count * valuesPerSample),
        1 when targetsPerSample > 0 => targets.AsSpan(0, Count * targetsPerSample),
        _ => throw new ArgumentOutOfRangeException(nameof(input), $"The samples have no input {input} of floats."),
    };

    /// <summary>An input of integers: 1 for the class indices.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch has no such input of integers.</exception>
    public ReadOnlySpan<int> Integers(int input) => input == 1 && targetsPerSample == 0
        ? labels.AsSpan(0, Count)
        : throw new ArgumentOutOfRangeException(nameof(input), $"The samples have no input {input} of integers.");

    /// <summary>Room for a sample as it was before it is augmented.</summary>
    internal Span<float> Original => original ??= new float[valuesPerSample];

    internal Span<float> ValuesOf(int row) => values.AsSpan(row * valuesPerSample, valuesPerSample);

    internal Span<float> TargetsOf(int row) => targets.AsSpan(row * targetsPerSample, targetsPerSample);

    internal ref int LabelOf(int row) => ref labels[row];

    /// <summary>The class of a row: its label, or the position of its largest target.</summary>
    internal int ClassOf(int row) => targetsPerSample == 0 ? labels[row] : IndexOfLargest(TargetsOf(row));

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
