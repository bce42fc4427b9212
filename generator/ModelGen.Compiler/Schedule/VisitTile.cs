using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Schedule;

/// <summary>A vector of a <see cref="VisitTile"/>: a register's worth of neighbouring positions.</summary>
/// <param name="Shift">What its first position adds to an offset, given what the offset multiplies each axis by.</param>
/// <param name="Lane">The lane axis; null for a single element.</param>
/// <param name="Suffix">What tells its register's name apart.</param>
internal sealed record TileVector(Func<Index, Index> Shift, Axis? Lane, string Suffix);

/// <summary>
/// The positions that one visit touches, held in registers: whole vectors along the innermost axis, times as many of the axes around it as there are registers for. The
/// other axes are walked outside of the visits.
/// </summary>
internal sealed class VisitTile
{
    // One register for the factor, one for what is loaded, one to spare.
    private const int OtherRegisters = 3;

    private readonly IReadOnlyList<Axis> _looped;
    private readonly IReadOnlyList<Axis> _unrolled;
    private readonly Axis _vector;
    private readonly int _registers;
    private readonly Target _target;

    /// <param name="axes">The axes of the positions, outermost first; neighbours along the last lie side by side.</param>
    /// <param name="target">The machine.</param>
    public VisitTile(IReadOnlyList<Axis> axes, Target target)
    {
        _target = target;
        _registers = target.Registers - OtherRegisters;
        _vector = axes[axes.Count - 1];
        int vectors = Segments().Sum(segment => (int)segment.Count * segment.Vectors);
        int unrolled = axes.Count - 1;
        while (unrolled > 0 && vectors * axes[unrolled - 1].Extent.Constant <= _registers)
            vectors *= (int)axes[--unrolled].Extent.Constant;
        _looped = axes.Take(unrolled).ToArray();
        _unrolled = axes.Skip(unrolled).Take(axes.Count - 1 - unrolled).ToArray();
    }

    /// <summary>What it holds, as data.</summary>
    public VisitDecision Decision
    {
        get
        {
            VectorSegment[] segments = Segments().ToArray();
            int positions = _unrolled.Aggregate(1, (product, axis) => product * (int)axis.Extent.Constant);
            return Fits(segments)
                ? new VisitDecision([.. _unrolled, _vector], _looped, positions * segments.Sum(segment => (int)segment.Count * segment.Vectors), _registers)
                : new VisitDecision([], [.. _looped, _vector], segments.Max(segment => segment.Vectors), _registers);
        }
    }

    /// <summary>An offset of the tile's first position.</summary>
    public Index First(Index offset, Index column) => offset.Substitute(axis => axis == _vector ? column : _unrolled.Contains(axis) ? Index.Zero : null);

    /// <summary>Loops around tiles, each with what <paramref name="inside"/> makes of its vectors and the first column.</summary>
    public IReadOnlyList<Statement> Build(Func<IReadOnlyList<TileVector>, Index, IReadOnlyList<Statement>> inside)
    {
        var statements = new List<Statement>();
        VectorSegment[] segments = Segments().ToArray();
        bool fits = Fits(segments);
        if (fits)
            statements.AddRange(inside(Vectors(segments), Index.Zero));
        foreach (VectorSegment segment in fits ? [] : segments)
        {
            var column = new Axis(_vector.Name, _vector.Extent);
            IReadOnlyList<Statement> body = inside(Vectors([segment with { Begin = 0, Count = 1 }]), column);
            Bound begin = Bound.At(segment.Begin), end = Bound.At(segment.Begin + (segment.Count * segment.Step));
            statements.Add(new Loop(column, begin, end, [new LoopSegment(segment.Step, body)]));
        }

        foreach (Axis axis in _looped.Reverse())
            statements = [Loop.Over(axis, statements)];
        return statements;
    }

    /// <summary>Statements for vectors of several widths: those of each width in a scope of its lanes, <paramref name="before"/> in the first.</summary>
    public static IReadOnlyList<Statement> Scopes(IReadOnlyList<TileVector> vectors, IReadOnlyList<Statement> before, Func<TileVector, Statement> statement)
    {
        IGrouping<Axis?, TileVector>[] groups = vectors.GroupBy(vector => vector.Lane).ToArray();
        IEnumerable<Statement> others = groups.Skip(1).Select(group => new VectorScope(group.Key, group.Select(statement).ToArray()));
        return [new VectorScope(groups[0].Key, [.. before, .. groups[0].Select(statement), .. others])];
    }

    private IReadOnlyList<VectorSegment> Segments() => TileShape.Segments(_vector.Extent.Constant, _registers, _target);

    private bool Fits(IEnumerable<VectorSegment> segments) => segments.Sum(segment => segment.Count * segment.Vectors) <= _registers;

    private IReadOnlyList<TileVector> Vectors(IReadOnlyList<VectorSegment> segments)
    {
        var vectors = new List<TileVector>();
        Dictionary<int, Axis?> lanes = segments.Select(segment => segment.Lanes).Distinct().ToDictionary(count => count, count => count > 1 ? new Axis("lane", count) : null);
        foreach (Dictionary<Axis, Index> place in Places.Of(_unrolled))
        {
            string prefix = string.Concat(_unrolled.Select(axis => place[axis] + "_"));
            int number = 0;
            foreach (VectorSegment segment in segments)
            {
                for (long begin = segment.Begin; begin < segment.Begin + (segment.Count * segment.Step); begin += segment.Lanes)
                    vectors.Add(new TileVector(ShiftBy(place, begin, lanes[segment.Lanes]), lanes[segment.Lanes], prefix + number++));
            }
        }

        return vectors;
    }

    private Func<Index, Index> ShiftBy(Dictionary<Axis, Index> place, long begin, Axis? lane) => offset =>
    {
        Index shift = begin * offset.CoefficientOf(_vector).Constant;
        foreach (KeyValuePair<Axis, Index> at in place)
            shift += at.Value * offset.CoefficientOf(at.Key);
        return lane is null ? shift : shift + ((Index)lane * offset.CoefficientOf(_vector));
    };
}

/// <summary>Positions along axes of constant extents.</summary>
internal static class Places
{
    /// <summary>Every combination of positions, row by row.</summary>
    public static IReadOnlyList<Dictionary<Axis, Index>> Of(IEnumerable<Axis> axes)
    {
        List<Dictionary<Axis, Index>> places = [[]];
        foreach (Axis axis in axes)
        {
            var longer = new List<Dictionary<Axis, Index>>();
            foreach (Dictionary<Axis, Index> place in places)
            {
                for (long value = 0; value < axis.Extent.Constant; value++)
                    longer.Add(new Dictionary<Axis, Index>(place) { [axis] = value });
            }

            places = longer;
        }

        return places;
    }
}
