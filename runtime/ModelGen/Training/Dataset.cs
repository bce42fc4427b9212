using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// Samples in memory with their labels or targets. Bytes stay bytes, a quarter of the memory, and are scaled while a batch is gathered. Nothing is
/// copied: the arrays given must not change while the dataset is in use.
/// </summary>
public sealed partial class Dataset
{
    private readonly ReadOnlyMemory<byte> byteValues;
    private readonly ReadOnlyMemory<float> floatValues;
    private readonly ReadOnlyMemory<byte> byteLabels;
    private readonly ReadOnlyMemory<int> integerLabels;
    private readonly ReadOnlyMemory<float> targets;
    private readonly float[] scales;
    private readonly float[] offsets;

    private Dataset(
        int count, int valuesPerSample, int targetsPerSample, ReadOnlyMemory<byte> byteValues, ReadOnlyMemory<float> floatValues,
        ReadOnlyMemory<byte> byteLabels, ReadOnlyMemory<int> integerLabels, ReadOnlyMemory<float> targets, float[] scales, float[] offsets)
    {
        Count = count;
        ValuesPerSample = valuesPerSample;
        TargetsPerSample = targetsPerSample;
        this.byteValues = byteValues;
        this.floatValues = floatValues;
        this.byteLabels = byteLabels;
        this.integerLabels = integerLabels;
        this.targets = targets;
        this.scales = scales;
        this.offsets = offsets;
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The values of one sample.</summary>
    public int ValuesPerSample { get; }

    /// <summary>The target values of one sample; 0 where samples have a class index instead.</summary>
    public int TargetsPerSample { get; }

    /// <summary>Samples of bytes, pixels for example, with a class index each. A value becomes byte·scale + offset.</summary>
    /// <param name="values">The samples, one after the other.</param>
    /// <param name="valuesPerSample">The values of one sample.</param>
    /// <param name="labels">One class index for each sample.</param>
    /// <param name="scale">What a byte is multiplied with; 1/255 brings it to [0, 1].</param>
    /// <param name="offset">What is added then.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public static Dataset FromBytes(
        ReadOnlyMemory<byte> values, int valuesPerSample, ReadOnlyMemory<byte> labels, float scale = 1f / 255f, float offset = 0f)
    {
        int count = CountOf(values.Length, valuesPerSample, labels.Length, 1, "labels");
        return new Dataset(count, valuesPerSample, 0, values, default, labels, default, default, [scale], [offset]);
    }

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
        return new Dataset(count, valuesPerSample, 0, values, default, labels, default, default, scales.ToArray(), offsets.ToArray());
    }

    /// <summary>Samples of floats with a class index each.</summary>
    /// <param name="values">The samples, one after the other.</param>
    /// <param name="valuesPerSample">The values of one sample.</param>
    /// <param name="labels">One class index for each sample.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    public static Dataset FromFloats(ReadOnlyMemory<float> values, int valuesPerSample, ReadOnlyMemory<int> labels)
    {
        int count = CountOf(values.Length, valuesPerSample, labels.Length, 1, "labels");
        return new Dataset(count, valuesPerSample, 0, default, values, default, labels, default, [1], [0]);
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
        return new Dataset(count, valuesPerSample, targetsPerSample, default, values, default, default, targets, [1], [0]);
    }

    /// <summary>Some of the samples, without a copy.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many.</exception>
    public Dataset Slice(int start, int count)
    {
        if (start < 0 || count < 1 || start > Count - count)
            throw new ArgumentOutOfRangeException(nameof(count), $"Samples {start} to {start + (long)count - 1} do not lie inside a dataset of {Count}.");
        return new Dataset(
            count, ValuesPerSample, TargetsPerSample, Part(byteValues, ValuesPerSample), Part(floatValues, ValuesPerSample),
            Part(byteLabels, 1), Part(integerLabels, 1), Part(targets, TargetsPerSample), scales, offsets)
        {
            augmentation = augmentation,
        };

        ReadOnlyMemory<T> Part<T>(ReadOnlyMemory<T> whole, int perSample) =>
            whole.IsEmpty ? whole : whole.Slice(start * perSample, count * perSample);
    }

    /// <summary>Copies samples into a batch, scaled.</summary>
    internal void Gather(ReadOnlySpan<int> samples, Batch batch)
    {
        batch.Count = samples.Length;
        for (int row = 0; row < samples.Length; row++)
        {
            int sample = samples[row];
            Span<float> values = batch.ValuesOf(row);
            if (byteValues.IsEmpty)
                floatValues.Span.Slice(sample * ValuesPerSample, ValuesPerSample).CopyTo(values);
            else
                Scale(byteValues.Span.Slice(sample * ValuesPerSample, ValuesPerSample), values);

            if (TargetsPerSample > 0 && targets.IsEmpty)
                WriteOneHot(Label(sample), batch.TargetsOf(row));
            else if (TargetsPerSample > 0)
                targets.Span.Slice(sample * TargetsPerSample, TargetsPerSample).CopyTo(batch.TargetsOf(row));
            else
                batch.LabelOf(row) = Label(sample);
        }
    }

    /// <summary>The first sample whose label is no class; −1 where all are.</summary>
    internal int FirstOutside(int classes)
    {
        if (!integerLabels.IsEmpty)
        {
            ReadOnlySpan<int> labels = integerLabels.Span;
            return labels.IndexOfAnyExceptInRange(0, classes - 1);
        }

        return classes > byte.MaxValue ? -1 : byteLabels.Span.IndexOfAnyInRange((byte)classes, byte.MaxValue);
    }

    /// <summary>The class index of a sample.</summary>
    internal int Label(int sample) => integerLabels.IsEmpty ? byteLabels.Span[sample] : integerLabels.Span[sample];

    private void Scale(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        int perChannel = bytes.Length / scales.Length;
        for (int channel = 0; channel < scales.Length; channel++)
            Scale(bytes.Slice(channel * perChannel, perChannel), values.Slice(channel * perChannel, perChannel), scales[channel], offsets[channel]);
    }

    private static void Scale(ReadOnlySpan<byte> bytes, Span<float> values, float scale, float offset)
    {
        int index = 0;
        ref readonly byte source = ref MemoryMarshal.GetReference(bytes);
        ref float destination = ref MemoryMarshal.GetReference(values);
        if (Vector256.IsHardwareAccelerated)
        {
            for (; index <= bytes.Length - Vector256<float>.Count; index += Vector256<float>.Count)
            {
                Vector256<float> whole = Vector256.ConvertToSingle(VectorMath.Widen256(in Unsafe.Add(ref Unsafe.AsRef(in source), index)));
                Vector256.MultiplyAddEstimate(whole, Vector256.Create(scale), Vector256.Create(offset)).StoreUnsafe(ref destination, (nuint)index);
            }
        }

        for (; index < bytes.Length; index++)
            values[index] = float.MultiplyAddEstimate(bytes[index], scale, offset);
    }

    private static int CountOf(int values, int valuesPerSample, int labels, int perSample, string what)
    {
        if (valuesPerSample < 1 || perSample < 1)
            throw new ArgumentException("A sample needs at least one value, and one label or target.");
        int count = values / valuesPerSample;
        if (count == 0 || count * valuesPerSample != values)
            throw new ArgumentException($"{values} values are no whole number of samples of {valuesPerSample} values each.");
        if ((long)count * perSample != labels)
            throw new ArgumentException($"{count} samples need {(long)count * perSample} {what}; {labels} were given.");
        return count;
    }
}
