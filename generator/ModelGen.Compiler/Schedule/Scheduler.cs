using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Schedule;

/// <summary>Turns what a kernel computes into loops for one target, by rules that look at shapes and strides.</summary>
public static class Scheduler
{
    /// <summary>Schedules a kernel.</summary>
    public static Kernel Schedule(FusedKernel kernel, Target target)
    {
        // A kernel that is to share out its rows goes through them by itself, unless its tiles span several.
        bool byRows = kernel.Stages.Count > 1 || (kernel.Shares is not null && !kernel.Contracts);
        (Scheduled scheduled, ScheduleNotes notes) = kernel.Blocks is { } blocks ? ScheduleBlocks(blocks, target)
            : byRows ? ScheduleRows(kernel, target)
            : Schedule(kernel.Stages[0], target);
        IReadOnlyList<Statement> body = AddressHoisting.Run(ValueReuse.Run(scheduled.Body));
        return new Kernel(kernel.Name, kernel.Summary, scheduled.Items, kernel.Shares?.Portion(target) ?? scheduled.Granularity, kernel.Buffers, body, kernel.Draws, notes);
    }

    private static (Scheduled Scheduled, ScheduleNotes Notes) Schedule(KernelDefinition definition, Target target)
    {
        (ISchedule schedule, string because, IReadOnlyList<Decision> decided) = Choose(definition, target);
        Scheduled scheduled = schedule.Build();
        return (scheduled, new ScheduleNotes(schedule.GetType().Name, because, [.. decided, .. schedule.Decisions], []));
    }

    // The schedule of a definition, why it is that one, and what was decided on the way to it.
    private static (ISchedule Schedule, string Because, IReadOnlyList<Decision> Decided) Choose(KernelDefinition definition, Target target)
    {
        if (definition.Additions is ScatterDefinition scatter)
            return (new ScatterSchedule(scatter, target), "it adds to its result at places read from memory", []);
        if (definition.Additions is RowAdditionDefinition rows)
            return (new RowAdditionSchedule(rows, target), "it adds to rows of its result that memory names", []);
        Nest nest = Nest.Of(definition);
        if (definition.Draws)
            return (new DrawSchedule(nest, target), "it draws random numbers", []);
        if (GatherSchedule.Applies(nest))
            return (new GatherSchedule(nest, target), "it sums what lies at places read from memory", []);
        if (TransposeSchedule.For(nest) is { } transposed)
            return (transposed, "it is a copy whose source and result have different neighbours", []);
        VectorDecision vector = VectorChoice.For(nest, target);
        Axis? axis = vector.Chosen.Axis;
        Decision[] decided = axis is null ? [vector] : [vector, Operands(nest, axis)];
        return nest.Inner is null ? (new ElementwiseSchedule(nest, axis, target), "it reduces nothing", decided)
            : vector.Chosen.IsReduced ? (new DotSchedule(nest, axis!, target), "it reduces along the axis of its vectors", decided)
            : (new TiledSchedule(nest, axis, target), axis is null ? "it reduces and no axis makes vectors" : "it reduces, and its vectors run along an axis of the result", decided);
    }

    private static OperandDecision Operands(Nest nest, Axis vector) =>
        new(nest.Loads.Select(load => new Operand(load.Buffer, load.Offset.CoefficientOf(vector))).Distinct().ToArray());

    // One loop over the rows runs what each stage does inside a row.
    private static (Scheduled Scheduled, ScheduleNotes Notes) ScheduleRows(FusedKernel kernel, Target target)
    {
        var notes = new List<ScheduleNotes>();
        var row = new Axis(kernel.Stages[0].Domain[0].Name, kernel.Stages[0].Domain[0].Extent);
        IReadOnlyList<Statement> bodies = InTurn(kernel.Stages.Select(stage => InsideRow(stage, row)), target, notes);
        var loop = new Loop(row, Bound.ShareBegin, Bound.ShareEnd, [new LoopSegment(1, bodies)]);
        return (new Scheduled([loop], row.Extent, 1), new ScheduleNotes(nameof(RowFusion), "its stages go through the same rows", [], notes));
    }

    // One loop over the items runs the stages block by block.
    private static (Scheduled Scheduled, ScheduleNotes Notes) ScheduleBlocks(RowBlocks blocks, Target target)
    {
        var notes = new List<ScheduleNotes>();
        Scheduled scheduled = BlockSchedule.Build(blocks, stages => InTurn(stages, target, notes));
        return (scheduled, new ScheduleNotes(nameof(BlockFusion), "its stages go through the rows of an item block by block", [], notes));
    }

    // Stages one after another, for one worker.
    private static IReadOnlyList<Statement> InTurn(IEnumerable<KernelDefinition> stages, Target target, List<ScheduleNotes> notes)
    {
        var bodies = new List<Statement>();
        foreach (KernelDefinition stage in JoinedStages.Run(stages, stage => Choose(stage, target).Schedule))
        {
            (Scheduled scheduled, ScheduleNotes noted) = Schedule(stage, target);
            bodies.Add(new VectorScope(null, Unshared(scheduled)));
            notes.Add(noted);
        }

        return bodies;
    }

    private static KernelDefinition InsideRow(KernelDefinition stage, Axis row)
    {
        Index? Row(Axis axis) => axis == stage.Domain[0] ? (Index)row : null;
        return stage with
        {
            Domain = stage.Domain.Skip(1).ToArray(),
            Outputs = stage.Outputs.Select(output => output with { Offset = output.Offset.Substitute(Row), Value = output.Value.Substitute(Row) }).ToArray(),
        };
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
