using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Gpu;

/// <summary>
/// Kernels that go through the same rows, such as softmax and cross-entropy: a team of threads takes a row through all of them, sharing its elements, and its
/// sums where there is one for the whole row; what one stage writes the next one reads.
/// </summary>
internal sealed class RowTeams
{
    private const int LargestTeam = 32;

    private readonly IReadOnlyList<KernelDefinition> _stages;
    private readonly int _team;
    private readonly GroupPlan _plan;
    private readonly Axis _row;
    private readonly Axis _member;
    private Buffer? _memory;

    public RowTeams(IReadOnlyList<KernelDefinition> stages, GpuTarget target)
    {
        _stages = stages;
        _team = (int)Math.Min(LargestTeam, GroupShapes.PowerOfTwo(stages.Max(Width)));
        int threads = Math.Min(target.Threads, Math.Max(LargestTeam, target.Threads / 4));
        Size rows = stages[0].Domain[0].Extent;
        _plan = new GroupPlan(threads, new GroupCount(rows, threads / _team));
        _row = new Axis(stages[0].Domain[0].Name, rows);
        _member = new Axis("member", _team);
    }

    public GroupPlan Build()
    {
        Index row = ((Index)_plan.Group[0] * _plan.Groups[0].PerGroup) + Index.Divide(_plan.Thread, _team);
        _plan.Body.Add(new LetIndex(_row, row));
        _plan.Body.Add(new LetIndex(_member, Index.Modulo(_plan.Thread, _team)));
        for (int stage = 0; stage < _stages.Count; stage++)
        {
            AddStage(InRow(_stages[stage]));
            if (stage < _stages.Count - 1)
                _plan.Body.Add(new GroupBarrier());
        }

        return _plan;
    }

    // How many elements of a row, or positions that are summed for one, a stage has.
    private static long Width(KernelDefinition stage)
    {
        long elements = Count(stage.Domain.Skip(1));
        return elements > 1 ? elements : stage.Outputs.SelectMany(output => output.Value.Descendants()).OfType<Reduction>()
            .Aggregate(1L, (most, reduction) => Math.Max(most, Count(reduction.Axes)));
    }

    private static long Count(IEnumerable<Axis> axes) => axes.Aggregate(1L, (count, axis) => count * axis.Extent.Constant);

    private Nest InRow(KernelDefinition stage)
    {
        Axis own = stage.Domain[0];
        Index? Row(Axis axis) => axis == own ? (Index)_row : null;
        return Nest.Of(stage with
        {
            Domain = stage.Domain.Skip(1).ToArray(),
            Outputs = stage.Outputs.Select(output => output with { Offset = output.Offset.Substitute(Row), Value = output.Value.Substitute(Row) }).ToArray(),
        });
    }

    private void AddStage(Nest nest)
    {
        var elements = new FlatAxes(nest.StorageOrder());
        if (elements.Count.IsOne && nest is { Inner: { } inner, Window: null, WantsWinner: false } && Count(inner.Axes) > 1)
        {
            AddSum(nest, inner);
            return;
        }

        var element = new Axis("element", elements.Count);
        IReadOnlyList<Statement> stores = [.. elements.Name(element), .. ThreadValues.Stores(nest.Outputs)];
        _plan.Body.Add(new WhenInRange([InRows], [GpuLoops.Strided(element, _member, _team, stores)]));
    }

    private void AddSum(Nest nest, Reduction inner)
    {
        var positions = new FlatAxes(FlatAxes.InOrderOfMemory(inner));
        var position = new Axis("position", positions.Count);
        var part = new Register("part", false, null);
        var gathered = new Register("gathered", false, null);
        Statement gather = new Assign(part, ThreadValues.Combine(inner.Kind, new Read(part), inner.Body));
        _plan.Body.Add(new Declare(part, ThreadValues.Neutral(inner.Kind)));
        _plan.Body.Add(new WhenInRange([InRows], [GpuLoops.Strided(position, _member, _team, [.. positions.Name(position), gather])]));
        if (_memory is null)
            _plan.Shared.Add(_memory = ThreadTree.Memory((int)_plan.Thread.Extent.Constant));
        _plan.Body.AddRange(ThreadTree.Combine(_memory, inner.Kind, part, gathered, _plan.Thread, _member, _team, 1));
        _plan.Body.Add(new WhenInRange(
            [new InRange(_member, 1), InRows],
            nest.Outputs.Select(output => new Store(output.Buffer, output.Offset, output.Value.Replace(part => part is Reduction ? new Read(gathered) : null))).ToArray()));
    }

    private InRange InRows => new(_row, _stages[0].Domain[0].Extent);
}
