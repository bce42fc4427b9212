using System.Numerics;
using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Ptx;

/// <summary>What reads and writes memory.</summary>
internal static partial class InstructionSet
{
    private static string[] Stored => ["b8", "u8", "s8", "b16", "u16", "s16", "b32", "u32", "s32", "f32", "b64", "u64", "s64", "f64"];

    private static void AddMemory(Dictionary<string, InstructionFactory> set)
    {
        foreach (string type in Stored)
        {
            PtxType of = PtxType.Of(type);
            set[$"ld.param.{type}"] = operands =>
            {
                Register destination = operands.Wide(of);
                return OfSizes(of, destination.Type, new LoadParameterMaker(destination.Place, operands.Parameter(of.Bytes)));
            };
            foreach ((string vector, int count) in new[] { ("", 1), ("v2.", 2), ("v4.", 4) })
            {
                set[$"ld.global.{vector}{type}"] = Load(of, count, isShared: false);
                set[$"st.global.{vector}{type}"] = Store(of, count, isShared: false);
                set[$"ld.shared.{vector}{type}"] = Load(of, count, isShared: true);
                set[$"st.shared.{vector}{type}"] = Store(of, count, isShared: true);
            }
        }
    }

    private static InstructionFactory Load(PtxType type, int count, bool isShared) => operands =>
    {
        Register[] destinations = operands.Wide(type, count);
        return OfSizes(type, destinations[0].Type, new LoadMaker(Access(operands, type, count, isShared), Places(destinations)));
    };

    private static InstructionFactory Store(PtxType type, int count, bool isShared) => operands =>
    {
        MemoryAccess access = Access(operands, type, count, isShared);
        Register[] sources = operands.Stored(type, count);
        return OfSizes(type, sources[0].Type, new StoreMaker(access, Places(sources)));
    };

    private static MemoryAccess Access(OperandReader operands, PtxType type, int count, bool isShared)
    {
        (int place, long offset) = operands.Address();
        if (!isShared)
            return new GlobalAccess(place, offset, type.Bytes * count);
        operands.Kernel.NoteShared(type.Bytes);
        return new SharedAccess(place, offset, type.Bytes * count);
    }

    private static int[] Places(Register[] registers) => [.. registers.Select(register => register.Place)];

    // What is read or written in memory, and what a lane of the register takes.
    private static Instruction OfSizes(PtxType memory, PtxType register, IMaker maker)
    {
        bool isWide = KernelBuilder.StoredBytes(register) == sizeof(ulong);
        return (memory.Bits, memory.Kind == TypeKind.Signed) switch
        {
            (8, false) => isWide ? maker.Make<byte, ulong>() : maker.Make<byte, uint>(),
            (8, true) => isWide ? maker.Make<sbyte, ulong>() : maker.Make<sbyte, uint>(),
            (16, false) => isWide ? maker.Make<ushort, ulong>() : maker.Make<ushort, uint>(),
            (16, true) => isWide ? maker.Make<short, ulong>() : maker.Make<short, uint>(),
            (32, true) when isWide => maker.Make<int, ulong>(),
            (32, _) => isWide ? maker.Make<uint, ulong>() : maker.Make<uint, uint>(),
            _ => maker.Make<ulong, ulong>(),
        };
    }

    private interface IMaker
    {
        Instruction Make<TMemory, TRegister>()
            where TMemory : unmanaged, INumber<TMemory>
            where TRegister : unmanaged, INumber<TRegister>;
    }

    private sealed class LoadMaker(MemoryAccess access, int[] places) : IMaker
    {
        public Instruction Make<TMemory, TRegister>()
            where TMemory : unmanaged, INumber<TMemory>
            where TRegister : unmanaged, INumber<TRegister> => new Load<TMemory, TRegister>(access, places);
    }

    private sealed class StoreMaker(MemoryAccess access, int[] places) : IMaker
    {
        public Instruction Make<TMemory, TRegister>()
            where TMemory : unmanaged, INumber<TMemory>
            where TRegister : unmanaged, INumber<TRegister> => new Store<TMemory, TRegister>(access, places);
    }

    private sealed class LoadParameterMaker(int place, int offset) : IMaker
    {
        public Instruction Make<TMemory, TRegister>()
            where TMemory : unmanaged, INumber<TMemory>
            where TRegister : unmanaged, INumber<TRegister> => new LoadParameter<TMemory, TRegister>(place, offset);
    }
}
