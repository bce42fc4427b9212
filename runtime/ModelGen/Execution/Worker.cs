using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace ModelGen.Runtime;

/// <summary>One thread of a team, as emitted code sees it: every worker runs the same program on its own share.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Worker
{
    private readonly ThreadTeam team;
    private AlignedBlock? scratch;

    internal Worker(ThreadTeam team, int index)
    {
        this.team = team;
        Index = index;
    }

    /// <summary>This worker's number, from 0: the caller's own thread.</summary>
    public int Index { get; }

    /// <summary>The workers of the run in progress.</summary>
    public int Count { get; internal set; } = 1;

    /// <summary>What is told when a kernel ends; null on every worker but the first, and there too where nothing is profiled.</summary>
    internal KernelProfile? Profile { get; set; }

    /// <summary>Ends a kernel that others follow: <see cref="Barrier"/>, and where the network is profiled the time is taken.</summary>
    /// <param name="kernel">Its place in the program.</param>
    public void EndKernel(int kernel)
    {
        if (Count > 1)
            team.Barrier();
        Profile?.EndKernel(kernel);
    }

    /// <summary>Ends a kernel behind which this worker touches nothing that another still has to write or read: it waits for nobody; where the network is profiled the time is taken.</summary>
    /// <param name="kernel">Its place in the program.</param>
    public void EndKernelOfShare(int kernel) => Profile?.EndKernel(kernel);

    /// <summary>Waits until every worker of the run is here; what they wrote before is then visible to all.</summary>
    public void Barrier()
    {
        if (Count > 1)
            team.Barrier();
    }

    /// <summary>This worker's contiguous share of a loop, with boundaries at multiples of <paramref name="granularity"/>. It depends on nothing but the arguments, <see cref="Index"/> and <see cref="Count"/>.</summary>
    public WorkRange Share(nint extent, int granularity = 1) => WorkRange.Share(extent, granularity, Index, Count);

    /// <summary>Memory of this worker's own, at a 64-byte boundary: it holds what the worker last wrote there. Allocated, and grown, when a kernel first asks for so much.</summary>
    /// <param name="floats">How many floats are needed.</param>
    public ref float Scratch(int floats)
    {
        if (scratch is null || scratch.Bytes < (long)floats * sizeof(float))
            GrowScratch(floats);
        return ref scratch.Float(0);
    }

    /// <summary>Frees the scratch memory, once nothing runs any more.</summary>
    internal void Free()
    {
        scratch?.Dispose();
        scratch = null;
    }

    [MemberNotNull(nameof(scratch))]
    private void GrowScratch(int floats)
    {
        // The old block goes first: both at once would be more than is ever needed.
        scratch?.Dispose();
        scratch = null;
        scratch = new AlignedBlock((long)floats * sizeof(float), "The scratch memory of a thread");
    }
}
