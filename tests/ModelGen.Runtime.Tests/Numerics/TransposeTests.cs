using System.Runtime.InteropServices;
using ModelGen.Runtime;

namespace ModelGen.Runtime.Tests.Numerics;

public class TransposeTests
{
    [Theory]
    [InlineData(4, 4, 4)]
    [InlineData(4, 9, 7)]
    [InlineData(8, 11, 8)]
    [InlineData(12, 13, 15)]
    [InlineData(16, 16, 16)]
    [InlineData(16, 33, 19)]
    [InlineData(24, 29, 31)]
    public void Rows_become_columns_and_nothing_else_is_touched(int edge, int sourceStride, int destinationStride)
    {
        float[] source = [.. Enumerable.Range(1, edge * sourceStride).Select(value => (float)value)];
        var destination = new float[edge * destinationStride];
        VectorMath.Transpose(in source[0], sourceStride, ref destination[0], destinationStride, edge);
        for (int row = 0; row < edge; row++)
        {
            for (int column = 0; column < destinationStride; column++)
                Assert.Equal(column < edge ? source[(column * sourceStride) + row] : 0, destination[(row * destinationStride) + column]);
        }
    }

    /// <summary>At a cache line and beside one, with rows that are whole lines and rows that are not.</summary>
    [Theory]
    [InlineData(0, 32)]
    [InlineData(0, 37)]
    [InlineData(5, 32)]
    public unsafe void What_several_threads_read_is_the_same_tile(int first, int destinationStride)
    {
        const int edge = 16;
        float[] source = [.. Enumerable.Range(1, edge * edge).Select(value => (float)value)];
        int length = first + (edge * destinationStride);
        float* destination = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);
        new Span<float>(destination, length).Clear();
        VectorMath.Transpose(in source[0], edge, ref destination[first], destinationStride, edge, isShared: true);
        for (int place = 0; place < length; place++)
        {
            (int row, int column) = Math.DivRem(place - first, destinationStride);
            Assert.Equal(place >= first && column < edge ? source[(column * edge) + row] : 0, destination[place]);
        }

        NativeMemory.AlignedFree(destination);
    }
}
