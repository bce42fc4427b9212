using System.Runtime.InteropServices;
using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Ptx;

/// <summary>Puts a kernel together from what its text declares and does. Numbers in the text and special registers get places among the registers, so that instructions know only those.</summary>
/// <param name="name">The kernel's name.</param>
internal sealed class KernelBuilder(string name)
{
    // What a register holds that was never written: nothing that anybody would take for a result.
    private const byte Rubbish = 0xCC;

    private readonly Dictionary<string, Register> registers = [];
    private readonly Dictionary<string, int> labels = [];
    private readonly Dictionary<string, (int Offset, int Bytes)> parameters = [];
    private readonly Dictionary<string, int> shared = [];
    private readonly Dictionary<(ulong Bits, int Bytes), int> numbers = [];
    private readonly Dictionary<SpecialRegister, int> specials = [];
    private readonly List<Statement> statements = [];
    private int registerBytes;
    private int parameterBytes;

    /// <summary>The bytes of shared memory that a group needs.</summary>
    public int SharedBytes { get; private set; }

    /// <summary>The size of the smallest access to shared memory: what is written by whom is told apart at this size.</summary>
    public int SharedGranule { get; private set; } = sizeof(uint);

    /// <summary>The most threads of a group; null where nothing is said.</summary>
    public int? MostThreads { get; set; }

    public void AddParameter(string parameter, int bytes, int alignment)
    {
        parameterBytes = Aligned(parameterBytes, alignment);
        parameters.Add(parameter, (parameterBytes, bytes));
        parameterBytes += bytes;
    }

    public void AddRegister(string register, PtxType type) =>
        registers.Add(register, new Register(register, type, Place(type.Kind == TypeKind.Predicate ? sizeof(uint) : Warp.Lanes * StoredBytes(type))));

    public void AddShared(string variable, int bytes, int alignment)
    {
        SharedBytes = Aligned(SharedBytes, alignment);
        shared.Add(variable, SharedBytes);
        SharedBytes += bytes;
    }

    public void AddLabel(string label, int line)
    {
        if (!labels.TryAdd(label, statements.Count))
            throw new PtxException(line, $"the label '{label}' is there twice");
    }

    public void AddStatement(Statement statement) => statements.Add(statement);

    /// <summary>A declared register; null where there is none of the name.</summary>
    public Register? Register(string register) => registers.GetValueOrDefault(register);

    /// <summary>The statement that a label stands before; null where there is no such label.</summary>
    public int? Label(string label) => labels.TryGetValue(label, out int place) ? place : null;

    /// <summary>Where a parameter lies among the arguments, and how long it is; null where there is no such parameter.</summary>
    public (int Offset, int Bytes)? Parameter(string parameter) => parameters.TryGetValue(parameter, out var found) ? found : null;

    /// <summary>Where a variable lies in shared memory; null where there is no such variable.</summary>
    public int? Shared(string variable) => shared.TryGetValue(variable, out int offset) ? offset : null;

    /// <summary>The place of a number.</summary>
    public int Number(ulong bits, PtxType type)
    {
        int bytes = StoredBytes(type);
        ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, (bytes == sizeof(uint) ? (uint)bits : bits, bytes), out bool isKnown);
        return isKnown ? place : place = Place(Warp.Lanes * bytes);
    }

    /// <summary>The place of a special register.</summary>
    public int Special(SpecialRegister special)
    {
        ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(specials, special, out bool isKnown);
        return isKnown ? place : place = Place(Warp.Lanes * sizeof(uint));
    }

    /// <summary>Notes the size of an access to shared memory.</summary>
    public void NoteShared(int bytes) => SharedGranule = Math.Min(SharedGranule, bytes);

    /// <summary>How many bytes a lane of a register takes: what is shorter than 32 bits lies in 32.</summary>
    public static int StoredBytes(PtxType type) => type.Bits == 64 ? sizeof(ulong) : sizeof(uint);

    /// <summary>The kernel.</summary>
    /// <exception cref="PtxException">A statement is not known, or does not fit its operands.</exception>
    public Kernel Build()
    {
        var code = new Instruction[statements.Count + 1];
        for (int place = 0; place < statements.Count; place++)
        {
            Statement statement = statements[place];
            InstructionFactory factory = InstructionSet.Find(statement.Operation) ?? throw new PtxException(statement.Line, $"the instruction '{statement.Operation}' is not known");
            var operands = new OperandReader(this, statement);
            Instruction instruction = factory(operands);
            operands.ExpectEnd();
            instruction.Place(statement.Line, statement.Operation, statement.Guard?.Place, statement.IsGuardNegated);
            code[place] = instruction;
        }

        code[^1] = new Exit();
        MeetingPoints.Set(code);
        return new Kernel(name, code)
        {
            ParameterBytes = parameterBytes,
            Parameters = [.. parameters.Values],
            SharedBytes = SharedBytes,
            SharedGranule = SharedGranule,
            MostThreads = MostThreads,
            Registers = InitialRegisters(),
            Specials = [.. specials.Select(special => (special.Key, special.Value))],
        };
    }

    private byte[] InitialRegisters()
    {
        var image = new byte[registerBytes];
        Array.Fill(image, Rubbish);
        foreach (((ulong bits, int bytes), int place) in numbers)
        {
            Span<byte> lanes = image.AsSpan(place, Warp.Lanes * bytes);
            if (bytes == sizeof(uint))
                MemoryMarshal.Cast<byte, uint>(lanes).Fill((uint)bits);
            else
                MemoryMarshal.Cast<byte, ulong>(lanes).Fill(bits);
        }

        return image;
    }

    private int Place(int bytes)
    {
        int place = registerBytes;
        registerBytes = Aligned(place + bytes, Warp.RegisterAlignment);
        return place;
    }

    private static int Aligned(int value, int alignment) => (value + alignment - 1) / alignment * alignment;
}
