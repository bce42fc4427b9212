using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelGen.Runtime;

/// <summary>What emitted code checks before a run. A refusal is one sentence that names the input, what it has and what it needs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class InputChecks
{
    /// <summary>The size of the leading axis: how many rows an input holds.</summary>
    /// <param name="length">The values given.</param>
    /// <param name="valuesPerRow">The values of one row.</param>
    /// <param name="name">The input's name.</param>
    /// <param name="shape">Its shape as text: <c>[batch, 1, 28, 28]</c>.</param>
    /// <exception cref="ArgumentException">It is empty, or its last row is not full.</exception>
    public static int Leading(int length, int valuesPerRow, string name, string shape)
    {
        int rows = length / valuesPerRow;
        if (rows == 0 || rows * valuesPerRow != length)
            ThrowLeading(length, valuesPerRow, name, shape);
        return rows;
    }

    /// <summary>Checks that an input or output holds as many values as its shape asks for.</summary>
    /// <param name="length">The values given.</param>
    /// <param name="expected">The values needed.</param>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape as text.</param>
    /// <exception cref="ArgumentException">It holds more or fewer.</exception>
    public static void Length(int length, long expected, string name, string shape)
    {
        if (length != expected)
            ThrowLength(length, expected, name, shape);
    }

    /// <summary>Checks that one of several outputs gets as much room as its shape asks for, or none where it is not wanted.</summary>
    /// <param name="length">The values that there is room for.</param>
    /// <param name="expected">The values needed.</param>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape as text.</param>
    /// <exception cref="ArgumentException">There is room for some, but more or fewer.</exception>
    public static void LengthOrNone(int length, long expected, string name, string shape)
    {
        if (length != 0)
            Length(length, expected, name, shape);
    }

    /// <summary>Checks that labels are classes: 0 to <paramref name="classes"/> − 1.</summary>
    /// <param name="labels">The class indices.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="name">The input's name.</param>
    /// <param name="ignored">An index outside of them that may be there all the same.</param>
    /// <exception cref="ArgumentException">One is outside; the first such is named.</exception>
    public static void ClassIndices(ReadOnlySpan<int> labels, int classes, string name, int? ignored = null)
    {
        ref int first = ref MemoryMarshal.GetReference(labels);
        int position = 0;
        // As unsigned numbers negative labels are large, so one comparison finds both kinds.
        for (; position <= labels.Length - Vector256<int>.Count; position += Vector256<int>.Count)
        {
            Vector256<uint> values = Vector256.LoadUnsafe(ref first, (nuint)position).AsUInt32();
            if (Vector256.GreaterThanOrEqualAny(values, Vector256.Create((uint)classes)))
                break;
        }

        for (; position < labels.Length; position++)
        {
            if ((uint)labels[position] >= (uint)classes && labels[position] != ignored)
                ThrowClassIndex(position, labels[position], classes, name);
        }
    }

    /// <summary>The values of a dense tensor, in order, without a copy.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="lengths">The lengths it must have; −1 where any will do.</param>
    /// <param name="name">The input's name.</param>
    /// <param name="shape">Its shape as text.</param>
    /// <exception cref="ArgumentException">It has another shape, or gaps between its values.</exception>
    public static ReadOnlySpan<T> Values<T>(in ReadOnlyTensorSpan<T> tensor, ReadOnlySpan<int> lengths, string name, string shape)
    {
        CheckTensor(tensor.Lengths, tensor.IsDense, tensor.FlattenedLength, lengths, name, shape);
        return MemoryMarshal.CreateReadOnlySpan(in tensor.GetPinnableReference(), (int)tensor.FlattenedLength);
    }

    /// <summary>The values of a dense tensor, in order, for writing, without a copy.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="lengths">The lengths it must have; −1 where any will do.</param>
    /// <param name="name">The output's name.</param>
    /// <param name="shape">Its shape as text.</param>
    /// <exception cref="ArgumentException">It has another shape, or gaps between its values.</exception>
    public static Span<T> Values<T>(in TensorSpan<T> tensor, ReadOnlySpan<int> lengths, string name, string shape)
    {
        CheckTensor(tensor.Lengths, tensor.IsDense, tensor.FlattenedLength, lengths, name, shape);
        return MemoryMarshal.CreateSpan(ref tensor.GetPinnableReference(), (int)tensor.FlattenedLength);
    }

    /// <summary>The values of a dense tensor, in order, for one of several outputs; none for an empty one, where the output is not wanted.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="lengths">The lengths it must have; −1 where any will do.</param>
    /// <param name="name">The output's name.</param>
    /// <param name="shape">Its shape as text.</param>
    /// <exception cref="ArgumentException">It has another shape, or gaps between its values.</exception>
    public static Span<T> ValuesOrNone<T>(in TensorSpan<T> tensor, ReadOnlySpan<int> lengths, string name, string shape) =>
        tensor.IsEmpty ? [] : Values(tensor, lengths, name, shape);

    private static void CheckTensor(ReadOnlySpan<nint> lengths, bool isDense, nint count, ReadOnlySpan<int> expected, string name, string shape)
    {
        bool fits = lengths.Length == expected.Length;
        for (int axis = 0; fits && axis < expected.Length; axis++)
            fits = expected[axis] < 0 || lengths[axis] == expected[axis];
        if (!fits)
            throw new ArgumentException($"{name} has the shape [{Join(lengths)}]; it needs {shape}.");
        if (!isDense || count > int.MaxValue)
            throw new ArgumentException($"{name} has gaps between its values or too many of them; it needs at most {int.MaxValue} values that lie one after the other.");
    }

    private static string Join(ReadOnlySpan<nint> lengths)
    {
        var parts = new string[lengths.Length];
        for (int axis = 0; axis < parts.Length; axis++)
            parts[axis] = lengths[axis].ToString();
        return string.Join(", ", parts);
    }

    [DoesNotReturn]
    private static void ThrowLeading(int length, int valuesPerRow, string name, string shape) =>
        throw new ArgumentException(length == 0
            ? $"{name} is empty; it needs {shape}, {Amount(valuesPerRow)} for each row."
            : $"{name} has {Amount(length)}, which is no multiple of {valuesPerRow}; it needs {shape}, {Amount(valuesPerRow)} for each row.");

    [DoesNotReturn]
    private static void ThrowLength(int length, long expected, string name, string shape) =>
        throw new ArgumentException($"{name} has {Amount(length)}; it needs {shape}, {Amount(expected)}.");

    [DoesNotReturn]
    private static void ThrowClassIndex(int position, int value, int classes, string name) =>
        throw new ArgumentException($"{name}[{position}] is {value}; with {classes} classes it must be 0 to {classes - 1}.");

    private static string Amount(long count) => count == 1 ? "1 value" : $"{count} values";
}
