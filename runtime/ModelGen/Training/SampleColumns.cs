using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelGen.Runtime;

/// <summary>What each sample of a dataset has for one input of a network.</summary>
/// <param name="valuesPerSample">How many values that is.</param>
internal abstract class SampleColumn(int valuesPerSample)
{
    public int ValuesPerSample { get; } = valuesPerSample;

    /// <summary>Copies what some samples have into a batch, one after the other.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="batch">Gets them.</param>
    /// <param name="input">The place of the network's input.</param>
    public abstract void Gather(ReadOnlySpan<int> samples, Batch batch, int input);

    /// <summary>That of some of the samples, without a copy.</summary>
    public abstract SampleColumn Slice(int start, int count);
}

/// <summary>A column that becomes floats.</summary>
internal abstract class FloatColumn(int valuesPerSample) : SampleColumn(valuesPerSample)
{
    /// <inheritdoc/>
    public sealed override void Gather(ReadOnlySpan<int> samples, Batch batch, int input) => Gather(samples, batch.FloatsOf(input));

    /// <summary>Copies what some samples have, one after the other.</summary>
    protected abstract void Gather(ReadOnlySpan<int> samples, Span<float> rows);
}

/// <summary>A column that becomes integers.</summary>
internal abstract class IntegerColumn(int valuesPerSample) : SampleColumn(valuesPerSample)
{
    /// <summary>One of the integers of all samples, which follow each other.</summary>
    public abstract int this[int place] { get; }

    /// <inheritdoc/>
    public sealed override void Gather(ReadOnlySpan<int> samples, Batch batch, int input) => Gather(samples, batch.IntegersOf(input));

    /// <summary>The place of the first integer that is neither 0 to <paramref name="count"/> − 1 nor <paramref name="ignored"/>; −1 where there is none.</summary>
    public abstract int FirstOutside(int count, int? ignored);

    /// <summary>Copies what some samples have, one after the other.</summary>
    protected abstract void Gather(ReadOnlySpan<int> samples, Span<int> rows);
}

/// <summary>Floats as they were given.</summary>
internal sealed class GivenFloats(ReadOnlyMemory<float> values, int valuesPerSample) : FloatColumn(valuesPerSample)
{
    /// <inheritdoc/>
    public override SampleColumn Slice(int start, int count) => new GivenFloats(values.Slice(start * ValuesPerSample, count * ValuesPerSample), ValuesPerSample);

    /// <inheritdoc/>
    protected override void Gather(ReadOnlySpan<int> samples, Span<float> rows)
    {
        ReadOnlySpan<float> all = values.Span;
        for (int row = 0; row < samples.Length; row++)
            all.Slice(samples[row] * ValuesPerSample, ValuesPerSample).CopyTo(rows[(row * ValuesPerSample)..]);
    }
}

/// <summary>Bytes, each times its channel's scale and plus its offset.</summary>
internal sealed class ScaledBytes(ReadOnlyMemory<byte> values, int valuesPerSample, float[] scales, float[] offsets) : FloatColumn(valuesPerSample)
{
    /// <inheritdoc/>
    public override SampleColumn Slice(int start, int count) => new ScaledBytes(values.Slice(start * ValuesPerSample, count * ValuesPerSample), ValuesPerSample, scales, offsets);

    /// <inheritdoc/>
    protected override void Gather(ReadOnlySpan<int> samples, Span<float> rows)
    {
        ReadOnlySpan<byte> all = values.Span;
        int perChannel = ValuesPerSample / scales.Length;
        for (int row = 0; row < samples.Length; row++)
        {
            ReadOnlySpan<byte> bytes = all.Slice(samples[row] * ValuesPerSample, ValuesPerSample);
            Span<float> scaled = rows.Slice(row * ValuesPerSample, ValuesPerSample);
            for (int channel = 0; channel < scales.Length; channel++)
                Scale(bytes.Slice(channel * perChannel, perChannel), scaled.Slice(channel * perChannel, perChannel), scales[channel], offsets[channel]);
        }
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
}

/// <summary>A row of zeros with a one at its class, for each class index.</summary>
internal sealed class OneHotRows(IntegerColumn indices, int classes) : FloatColumn(checked(indices.ValuesPerSample * classes))
{
    /// <inheritdoc/>
    public override SampleColumn Slice(int start, int count) => new OneHotRows((IntegerColumn)indices.Slice(start, count), classes);

    /// <inheritdoc/>
    protected override void Gather(ReadOnlySpan<int> samples, Span<float> rows)
    {
        rows.Clear();
        int perSample = indices.ValuesPerSample;
        for (int place = 0; place < samples.Length * perSample; place++)
            rows[(place * classes) + indices[(samples[place / perSample] * perSample) + (place % perSample)]] = 1;
    }
}

/// <summary>Integers as they were given.</summary>
internal sealed class GivenIntegers(ReadOnlyMemory<int> values, int valuesPerSample) : IntegerColumn(valuesPerSample)
{
    /// <inheritdoc/>
    public override int this[int place] => values.Span[place];

    /// <inheritdoc/>
    public override SampleColumn Slice(int start, int count) => new GivenIntegers(values.Slice(start * ValuesPerSample, count * ValuesPerSample), ValuesPerSample);

    /// <inheritdoc/>
    protected override void Gather(ReadOnlySpan<int> samples, Span<int> rows)
    {
        ReadOnlySpan<int> all = values.Span;
        for (int row = 0; row < samples.Length; row++)
            all.Slice(samples[row] * ValuesPerSample, ValuesPerSample).CopyTo(rows[(row * ValuesPerSample)..]);
    }

    /// <inheritdoc/>
    public override int FirstOutside(int count, int? ignored)
    {
        ReadOnlySpan<int> all = values.Span;
        int place = 0;
        while (all[place..].IndexOfAnyExceptInRange(0, count - 1) is >= 0 and int further)
        {
            place += further;
            if (all[place] != ignored)
                return place;
            place++;
        }

        return -1;
    }
}

/// <summary>A class index of one byte for each sample.</summary>
internal sealed class ByteIndices(ReadOnlyMemory<byte> values) : IntegerColumn(1)
{
    /// <inheritdoc/>
    public override int this[int place] => values.Span[place];

    /// <inheritdoc/>
    public override SampleColumn Slice(int start, int count) => new ByteIndices(values.Slice(start, count));

    /// <inheritdoc/>
    protected override void Gather(ReadOnlySpan<int> samples, Span<int> rows)
    {
        ReadOnlySpan<byte> all = values.Span;
        for (int row = 0; row < samples.Length; row++)
            rows[row] = all[samples[row]];
    }

    /// <inheritdoc/>
    public override int FirstOutside(int count, int? ignored)
    {
        ReadOnlySpan<byte> all = values.Span;
        int place = 0;
        while (count <= byte.MaxValue && all[place..].IndexOfAnyInRange((byte)count, byte.MaxValue) is >= 0 and int further)
        {
            place += further;
            if (all[place] != ignored)
                return place;
            place++;
        }

        return -1;
    }
}
