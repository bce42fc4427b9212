namespace ModelGen.CudaStandIn.Execution;

/// <summary>A jump.</summary>
/// <param name="target">The place in the kernel's code where it goes on.</param>
/// <param name="isUniform">Whether the text says that all lanes of a warp do the same.</param>
internal sealed class Branch(int target, bool isUniform) : Instruction
{
    /// <summary>The place in the kernel's code where it goes on.</summary>
    public int Target => target;

    /// <summary>Whether the text says that all lanes of a warp do the same.</summary>
    public bool IsUniform => isUniform;

    /// <summary>The place where lanes that jump and others that do not meet again; none where they do not.</summary>
    public int Meeting { get; private set; } = int.MaxValue;

    /// <summary>Says where lanes that jump and others that do not meet again.</summary>
    public void MeetAt(int place) => Meeting = place;

    public override void Execute(Warp warp, uint lanes) => warp.Jump(this, lanes);
}

/// <summary>The end of a thread.</summary>
internal sealed class Exit : Instruction
{
    public override void Execute(Warp warp, uint lanes) => warp.End(lanes);
}

/// <summary>Where all threads of a group wait for each other.</summary>
internal sealed class GroupBarrier : Instruction
{
    public override void Execute(Warp warp, uint lanes) => warp.Wait(this, lanes);
}

/// <summary>Makes what was written seen by others. Everything is seen at once here; what orders threads are barriers.</summary>
internal sealed class Fence : Instruction
{
    public override void Execute(Warp warp, uint lanes)
    {
    }
}

/// <summary>From which lane a lane gets a value.</summary>
/// <param name="lane">The lane.</param>
/// <param name="by">What the instruction gives.</param>
/// <param name="segment">The bits of a lane's number that name its segment of the warp.</param>
/// <param name="clamp">The lane that is the last, to the left the first, of the segment.</param>
internal delegate int ShuffleSource(int lane, int by, int segment, int clamp);

/// <summary>Lanes of a warp get each other's values.</summary>
internal sealed unsafe class Shuffle(ShuffleSource source, int destination, int value, int by, int limits, int members) : Instruction
{
    private const int Number = Warp.Lanes - 1;

    public override void Execute(Warp warp, uint lanes)
    {
        uint* values = (uint*)(warp.Registers + value);
        uint* given = (uint*)(warp.Registers + by);
        uint* limit = (uint*)(warp.Registers + limits);
        uint* results = (uint*)warp.Scratch;
        for (uint left = lanes; left != 0;)
        {
            int lane = Lanes.TakeFirst(ref left);
            uint expected = ((uint*)(warp.Registers + members))[lane];
            if ((expected & warp.Live & ~lanes) != 0 || (expected >> lane & 1) == 0)
                throw warp.Fault(CudaError.LaunchFailed, this, lane, $"shuffles with the lanes {lanes:x8} of its warp, where the text says {expected:x8}");
            int segment = (int)(limit[lane] >> 8) & Number;
            int clamp = (lane & segment) | ((int)limit[lane] & Number & ~segment);
            int from = source(lane, (int)given[lane] & Number, segment, clamp);
            if ((lanes >> from & 1) == 0)
                throw warp.Fault(CudaError.LaunchFailed, this, lane, $"gets the value of lane {from}, which does not take part");
            results[lane] = values[from];
        }

        Lanes.CopySome((uint*)(warp.Registers + destination), results, lanes);
    }
}
