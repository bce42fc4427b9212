using System.Runtime.CompilerServices;

namespace ModelGen.Runtime;

/// <summary>Copies a parameter between the order of the saved file and its layout in the block.</summary>
internal static class ParameterLayout
{
    /// <summary>Copies values in file order to where they lie.</summary>
    /// <param name="parameter">The layout.</param>
    /// <param name="values">Values in file order.</param>
    /// <param name="first">The parameter's first element in its block.</param>
    /// <param name="position">Where in the file's order they begin.</param>
    public static void Scatter(ParameterPlan parameter, ReadOnlySpan<float> values, ref float first, long position = 0)
    {
        (int length, int stride) = InnermostAxis(parameter);
        for (int start = 0, count; start < values.Length; start += count)
        {
            (long row, long within) = Math.DivRem(position + start, length);
            count = Math.Min(length - (int)within, values.Length - start);
            ref float run = ref Unsafe.Add(ref first, (nint)(RowOffset(parameter, row) + (within * stride)));
            for (int index = 0; index < count; index++)
                Unsafe.Add(ref run, (nint)index * stride) = values[start + index];
        }
    }

    /// <summary>Copies values from where they lie to file order.</summary>
    /// <param name="parameter">The layout.</param>
    /// <param name="first">The parameter's first element in its block.</param>
    /// <param name="values">Values in file order.</param>
    /// <param name="position">Where in the file's order they begin.</param>
    public static void Gather(ParameterPlan parameter, ref readonly float first, Span<float> values, long position = 0)
    {
        (int length, int stride) = InnermostAxis(parameter);
        ref float block = ref Unsafe.AsRef(in first);
        for (int start = 0, count; start < values.Length; start += count)
        {
            (long row, long within) = Math.DivRem(position + start, length);
            count = Math.Min(length - (int)within, values.Length - start);
            ref float run = ref Unsafe.Add(ref block, (nint)(RowOffset(parameter, row) + (within * stride)));
            for (int index = 0; index < count; index++)
                values[start + index] = Unsafe.Add(ref run, (nint)index * stride);
        }
    }

    /// <summary>Where the element at a position of the file's order lies, in floats from the parameter's first.</summary>
    public static long ElementOffset(ParameterPlan parameter, long position)
    {
        (int length, int stride) = InnermostAxis(parameter);
        return RowOffset(parameter, position / length) + (position % length * stride);
    }

    private static (int Length, int Stride) InnermostAxis(ParameterPlan parameter) =>
        parameter.Extents.Length == 0 ? (1, 1) : (parameter.Extents[^1], parameter.Strides[^1]);

    private static long RowOffset(ParameterPlan parameter, long row)
    {
        long offset = 0;
        for (int axis = parameter.Extents.Length - 2; axis >= 0; axis--)
        {
            offset += row % parameter.Extents[axis] * parameter.Strides[axis];
            row /= parameter.Extents[axis];
        }

        return offset;
    }
}
