using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Gpu;

/// <summary>
/// Long sums and maxima of few results: a group's threads share each, every one taking the positions of its own in even steps, and combine what they have in
/// a fixed order. Where neighbouring results lie side by side in what is read, so do the threads that gather them.
/// </summary>
internal sealed class SharedSums
{
    // With fewer positions, or more results, a thread for each result is as fast.
    private const long FewestPositions = 64;
    private const long MostResults = 1 << 14;
    private const int ColumnsSideBySide = 32;

    private readonly Nest _nest;
    private readonly GpuTarget _target;
    private readonly Axis[] _domain;
    private readonly FlatAxes _results;
    private readonly FlatAxes _positions;
    private readonly int _columns;

    private SharedSums(Nest nest, GpuTarget target)
    {
        _nest = nest;
        _target = target;
        _domain = nest.StorageOrder().ToArray();
        _results = new FlatAxes(_domain);
        _positions = new FlatAxes(FlatAxes.InOrderOfMemory(nest.Inner!));
        _columns = ReadsSideBySide() ? (int)Math.Min(ColumnsSideBySide, GroupShapes.PowerOfTwo(Nest.Typical(_domain[_domain.Length - 1].Extent))) : 1;
    }

    /// <summary>The schedule for a kernel of such sums; null for others.</summary>
    public static SharedSums? For(Nest nest, GpuTarget target)
    {
        if (nest.Inner is not { } inner || nest.Window is not null || nest.WantsWinner)
            return null;
        long results = nest.Domain.Aggregate(1L, (count, axis) => count * Nest.Typical(axis.Extent));
        long positions = inner.Axes.Aggregate(1L, (count, axis) => count * Nest.Typical(axis.Extent));
        if (positions < FewestPositions || results > MostResults)
            return null;
        var schedule = new SharedSums(nest, target);
        return schedule._results.Looped.Count == 0 ? schedule : null;
    }

    public GroupPlan Build()
    {
        int threads = (int)Math.Min(_target.Threads, Math.Max(ColumnsSideBySide, GroupShapes.PowerOfTwo(_columns * Nest.Typical(_positions.Count))));
        int members = threads / _columns;
        var plan = new GroupPlan(threads, new GroupCount(_results.Count, _columns));
        var column = new Axis("column", _columns);
        var member = new Axis("member", members);
        Index result = ((Index)plan.Group[0] * _columns) + column;
        plan.Body.Add(new LetIndex(column, Index.Modulo(plan.Thread, _columns)));
        plan.Body.Add(new LetIndex(member, Index.Divide(plan.Thread, _columns)));
        plan.Body.AddRange(_results.Name(result));

        Reduction inner = _nest.Inner!;
        var part = new Register("part", false, null);
        var gathered = new Register("gathered", false, null);
        var position = new Axis("position", _positions.Count);
        Statement gather = new Assign(part, ThreadValues.Combine(inner.Kind, new Read(part), inner.Body));
        plan.Body.Add(new Declare(part, ThreadValues.Neutral(inner.Kind)));
        plan.Body.Add(new WhenInRange(
            [new InRange(result, _results.Count)],
            [GpuLoops.Strided(position, member, members, [.. _positions.Name(position), .. _positions.AroundLooped([gather])])]));
        Buffer memory = ThreadTree.Memory(threads);
        plan.Shared.Add(memory);
        plan.Body.AddRange(ThreadTree.Combine(memory, inner.Kind, part, gathered, plan.Thread, member, members, _columns));

        plan.Body.Add(new WhenInRange(
            [new InRange(member, 1), new InRange(result, _results.Count)],
            _nest.Outputs.Select(output => new Store(output.Buffer, output.Offset, output.Value.Replace(part => part is Reduction ? new Read(gathered) : null))).ToArray()));
        return plan;
    }

    private bool ReadsSideBySide()
    {
        if (_domain.Length == 0)
            return false;
        Axis last = _domain[_domain.Length - 1];
        return _nest.Inner!.Body.Loads().Any(load => load.Offset.CoefficientOf(last).IsOne)
            && !_nest.Inner.Body.Loads().Any(load => _nest.Inner.Axes.Any(axis => load.Offset.CoefficientOf(axis).IsOne && !axis.Extent.IsOne));
    }
}
