using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// Samples in memory with their labels or targets: for each input of a network's <c>Forward</c>, and for each further one of its <c>Loss</c>, what every sample has. Bytes stay bytes, a quarter of the
/// memory, and are scaled while a batch is gathered. Nothing is copied: the arrays given must not change while the dataset is in use.
/// </summary>
public sealed partial class Dataset
{
    // In the order in which a training step takes them: those of Forward, then those of Loss.
    private readonly SampleColumn[] columns;
    private readonly int inputs;

    private Dataset(int count, SampleColumn[] columns, int inputs)
    {
        Count = count;
        this.columns = columns;
        this.inputs = inputs;
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The values of one sample, of the first input where there are several.</summary>
    public int ValuesPerSample => columns[0].ValuesPerSample;

    /// <summary>The target values of one sample, of the first target where there are several; 0 where the first is a class index instead.</summary>
    public int TargetsPerSample => Labels[0] is FloatColumn targets ? targets.ValuesPerSample : 0;

    /// <summary>What samples have for the inputs of <c>Forward</c>.</summary>
    internal ReadOnlySpan<SampleColumn> Inputs => columns.AsSpan(0, inputs);

    /// <summary>What samples have for the inputs of <c>Loss</c> behind the outputs.</summary>
    internal ReadOnlySpan<SampleColumn> Labels => columns.AsSpan(inputs);

    /// <summary>Samples of bytes, pixels for example, with a class index each. A value becomes byte·scale + offset.</summary>
    /// <param name="values">The samples, one after the other.</param>
    /// <param name="valuesPerSample">The values of one sample.</param>
    /// <param name="labels">One class index for each sample.</param>
    /// <param name="scale">What a byte is multiplied with; 1/255 brings it to [0, 1].</param>
    /// <param name="offset">What is added then.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public static Dataset FromBytes(
        ReadOnlyMemory<byte> values, int valuesPerSample, ReadOnlyMemory<byte> labels, float scale = 1f / 255f, float offset = 0f) =>
        FromBytes(values, valuesPerSample, labels, [scale], [offset]);

