using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Schedule;

/// <summary>Makes the loops of a kernel that goes through its items' rows block by block.</summary>
internal static class BlockSchedule
{
    /// <summary>The loops.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="stages">Schedules stages that follow each other, for one worker.</param>
    public static Scheduled Build(RowBlocks blocks, Func<IReadOnlyList<KernelDefinition>, IReadOnlyList<Statement>> stages)
    {
        IReadOnlyList<Statement> whole = stages(blocks.Whole);
        IReadOnlyList<Statement> item =
        [
            .. stages(blocks.First),
            .. blocks.Block.Extent.IsOne ? whole : [Loop.Over(blocks.Block, whole)],
            .. stages(blocks.Rest),
        ];
        (Buffer scratch, IReadOnlyList<Anchor> places) = blocks.Memory();
        Scheduled shared = SharedLoops.Around(blocks.Items, item);
        return shared with { Body = [new TakeScratch(scratch), .. places, .. shared.Body] };
    }
}
