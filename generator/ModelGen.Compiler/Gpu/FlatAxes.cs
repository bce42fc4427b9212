using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Gpu;

/// <summary>
/// Axes counted as one. A position's number is taken apart again from the inside, so of the sizes that vary at run time only one can be in it, as the
/// outermost; axes of further such sizes are left to loops.
/// </summary>
internal sealed class FlatAxes
{
    private readonly Axis[] _counted;

    /// <param name="axes">The axes, outermost first.</param>
    public FlatAxes(IEnumerable<Axis> axes)
    {
        Axis[] all = axes.ToArray();
        Axis[] varying = all.Where(axis => !axis.Extent.IsConstant).ToArray();
        _counted = [.. varying.Take(1), .. all.Where(axis => axis.Extent.IsConstant)];
        Looped = varying.Skip(1).ToArray();
        Count = _counted.Aggregate((Size)1, (product, axis) => product * axis.Extent);
    }

    /// <summary>How many positions there are.</summary>
    public Size Count { get; }

    /// <summary>The axes that are not counted.</summary>
    public IReadOnlyList<Axis> Looped { get; }

    /// <summary>The axes of a reduction, those that memory is walked along most finely last: neighbouring positions then read neighbours.</summary>
    public static IEnumerable<Axis> InOrderOfMemory(Reduction reduction)
    {
        Load[] loads = reduction.Body.Loads().ToArray();
        return reduction.Axes.OrderByDescending(axis => loads.Sum(load => Math.Abs(Nest.Typical(load.Offset.CoefficientOf(axis)))));
    }

    /// <summary>Where a position lies along each axis.</summary>
    public IEnumerable<(Axis Axis, Index Place)> At(Index position)
    {
        long inner = 1;
        for (int axis = _counted.Length - 1; axis >= 0; axis--)
        {
            Index place = Index.Divide(position, inner);
            if (axis > 0)
                place = Index.Modulo(place, _counted[axis].Extent.Constant);
            yield return (_counted[axis], place);
            if (axis > 0)
                inner *= _counted[axis].Extent.Constant;
        }
    }

    /// <summary>Names the places of a position, so that what is computed there can be written with the axes themselves.</summary>
    public IEnumerable<Statement> Name(Index position) => At(position).Select(place => new LetIndex(place.Axis, place.Place));

    /// <summary>Names the places of a position afresh, for one of several positions in the same scope.</summary>
    /// <param name="position">The position.</param>
    /// <param name="named">The new axes, by those they stand for.</param>
    /// <param name="suffix">What tells their names apart.</param>
    public IEnumerable<Statement> Name(Index position, IDictionary<Axis, Index> named, string suffix)
    {
        foreach ((Axis axis, Index place) in At(position))
        {
            var fresh = new Axis(axis.Name + suffix, axis.Extent);
            named[axis] = fresh;
            yield return new LetIndex(fresh, place);
        }
    }

    /// <summary>Loops over the axes that are not counted.</summary>
    public IReadOnlyList<Statement> AroundLooped(IReadOnlyList<Statement> body)
    {
        foreach (Axis axis in Looped.Reverse())
            body = [GpuLoops.Over(axis, body)];
        return body;
    }
}

/// <summary>Loops of one step.</summary>
internal static class GpuLoops
{
    /// <summary>From 0 to the axis's extent.</summary>
    public static Statement Over(Axis axis, IReadOnlyList<Statement> body) => new Loop(axis, Bound.At(0), Bound.At(axis.Extent), [new LoopSegment(1, body)]);

    /// <summary>From a thread's own place in steps of how many threads share the axis.</summary>
    public static Statement Strided(Axis axis, Index first, long step, IReadOnlyList<Statement> body) =>
        new Loop(axis, Bound.From(first), Bound.At(axis.Extent), [new LoopSegment(step, body)]);
}
