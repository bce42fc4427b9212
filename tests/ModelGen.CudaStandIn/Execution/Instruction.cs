namespace ModelGen.CudaStandIn.Execution;

/// <summary>An instruction that knows where its operands lie and is done for all lanes of a warp at once.</summary>
internal abstract class Instruction
{
    /// <summary>The line of the text; 0 for the end of a kernel, which need not be written.</summary>
    public int Line { get; private set; }

    /// <summary>Its name in the text.</summary>
    public string Operation { get; private set; } = "";

    /// <summary>Where the predicate lies that lets it happen; negative where it always does.</summary>
    public int Guard { get; private set; } = -1;

    /// <summary>Whether it happens where the predicate is false.</summary>
    public bool IsGuardNegated { get; private set; }

    /// <summary>Says where it stands in the text and what it depends on.</summary>
    public void Place(int line, string operation, int? guard, bool isGuardNegated) => (Line, Operation, Guard, IsGuardNegated) = (line, operation, guard ?? -1, isGuardNegated);

    /// <summary>Does it.</summary>
    /// <param name="warp">The warp.</param>
    /// <param name="lanes">The lanes that do it, a bit for each; not none.</param>
    public abstract void Execute(Warp warp, uint lanes);
}

/// <summary>An instruction with a result in a register. All lanes are computed, for that is faster than leaving some out; only those that do it keep the result.</summary>
/// <param name="destination">Where the result goes.</param>
internal abstract unsafe class Computation<T>(int destination) : Instruction
    where T : unmanaged
{
    /// <summary>Where to write the results of all lanes.</summary>
    protected T* Begin(Warp warp, uint lanes) => (T*)(lanes == Warp.All ? warp.Registers + destination : warp.Scratch);

    /// <summary>Keeps those that are wanted.</summary>
    protected void End(Warp warp, uint lanes)
    {
        if (lanes != Warp.All)
            Lanes.CopySome((T*)(warp.Registers + destination), (T*)warp.Scratch, lanes);
    }
}

/// <summary>An instruction whose result is a predicate: a bit for each lane.</summary>
/// <param name="destination">Where the result goes.</param>
internal abstract unsafe class PredicateComputation(int destination) : Instruction
{
    /// <summary>Keeps the bits of the lanes that do it.</summary>
    protected void Keep(Warp warp, uint lanes, uint bits)
    {
        uint* predicate = (uint*)(warp.Registers + destination);
        *predicate = (*predicate & ~lanes) | (bits & lanes);
    }
}
