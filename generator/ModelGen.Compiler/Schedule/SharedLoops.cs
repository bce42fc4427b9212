using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>The outer loops of a kernel, whose turns a team shares out.</summary>
internal static class SharedLoops
{
    /// <summary>Wraps a body in loops over axes; as many of them as can be counted as one are shared out, the others run inside.</summary>
    /// <param name="axes">The axes, outermost first.</param>
    /// <param name="body">The body.</param>
    public static Scheduled Around(IReadOnlyList<Axis> axes, IReadOnlyList<Statement> body)
    {
        // An item's number is taken apart again from the inside: all sizes but the first must be known for that.
        int shared = axes.Count == 0 ? 0 : 1;
        while (shared < axes.Count && axes[shared].Extent.IsConstant)
            shared++;
        foreach (Axis axis in axes.Skip(shared).Reverse())
            body = [Loop.Over(axis, body)];
        if (shared == 0)
            return new Scheduled([OnlyOnce(body)], 1, 1);
        if (shared == 1)
            return new Scheduled([new Loop(axes[0], Bound.ShareBegin, Bound.ShareEnd, [new LoopSegment(1, body)])], axes[0].Extent, 1);
        Size items = axes.Take(shared).Aggregate((Size)1, (product, axis) => product * axis.Extent);
        var item = new Axis("item", items);
        var parts = new List<Statement>();
        Index left = item;
        for (int i = shared - 1; i >= 0; i--)
        {
            parts.Insert(0, new LetIndex(axes[i], i == 0 ? left : Index.Of(new Remainder(left, axes[i].Extent.Constant), 1)));
            if (i > 0)
                left = left.Terms[0].Atom is Quotient outer ? Index.Of(new Quotient(outer.Dividend, outer.Divisor * axes[i].Extent.Constant), 1)
                    : Index.Of(new Quotient(left, axes[i].Extent.Constant), 1);
        }

        return new Scheduled(
            [new Loop(item, Bound.ShareBegin, Bound.ShareEnd, [new LoopSegment(1, [.. parts, .. body])])],
            items,
            1);
    }

    // A body without a loop of its own: for the worker that got the only item.
    private static Statement OnlyOnce(IReadOnlyList<Statement> body) =>
        new Loop(new Axis("item", 1), Bound.ShareBegin, Bound.ShareEnd, [new LoopSegment(1, body)]);
}
