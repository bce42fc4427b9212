using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Schedule;

/// <summary>Clears a stretch of a buffer.</summary>
internal static class ZeroFill
{
    /// <summary>Stores zeros from an offset on.</summary>
    public static Statement Of(Buffer buffer, Index start, long count, Target target)
    {
        var at = new Axis("element", count);
        var segments = new List<LoopSegment>();
        int lanes = target.LanesFor(count);
        if (lanes > 1)
        {
            var lane = new Axis("lane", lanes);
            segments.Add(new LoopSegment(lanes, [new VectorScope(lane, [new Store(buffer, start + at + lane, new Number(0))])]));
        }

        if (count % lanes != 0 || lanes == 1)
            segments.Add(new LoopSegment(1, [new Store(buffer, start + at, new Number(0))]));
        // In a scope of its own: what the loop hoists has the names that other loops over the buffer use.
        return new VectorScope(null, [new Loop(at, Bound.At(0), Bound.At(count), segments)]);
    }
}
