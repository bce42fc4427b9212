using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Tests.Loops;

public class ExpressionTests
{
    private static readonly Axis row = new("row", 4), column = new("column", 5);
    private static readonly Load load = new(new Compiler.Loops.Buffer("x", BufferPlace.Arena, ElementType.Float32, new Shape(4, 5), new([5, 1]), -1), ((Compiler.Loops.Index)row * 5) + column);
    private static readonly Reduction largest = new(ReductionKind.Max, new([column]), load);

    public static TheoryData<string> Kinds => [.. All.Select(expression => expression.GetType().Name)];

    // One of each kind that is made of others or of indices.
    private static IReadOnlyList<Expression> All =>
    [
        new IndexValue(row), new RandomWord(1, row, column), load, new Unary(UnaryFunction.Exp, load), new Binary(BinaryFunction.Max, load, new Number(0)), new MultiplyAdd(load, load, new Number(1)),
        new Select(Comparison.Greater, load, new Number(0), load, new Number(2)), new Guard(new([new InRange(row, 3)]), load, new Number(0)), largest, new Winner(largest),
        new AcrossLanes(ReductionKind.Sum, load),
    ];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_nothing_changes_in_is_itself(string kind)
    {
        Expression expression = All.Single(expression => expression.GetType().Name == kind);
        Assert.Same(expression, expression.Map(part => part, index => index));
        Assert.Same(expression, expression.Substitute(_ => null));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_axis_is_replaced_wherever_it_is(string kind)
    {
        Expression expression = All.Single(expression => expression.GetType().Name == kind), replaced = expression.Substitute(axis => axis == row ? 2 : null);
        Assert.True(expression is AcrossLanes || expression.DependsOn(row));
        Assert.False(replaced.DependsOn(row));
        Assert.Equal(expression.Descendants().Count, replaced.Descendants().Count);
        Assert.All(replaced.Descendants(), part => Assert.False(part is Load { Offset: var offset } && !offset.Equals((Compiler.Loops.Index)column + 10)));
    }

    [Fact]
    public void What_replaces_an_expression_keeps_its_axes()
    {
        // The sum of two loads, of which one is replaced by what reads the same axis.
        Expression sum = new Binary(BinaryFunction.Add, load, new Unary(UnaryFunction.Exp, load with { Offset = row }));
        Expression replaced = sum.Replace(part => part is Unary ? new IndexValue(row) : null, axis => axis == row ? 3 : null);
        Assert.Equal(new Binary(BinaryFunction.Add, load with { Offset = (Compiler.Loops.Index)column + 15 }, new IndexValue(row)), replaced);
        Assert.Same(sum, sum.Replace(_ => null));
        Assert.Equal(new Number(1), sum.Replace(_ => new Number(1)));
    }

    [Fact]
    public void The_parts_come_in_their_order()
    {
        Expression[] four = [new Number(1), new Number(2), new Number(3), new Number(4)];
        Assert.Equal(four, new Select(Comparison.Equal, four[0], four[1], four[2], four[3]).Descendants().Skip(1));
        Assert.Equal(four.Take(3), new MultiplyAdd(four[0], four[1], four[2]).Descendants().Skip(1));
        Assert.Equal([four[0]], four[0].Descendants());
    }
}
