using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Passes;

namespace ModelGen.Compiler.Plan;

/// <summary>What the programs of one kind of processor are planned by. Parameters lie alike on all of them: the processor's programs decide how.</summary>
/// <param name="TrainingPasses">The passes over the training graph, once it is differentiated.</param>
/// <param name="PacksOperands">Whether an operand without neighbours for a vector is packed into a copy first.</param>
/// <param name="CutsColumns">Whether a result whose columns are told by different expressions is computed run by run, so that each has vectors.</param>
/// <param name="SharesRowsOfLoops">Whether the kernels of a loop that keeps to rows share them out alike, so that its threads do not wait for each other.</param>
/// <param name="SumsInParts">Whether sums over a batch that read the same are taken together, and in parts for threads that each read what they wrote.</param>
/// <param name="FusesBlocks">Whether kernels around tables, as an attention's scores, are fused into one that goes through them block by block.</param>
/// <param name="StepsKeepCaches">Whether the kernels of a step follow each other on a thread, in the order that leaves most of what is read next in its caches.</param>
public sealed record ProgramTraits(
    IReadOnlyList<(string Name, Func<NetworkGraph, GraphBuilder, NetworkGraph> Run)> TrainingPasses, bool PacksOperands, bool CutsColumns, bool SharesRowsOfLoops, bool SumsInParts, bool FusesBlocks, bool StepsKeepCaches)
{
    /// <summary>Programs for a team of threads with vectors.</summary>
    public static ProgramTraits Cpu { get; } = new(
        [
            ("states where they are kept", StatesWhereKept.Run), ("gradient behind dropout", GradientBehindDropout.Run), ("follow the winners", FollowWinners.Run),
            ("crop into contraction", CropIntoContraction.Run), ("read through padding", ReadThroughPadding.Run), ("recomputed tables", RecomputedTables.Run),
        ],
        PacksOperands: true,
        CutsColumns: true,
        SharesRowsOfLoops: true,
        SumsInParts: true,
        FusesBlocks: true,
        StepsKeepCaches: true);

    /// <summary>Programs for a GPU: threads fetch operands in whatever order they lie, and gather instead of adding to memory.</summary>
    public static ProgramTraits Gpu { get; } = new(
        [
            ("states where they are kept", StatesWhereKept.Run), ("gradient behind dropout", GradientBehindDropout.Run), ("gather from the winners", FollowWinners.RunGathering), ("crop into contraction", CropIntoContraction.Run),
        ],
        PacksOperands: false,
        CutsColumns: false,
        SharesRowsOfLoops: false,
        SumsInParts: false,
        FusesBlocks: false,
        StepsKeepCaches: false);
}
