using ModelGen.Runtime;

namespace ModelGen.Runtime.Tests.Numerics;

public class TransposeTests
{
    [Theory]
    [InlineData(4, 4, 4)]
    [InlineData(4, 9, 7)]
    [InlineData(8, 11, 8)]
    [InlineData(16, 16, 16)]
    [InlineData(16, 33, 19)]
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
}
