using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Tests.Schedule;

public class TileShapeTests
{
    public static TheoryData<int, int> Targets => new() { { 16, 32 }, { 8, 16 }, { 4, 16 } };

    [Theory]
    [MemberData(nameof(Targets))]
    public void Segments_cover_every_column_once(int lanes, int registers)
    {
        var target = new Target(lanes, registers);
        for (int columns = 1; columns <= 200; columns++)
        {
            for (int vectors = 1; vectors <= 6; vectors++)
            {
                long next = 0;
                foreach (VectorSegment segment in TileShape.Segments(columns, vectors, target))
                {
                    Assert.Equal(next, segment.Begin);
                    next += segment.Count * segment.Step;
                }

                Assert.Equal(columns, next);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Overlapping_segments_cover_every_column_and_stay_inside(int lanes, int registers)
    {
        var target = new Target(lanes, registers);
        for (int columns = 1; columns <= 200; columns++)
        {
            var covered = new bool[columns];
            foreach (VectorSegment segment in TileShape.OverlappingSegments(columns, 3, target))
            {
                Assert.InRange(segment.Begin, 0, columns - (segment.Count * segment.Step));
                Assert.True(segment.Lanes > 1 || columns < 4);
                Array.Fill(covered, true, (int)segment.Begin, (int)segment.Count * segment.Step);
            }

            Assert.DoesNotContain(false, covered);
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Tiles_fit_into_the_registers(int lanes, int registers)
    {
        var target = new Target(lanes, registers);
        foreach (Size rows in new Size[] { 1, 3, 13, 128, 784, Size.Of("batch") })
        {
            foreach (int columns in new[] { 4, 10, 32, 64, 128, 512 })
            {
                foreach (int windows in new[] { 1, 4, 9 })
                {
                    TileShape shape = TileShape.Best(TileShape.Estimates(rows, columns, windows, target));
                    Assert.True(shape == new TileShape(1, 1) || (windows * shape.Rows * shape.Vectors) + shape.Vectors + 1 <= registers, $"{rows}×{columns}, {windows}: {shape}");
                }
            }
        }
    }

    [Fact]
    public void A_large_product_keeps_the_multiply_add_unit_busy()
    {
        TileShape shape = TileShape.Best(TileShape.Estimates(Size.Of("batch"), 512, 1, Target.Vector512));
        Assert.InRange(shape.Rows * shape.Vectors, 16, 28);
    }

    [Fact]
    public void Rows_are_walked_to_the_end()
    {
        Assert.Equal([8, 5], TileShape.RowSteps(13, 8));
        Assert.Equal([8], TileShape.RowSteps(16, 8));
        Assert.Equal([5], TileShape.RowSteps(5, 8));
        Assert.Equal([8, 1], TileShape.RowSteps(Size.Of("batch"), 8));
    }

    [Fact]
    public void A_share_that_begins_at_a_tile_leaves_nothing_of_a_number_of_tiles()
    {
        Assert.Equal([8], TileShape.RowStepsOfShare(new Size(64, "batch"), 8));
        Assert.Equal([8, 1], TileShape.RowStepsOfShare(new Size(4, "batch"), 8));
        Assert.Equal([8, 1], TileShape.RowSteps(new Size(64, "batch"), 8));
        Assert.Equal([8, 5], TileShape.RowStepsOfShare(13, 8));
    }
}
