using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Ptx;

/// <summary>Jumps, barriers, and what lanes tell each other.</summary>
internal static partial class InstructionSet
{
    private static void AddControl(Dictionary<string, InstructionFactory> set)
    {
        set["bra"] = operands => new Branch(operands.Target(), isUniform: false);
        set["bra.uni"] = operands => new Branch(operands.Target(), isUniform: true);
        set["ret"] = set["exit"] = _ => new Exit();
        set["bar.sync"] = operands =>
        {
            operands.Only(0);
            return new GroupBarrier();
        };
        set["membar.cta"] = set["membar.gl"] = _ => new Fence();
        // From where a lane gets what, by the number that is given, the lanes that its own segment begins with, and the clamp; behind the clamp a lane gets its own.
        set["shfl.sync.up.b32"] = Shuffle((lane, by, _, clamp) => lane - by >= clamp ? lane - by : lane);
        set["shfl.sync.down.b32"] = Shuffle((lane, by, _, clamp) => lane + by <= clamp ? lane + by : lane);
        set["shfl.sync.bfly.b32"] = Shuffle((lane, by, _, clamp) => (lane ^ by) <= clamp ? lane ^ by : lane);
        set["shfl.sync.idx.b32"] = Shuffle((lane, by, segment, clamp) => ((lane & segment) | (by & ~segment)) is var from && from <= clamp ? from : lane);
    }

    private static InstructionFactory Shuffle(ShuffleSource source)
    {
        PtxType bits = PtxType.Of("b32"), number = PtxType.Of("u32");
        return operands => new Shuffle(source, operands.Destination(bits), operands.Source(bits), operands.Source(number), operands.Source(number), operands.Source(number));
    }
}
