using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Tests.Shapes;

public class SizeTests
{
    private static readonly Size Batch = Size.Of("batch");
    private static readonly Size Time = Size.Of("time");

    [Fact]
    public void Products_do_not_depend_on_the_order() => Assert.Equal(Batch * 3 * Time * 2, Time * 6 * Batch);

    [Fact]
    public void Quotients_are_exact_or_none()
    {
        Assert.Equal(Time * 2, (Batch * Time * 6).DividedBy(Batch * 3));
        Assert.Null((Batch * 6).DividedBy(4));
        Assert.Null(((Size)6).DividedBy(Batch));
        Assert.Null((Batch * 6).DividedBy(0));
    }

    [Fact]
    public void Values_for_given_symbols() => Assert.Equal(2 * 5 * 7, (Batch * 2 * Time).Evaluate(symbol => symbol == "batch" ? 5 : 7));

    [Theory]
    [InlineData("24", "2,3,4", "[0..1]→[0..3]")]
    [InlineData("2,3,4", "24", "[0..3]→[0..1]")]
    [InlineData("2,3,4", "6,4", "[0..2]→[0..1] [2..3]→[1..2]")]
    [InlineData("6,4", "3,8", "[0..2]→[0..2]")]
    [InlineData("5,1,3", "5,3", "[0..1]→[0..1] [1..3]→[1..2]")]
    public void Groups_of_axes_that_hold_the_same_elements(string from, string to, string groups)
    {
        Shape Parse(string sizes) => Shape.From(sizes.Split(',').Select(size => (Size)long.Parse(size)));
        IEnumerable<string> found = AxisGroup.Between(Parse(from), Parse(to)).Select(group => $"[{group.FromStart}..{group.FromEnd}]→[{group.ToStart}..{group.ToEnd}]");
        Assert.Equal(groups, string.Join(" ", found));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 2)]
    [InlineData(-3, 0)]
    [InlineData(3, null)]
    [InlineData(-4, null)]
    public void Axes_counted_from_either_end(long axis, int? expected) => Assert.Equal(expected, new Shape(2, 3, 4).Axis(axis));
}