    /// <summary>Samples of bytes in channels, coloured pictures for example, with a class index each. A value becomes byte·scale + offset of its channel.</summary>
    /// <param name="values">The samples, one after the other: [count, channels, …].</param>
    /// <param name="valuesPerSample">The values of one sample, the same number in each channel.</param>
    /// <param name="labels">One class index for each sample.</param>
    /// <param name="scales">[channels], what the bytes of each channel are multiplied with.</param>
    /// <param name="offsets">[channels], what is added then.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public static Dataset FromBytes(
        ReadOnlyMemory<byte> values, int valuesPerSample, ReadOnlyMemory<byte> labels, ReadOnlySpan<float> scales, ReadOnlySpan<float> offsets)
    {
        int count = CountOf(values.Length, valuesPerSample, labels.Length, 1, "labels");
        if (scales.IsEmpty || scales.Length != offsets.Length || valuesPerSample % scales.Length != 0)
            throw new ArgumentException($"{valuesPerSample} values do not divide into channels with {scales.Length} scales and {offsets.Length} offsets.");
        return new Dataset(count, [new ScaledBytes(values, valuesPerSample, scales.ToArray(), offsets.ToArray()), new ByteIndices(labels)], inputs: 1);
    }

    /// <summary>Samples of floats with class indices.</summary>
    /// <param name="values">The samples, one after the other.</param>
    /// <param name="valuesPerSample">The values of one sample.</param>
    /// <param name="labels">The class indices of the samples, one after the other.</param>
    /// <param name="labelsPerSample">The class indices of one sample; more than one where it has one for each position, for example.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public static Dataset FromFloats(ReadOnlyMemory<float> values, int valuesPerSample, ReadOnlyMemory<int> labels, int labelsPerSample = 1)
    {
        int count = CountOf(values.Length, valuesPerSample, labels.Length, labelsPerSample, "labels");
        return new Dataset(count, [new GivenFloats(values, valuesPerSample), new GivenIntegers(labels, labelsPerSample)], inputs: 1);
    }

    /// <summary>Samples of floats with float targets: one-hot rows, probabilities, or values to approximate.</summary>
    /// <param name="values">The samples, one after the other.</param>
    /// <param name="valuesPerSample">The values of one sample.</param>
    /// <param name="targets">The targets of the samples, one after the other.</param>
    /// <param name="targetsPerSample">The target values of one sample.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public static Dataset FromFloats(ReadOnlyMemory<float> values, int valuesPerSample, ReadOnlyMemory<float> targets, int targetsPerSample)
    {
        int count = CountOf(values.Length, valuesPerSample, targets.Length, targetsPerSample, "targets");
        return new Dataset(count, [new GivenFloats(values, valuesPerSample), new GivenFloats(targets, targetsPerSample)], inputs: 1);
    }

    /// <summary>Samples of integers, the tokens of a text for example, with class indices.</summary>
    /// <param name="values">The samples, one after the other.</param>
    /// <param name="valuesPerSample">The integers of one sample.</param>
    /// <param name="labels">The class indices of the samples, one after the other.</param>
    /// <param name="labelsPerSample">The class indices of one sample; more than one where it has one for each position, for example.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public static Dataset FromIntegers(ReadOnlyMemory<int> values, int valuesPerSample, ReadOnlyMemory<int> labels, int labelsPerSample = 1)
    {
        int count = CountOf(values.Length, valuesPerSample, labels.Length, labelsPerSample, "labels");
        return new Dataset(count, [new GivenIntegers(values, valuesPerSample), new GivenIntegers(labels, labelsPerSample)], inputs: 1);
    }

    /// <summary>Samples of integers, the tokens of a text for example, with float targets.</summary>
    /// <param name="values">The samples, one after the other.</param>
    /// <param name="valuesPerSample">The integers of one sample.</param>
    /// <param name="targets">The targets of the samples, one after the other.</param>
    /// <param name="targetsPerSample">The target values of one sample.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public static Dataset FromIntegers(ReadOnlyMemory<int> values, int valuesPerSample, ReadOnlyMemory<float> targets, int targetsPerSample)
    {
        int count = CountOf(values.Length, valuesPerSample, targets.Length, targetsPerSample, "targets");
        return new Dataset(count, [new GivenIntegers(values, valuesPerSample), new GivenFloats(targets, targetsPerSample)], inputs: 1);
    }

    /// <summary>Copies samples into a batch, scaled.</summary>
    internal void Gather(ReadOnlySpan<int> samples, Batch batch)
    {
        batch.Count = samples.Length;
        for (int input = 0; input < columns.Length; input++)
            columns[input].Gather(samples, batch, input);
    }

    /// <summary>A batch with room for samples as these are.</summary>
    /// <param name="capacity">The most samples that it holds.</param>
    internal Batch NewBatch(int capacity) => new(capacity, columns, firstLabel: inputs);

    private static int CountOf(int values, int valuesPerSample, int labels, int perSample, string what)
    {
        CheckPositive(valuesPerSample);
        int count = values / valuesPerSample;
        if (count == 0 || count * valuesPerSample != values)
            throw new ArgumentException($"{values} values are no whole number of samples of {valuesPerSample} values each.");
        CheckLength(count, labels, perSample, what);
        return count;
    }

    private static void CheckPositive(int perSample)
    {
        if (perSample < 1)
            throw new ArgumentException("A sample needs at least one value, and one label or target.");
    }

    private static void CheckLength(int count, int length, int perSample, string what)
    {
        CheckPositive(perSample);
        if ((long)count * perSample != length)
            throw new ArgumentException($"{count} samples need {(long)count * perSample} {what}; {length} were given.");
    }
}
