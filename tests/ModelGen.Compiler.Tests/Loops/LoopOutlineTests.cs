using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Tests.Loops;

public class LoopOutlineTests
{
    private static readonly Axis Item = new("item", 6), Row = new("row", 3), Column = new("column", 20), Lane = new("lane", 4);

    [Fact]
    public void Loops_are_named_from_the_outside_in_with_their_steps()
    {
        Loop inner = Walk(Column, [], 16, 4), sibling = Walk(new Axis("rest", 2), []);
        Assert.Equal("item > (column by 16, 4; rest)", LoopOutline.Order([Walk(Item, [new VectorScope(null, [inner, sibling, inner])])]));
    }

    [Fact]
    public void An_item_tells_what_it_is_taken_apart_into() =>
        Assert.Equal("item of row", LoopOutline.Order([Walk(Item, [new LetIndex(Row, Item)])]));

    [Fact]
    public void What_is_declared_outside_of_the_innermost_loop_is_held()
    {
        Register[] sums = [new("sum0_0", false, Lane), new("sum0_1", false, Lane)];
        var vector = new Register("pool2_0", false, Lane);
        var single = new Register("rest", false, null);
        Loop loop = Walk(Row, [new Declare(vector, new Number(1)), .. sums.Select(sum => new Assign(sum, new MultiplyAdd(new Read(vector), new Read(single), new Read(sum))))]);
        (IReadOnlyList<RegisterGroup> held, IReadOnlyList<RegisterGroup> loaded) = LoopOutline.Registers([Walk(Item, [.. sums.Select(sum => new Declare(sum, new Number(0))), loop])]);
        Assert.Equal([new RegisterGroup("sum", 2)], held);
        Assert.Equal([new RegisterGroup("pool2", 1)], loaded);
    }

    private static Loop Walk(Axis axis, IReadOnlyList<Statement> body, params long[] steps) =>
        new(axis, Bound.At(0), Bound.At(axis.Extent), [.. (steps.Length == 0 ? [1] : steps).Select(step => new LoopSegment(step, body))]);
}
