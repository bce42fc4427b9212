using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Tests.Loops;

/// <summary>Affine indices: what simplifies must keep its value everywhere.</summary>
public class IndexTests
{
    private readonly Axis row = new("row", 6);
    private readonly Axis column = new("column", 4);

    [Fact]
    public void Sums_are_equal_in_any_order()
    {
        Assert.Equal((Index)row * 4 + column + 2, (Index)column + 2 + ((Index)row * 4));
        Assert.Equal(((Index)row + column).GetHashCode(), ((Index)column + row).GetHashCode());
        Assert.Equal(Index.Zero, (Index)row + ((Index)row * -1));
    }

    [Fact]
    public void Products_with_a_size_take_every_part_along()
    {
        Size batch = Size.Of("batch");
        Assert.Equal(Index.Zero, Index.Zero * batch);
        Assert.Equal(Index.Zero, (Index)row * 0);
        Assert.Equal(12, (Index)3 * 4);
        Assert.Equal(Index.Of(3 * batch), (Index)3 * batch);
        Assert.Equal(Index.Of(row, batch) + Index.Of(3 * batch), ((Index)row + 3) * batch);
        Assert.Equal(((Index)row * 8) + 6, (((Index)row * 4) + 3) * 2);
    }

    [Fact]
    public void An_index_parts_by_its_atoms()
    {
        Index sum = ((Index)row * 4) + column + 2;
        Assert.Equal(((Index)row * 4, (Index)column + 2), sum.Partition(atom => atom == row));
        Assert.Equal((Index.Zero, sum), sum.Partition(_ => false));
        Assert.Equal(((Index)row * 4 + column, (Index)2), sum.Partition(_ => true));
        Assert.Equal(((Index)row, Index.Zero), ((Index)row).Partition(_ => true));
    }

    [Fact]
    public void Division_takes_out_what_divides_and_drops_what_is_too_small()
    {
        Index flat = ((Index)row * 4) + column;
        Assert.Equal((Index)row, Index.Divide(flat, 4));
        Assert.Equal((Index)column, Index.Modulo(flat, 4));
        // A column of up to 3 is not below 3: nothing may be simplified.
        Assert.IsType<Quotient>(Index.Divide(flat, 3).Terms[0].Atom);
    }

    [Theory]
    [InlineData(3, 5, 7)]
    [InlineData(2, 1, 6)]
    [InlineData(1, 4, 3)]
    [InlineData(4, 2, 4)]
    public void Division_and_remainder_keep_their_values(long rowStep, long columnStep, long divisor)
    {
        Index flat = ((Index)row * rowStep) + ((Index)column * columnStep) + 1;
        for (long r = 0; r < 6; r++)
        {
            for (long c = 0; c < 4; c++)
            {
                long value = (r * rowStep) + (c * columnStep) + 1;
                Assert.Equal(value / divisor, At(Index.Divide(flat, divisor), r, c));
                Assert.Equal(value % divisor, At(Index.Modulo(flat, divisor), r, c));
            }
        }
    }

    [Fact]
    public void Bounds_contain_every_value()
    {
        Assert.Equal((1, 24), (((Index)row * 4) + column + 1).Bounds());
        Assert.Equal((-3, 5), ((Index)row + ((Index)column * -1)).Bounds());
        Assert.Equal((0, null), Index.Of(new Axis("sample", Size.Of("batch")), 2).Bounds());
    }

    private long At(Index index, long r, long c) => index.Constant + index.Terms.Sum(term => term.Coefficient.Constant * term.Atom switch
    {
        Axis axis => axis == row ? r : c,
        Quotient quotient => At(quotient.Dividend, r, c) / quotient.Divisor,
        Remainder remainder => At(remainder.Dividend, r, c) % remainder.Divisor,
        _ => throw new InvalidOperationException(),
    });
}
