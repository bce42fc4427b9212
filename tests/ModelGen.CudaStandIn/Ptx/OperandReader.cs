using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Ptx;

/// <summary>Takes a statement's operands one after the other, each as what the instruction needs, and refuses what does not fit.</summary>
internal sealed class OperandReader(KernelBuilder kernel, Statement statement)
{
    private int next;

    /// <summary>The kernel that the statement is in.</summary>
    public KernelBuilder Kernel => kernel;

    /// <summary>Whether all are taken.</summary>
    public bool IsAtEnd => next == statement.Operands.Count;

    /// <summary>The place of a register that a result of the type goes to.</summary>
    public int Destination(PtxType type) => Take() is RegisterOperand { Register: var register } && type.Takes(register.Type) ? register.Place : throw Wrong($"a register for .{type} expected");

    /// <summary>The place of a value of the type: a register's, a number's, a special register's.</summary>
    public int Source(PtxType type)
    {
        switch (Take())
        {
            case RegisterOperand { Register: var register } when type.Takes(register.Type):
                return register.Place;
            case NumberOperand { FloatBits: 0 } number when type.Kind == TypeKind.Predicate:
                return kernel.Number(number.Bits == 0 ? 0 : Warp.All, type);
            case NumberOperand number when type.Kind != TypeKind.Predicate && IsOf(number, type):
                return kernel.Number(number.Bits, type);
            case NameOperand { Name: var name } when type.Bits == 32 && SpecialRegisters.Find(name) is { } special:
                return kernel.Special(special);
            case NameOperand { Name: var name } when type.Bits == 64 && kernel.Shared(name) is { } offset:
                return kernel.Number((ulong)offset, type);
            default:
                throw Wrong($"a value of .{type} expected");
        }
    }

    /// <summary>Takes an integer of the text where one is next: what is known now can be done faster.</summary>
    public bool TakeInteger(out ulong value)
    {
        bool isThere = !IsAtEnd && statement.Operands[next] is NumberOperand { FloatBits: 0 };
        value = isThere ? ((NumberOperand)statement.Operands[next++]).Bits : 0;
        return isThere;
    }

    /// <summary>A register that takes a value of the type, be it wider.</summary>
    public Register Wide(PtxType type) => AsWide(Take(), type);

    /// <summary>Several registers that take values of the type, be they wider.</summary>
    public Register[] Wide(PtxType type, int count)
    {
        if (count == 1)
            return [Wide(type)];
        return Take() is VectorOperand { Elements: var elements } && elements.Count == count ? [.. elements.Select(element => AsWide(element, type))] : throw Wrong($"{count} registers in braces expected");
    }

    /// <summary>Values to be stored: registers, be they wider, or numbers.</summary>
    public Register[] Stored(PtxType type, int count)
    {
        if (count == 1 && !IsAtEnd && statement.Operands[next] is NumberOperand number && IsOf(number, type))
        {
            next++;
            return [new Register("", type, kernel.Number(number.Bits, type))];
        }

        return Wide(type, count);
    }

    /// <summary>A place in memory whose address is in a register or is that of a shared variable.</summary>
    public (int Place, long Offset) Address()
    {
        if (Take() is not AddressOperand address)
            throw Wrong("an address expected");
        return address.Base switch
        {
            RegisterOperand { Register: { Type: { Bits: 64, Kind: not TypeKind.Float } } register } => (register.Place, address.Offset),
            NameOperand { Name: var name } when kernel.Shared(name) is { } offset => (kernel.Number((ulong)offset, PtxType.Of("u64")), address.Offset),
            _ => throw Wrong("an address in a register of 64 bits expected"),
        };
    }

    /// <summary>Where so many bytes of a parameter lie among the arguments.</summary>
    public int Parameter(int bytes)
    {
        if (Take() is not AddressOperand { Base: NameOperand { Name: var name }, Offset: var offset } || kernel.Parameter(name) is not { } parameter)
            throw Wrong("a parameter expected");
        if (offset < 0 || offset + bytes > parameter.Bytes || (parameter.Offset + offset) % bytes != 0)
            throw Wrong($"{bytes} bytes at {offset} are not a part of the parameter '{name}'");
        return parameter.Offset + (int)offset;
    }

    /// <summary>Where a jump goes.</summary>
    public int Target() => Take() is NameOperand { Name: var name } && kernel.Label(name) is { } place ? place : throw Wrong("a label expected");

    /// <summary>A number that the instruction has only one meaning for.</summary>
    public void Only(ulong value)
    {
        if (!TakeInteger(out ulong found) || found != value)
            throw Wrong($"only {value} is known here");
    }

    /// <summary>Refuses operands that are left.</summary>
    public void ExpectEnd()
    {
        if (!IsAtEnd)
            throw Wrong("there are too many operands");
    }

    private static bool IsOf(NumberOperand number, PtxType type) => type.Kind == TypeKind.Float ? number.FloatBits == type.Bits : number.FloatBits == 0 || number.FloatBits == type.Bits;

    private Operand Take() => IsAtEnd ? throw Wrong("an operand is missing") : statement.Operands[next++];

    private Register AsWide(Operand operand, PtxType type)
    {
        bool fits = operand is RegisterOperand { Register.Type: var register }
            && (type.Takes(register) || (register.Bits > type.Bits && type.Kind != TypeKind.Float && register.Kind is not (TypeKind.Predicate or TypeKind.Float)));
        return fits ? ((RegisterOperand)operand).Register : throw Wrong($"a register for .{type} expected");
    }

    private PtxException Wrong(string what) => new(statement.Line, $"{statement.Operation}, operand {next}: {what}");
}
