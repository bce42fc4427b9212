using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Fuses kernels around tables, as the scores of an attention are, into one that goes through an item's rows block by block (Dao et al., FlashAttention, 2022, has the idea): no table is
/// ever whole, and none is in memory. Where tables count only up to their diagonal, the rest is neither computed nor read.
/// </summary>
public static class BlockFusion
{
    /// <summary>Fuses what can be; the other kernels stay as they are, in an order that suits.</summary>
    /// <param name="kernels">All kernels of a program, in their order.</param>
    /// <param name="isResult">Whether memory is the program's result.</param>
    public static IReadOnlyList<FusedKernel> Run(IReadOnlyList<KernelDefinition> kernels, Func<Buffer, bool> isResult)
    {
        var reads = new ProgramReads(kernels, isResult);
        List<FusedKernel> fused = kernels.Select(kernel => new FusedKernel(kernel.Name, [kernel])).ToList();
        foreach (ItemTables tables in ItemTables.Find(kernels, isResult))
        {
            if (BlockStages.Of(tables, reads) is { } stages)
                Place(fused, new FusedKernel(RowFusion.NameOf(tables.Members.Select(member => member.Kernel).ToArray()), stages.Kernels, stages.Blocks));
        }

        return fused;
    }

    // Puts a kernel where its stages were: what needs nothing of it goes before it, what does behind it. Where one of its stages needs in turn what has to go behind, all stays as it was.
    private static void Place(List<FusedKernel> kernels, FusedKernel blocks)
    {
        var stages = new HashSet<KernelDefinition>(blocks.Stages);
        bool IsStage(FusedKernel kernel) => kernel.Stages is [var only] && stages.Contains(only);
        int first = kernels.FindIndex(IsStage), last = kernels.FindLastIndex(IsStage);
        var made = new HashSet<Buffer>();
        var before = new List<FusedKernel>();
        var behind = new List<FusedKernel>();
        var late = new HashSet<Buffer>();
        foreach (FusedKernel kernel in kernels.Skip(first).Take(last + 1 - first))
        {
            Buffer[] read = [.. kernel.Stages.SelectMany(stage => stage.Reads).Select(buffer => buffer.Base)];
            IEnumerable<Buffer> written = kernel.Stages.SelectMany(stage => stage.Writes).Select(buffer => buffer.Base);
            if (IsStage(kernel))
            {
                if (read.Any(late.Contains))
                    return;
                made.UnionWith(written);
            }
            else if (read.Any(buffer => made.Contains(buffer) || late.Contains(buffer)))
            {
                behind.Add(kernel);
                late.UnionWith(written);
            }
            else
            {
                before.Add(kernel);
            }
        }

        kernels.RemoveRange(first, last + 1 - first);
        kernels.InsertRange(first, [.. before, blocks, .. behind]);
    }
}

/// <summary>Who needs which memory in a program.</summary>
/// <param name="kernels">All kernels of the program.</param>
/// <param name="isResult">Whether memory is the program's result.</param>
internal sealed class ProgramReads(IReadOnlyList<KernelDefinition> kernels, Func<Buffer, bool> isResult)
{
    private readonly ILookup<Buffer, KernelDefinition> _readers = kernels
        .SelectMany(kernel => kernel.Reads.Select(buffer => buffer.Base).Distinct(), (kernel, buffer) => (Kernel: kernel, Buffer: buffer))
        .ToLookup(read => read.Buffer, read => read.Kernel);

    private readonly ILookup<Buffer, int> _writers = Enumerable.Range(0, kernels.Count)
        .SelectMany(place => kernels[place].Writes, (place, buffer) => (Place: place, Buffer: buffer))
        .ToLookup(written => written.Buffer, written => written.Place);

    /// <summary>The kernels that read memory, under whatever shape.</summary>
    public IEnumerable<KernelDefinition> Of(Buffer memory) => _readers[memory];

    /// <summary>The kernels that write any of some buffers, in their order.</summary>
    public IEnumerable<KernelDefinition> WritersOf(IEnumerable<Buffer> buffers) =>
        buffers.SelectMany(buffer => _writers[buffer]).Distinct().OrderBy(place => place).Select(place => kernels[place]);

    /// <summary>Whether memory is the program's result.</summary>
    public bool IsResult(Buffer memory) => isResult(memory);
}
