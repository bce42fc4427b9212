using System.Numerics;

namespace ModelGen.CudaStandIn.Execution;

/// <summary>Reads memory into one register or several.</summary>
internal sealed unsafe class Load<TMemory, TRegister>(MemoryAccess access, int[] destinations) : Instruction
    where TMemory : unmanaged, INumber<TMemory>
    where TRegister : unmanaged, INumber<TRegister>
{
    public override void Execute(Warp warp, uint lanes)
    {
        access.Reach(warp, lanes, this, writes: false);
        for (int element = 0; element < destinations.Length; element++)
        {
            TRegister* results = (TRegister*)(warp.Registers + destinations[element]);
            for (uint left = lanes; left != 0;)
            {
                int lane = Lanes.TakeFirst(ref left);
                results[lane] = TRegister.CreateTruncating(((TMemory*)warp.Addresses[lane])[element]);
            }
        }
    }
}

/// <summary>Writes memory from one register or several.</summary>
internal sealed unsafe class Store<TMemory, TRegister>(MemoryAccess access, int[] sources) : Instruction
    where TMemory : unmanaged, INumber<TMemory>
    where TRegister : unmanaged, INumber<TRegister>
{
    public override void Execute(Warp warp, uint lanes)
    {
        access.Reach(warp, lanes, this, writes: true);
        for (int element = 0; element < sources.Length; element++)
        {
            TRegister* values = (TRegister*)(warp.Registers + sources[element]);
            for (uint left = lanes; left != 0;)
            {
                int lane = Lanes.TakeFirst(ref left);
                ((TMemory*)warp.Addresses[lane])[element] = TMemory.CreateTruncating(values[lane]);
            }
        }
    }
}

/// <summary>Reads an argument of the launch.</summary>
internal sealed unsafe class LoadParameter<TMemory, TRegister>(int destination, int offset) : Computation<TRegister>(destination)
    where TMemory : unmanaged, INumber<TMemory>
    where TRegister : unmanaged, INumber<TRegister>
{
    public override void Execute(Warp warp, uint lanes)
    {
        TRegister* results = Begin(warp, lanes);
        TRegister value = TRegister.CreateTruncating(*(TMemory*)(warp.Group.Arguments + offset));
        new Span<TRegister>(results, Warp.Lanes).Fill(value);
        End(warp, lanes);
    }
}
