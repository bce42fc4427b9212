using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>Turns what a kernel computes into loops for one target, by rules that look at shapes and strides.</summary>
public static class Scheduler
{
    /// <summary>Schedules a kernel.</summary>
    public static Kernel Schedule(FusedKernel kernel, Target target)
    {
        Scheduled scheduled = kernel.Stages.Count == 1 ? Schedule(kernel.Stages[0], target) : ScheduleRows(kernel, target);
        IReadOnlyList<Statement> body = AddressHoisting.Run(LoadReuse.Run(scheduled.Body));
        return new Kernel(kernel.Name, kernel.Summary, scheduled.Items, scheduled.Granularity, kernel.Buffers, body, kernel.Draws);
    }

    private static Scheduled Schedule(KernelDefinition definition, Target target)
    {
        if (definition.Scatter is { } scatter)
            return new ScatterSchedule(scatter, target).Build();
        Nest nest = Nest.Of(definition);
        if (definition.Draws)
            return new DrawSchedule(nest, target).Build();
        if (nest.Inner is { } inner && inner.Loads().Any(load => load.Offset.Elements.Any()))
            return new GatherSchedule(nest, target).Build();
        if (TransposeSchedule.For(nest) is { } transposed)
            return transposed.Build();
        VectorChoice vector = VectorChoice.For(nest, target);
        return nest.Inner is null ? new ElementwiseSchedule(nest, vector.Axis, target).Build()
            : vector.IsReduced ? new DotSchedule(nest, vector.Axis!, target).Build()
            : new TiledSchedule(nest, vector.Axis, target).Build();
    }

    // One loop over the rows runs what each stage does inside a row.
    private static Scheduled ScheduleRows(FusedKernel kernel, Target target)
    {
        var row = new Axis(kernel.Stages[0].Domain[0].Name, kernel.Stages[0].Domain[0].Extent);
        var bodies = new List<Statement>();
        foreach (KernelDefinition stage in kernel.Stages)
        {
            Axis own = stage.Domain[0];
            Index? Row(Axis axis) => axis == own ? (Index)row : null;
            KernelDefinition inside = stage with
            {
                Domain = stage.Domain.Skip(1).ToArray(),
                Outputs = stage.Outputs.Select(output => output with { Offset = output.Offset.Substitute(Row), Value = output.Value.Substitute(Row) }).ToArray(),
            };
            bodies.Add(new VectorScope(null, Unshared(Schedule(inside, target))));
        }

        return new Scheduled([new Loop(row, Bound.ShareBegin, Bound.ShareEnd, [new LoopSegment(1, bodies)])], row.Extent, 1);
    }

    // All items in one go, without a team.
    private static IReadOnlyList<Statement> Unshared(Scheduled scheduled)
    {
        Bound Fixed(Bound bound) => bound is ShareBound share ? Bound.At(share.IsBegin ? 0 : scheduled.Items) : bound;
        IReadOnlyList<Statement> Fix(IReadOnlyList<Statement> statements) => statements.Select(statement => statement switch
        {
            Loop loop => loop with
            {
                Begin = Fixed(loop.Begin),
                End = Fixed(loop.End),
                Segments = loop.Segments.Select(segment => segment with { Body = Fix(segment.Body) }).ToArray(),
            },
            WhenAtLeast choice => choice with { Body = Fix(choice.Body), Otherwise = Fix(choice.Otherwise) },
            _ => statement,
        }).ToArray();
        return scheduled is { Items.IsOne: true, Body: [Loop { Segments: [var only] }] } ? only.Body : Fix(scheduled.Body);
    }
}

/// <summary>What a schedule makes: the loops, how many items they share out, and in which portions.</summary>
internal readonly record struct Scheduled(IReadOnlyList<Statement> Body, Size Items, int Granularity);
