using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Ptx;

/// <summary>Makes an instruction of a statement's operands.</summary>
internal delegate Instruction InstructionFactory(OperandReader operands);

/// <summary>
/// Every instruction that is known, by its whole name as it stands in a text. What is not here is refused when a module is loaded: a modifier that nobody thought of changes what an instruction
/// means, so that none is passed over.
/// </summary>
internal static partial class InstructionSet
{
    private static readonly Dictionary<string, InstructionFactory> all = All();

    /// <summary>The instruction of a name; null where none is known.</summary>
    public static InstructionFactory? Find(string operation) => all.GetValueOrDefault(operation);

    private static Dictionary<string, InstructionFactory> All()
    {
        var set = new Dictionary<string, InstructionFactory>();
        AddFloats<float>(set, "f32");
        AddFloats<double>(set, "f64");
        AddFloatFunctions(set);
        AddIntegers<int>(set, "s32");
        AddIntegers<uint>(set, "u32");
        AddIntegers<long>(set, "s64");
        AddIntegers<ulong>(set, "u64");
        AddBits(set);
        AddPredicates(set);
        AddComparisons(set);
        AddConversions(set);
        AddMemory(set);
        AddControl(set);
        return set;
    }

    private static InstructionFactory Unary<T, TOperation>(string type)
        where T : unmanaged
        where TOperation : IUnary<T>
    {
        PtxType of = PtxType.Of(type);
        return operands => new Unary<T, TOperation>(operands.Destination(of), operands.Source(of));
    }

    private static InstructionFactory Binary<T, TOperation>(string type)
        where T : unmanaged
        where TOperation : IBinary<T>
    {
        PtxType of = PtxType.Of(type);
        return operands => new Binary<T, TOperation>(operands.Destination(of), operands.Source(of), operands.Source(of));
    }

    private static InstructionFactory Ternary<T, TOperation>(string type)
        where T : unmanaged
        where TOperation : ITernary<T>
    {
        PtxType of = PtxType.Of(type);
        return operands => new Ternary<T, TOperation>(operands.Destination(of), operands.Source(of), operands.Source(of), operands.Source(of));
    }
}
