namespace ModelGen.CudaStandIn.Ptx;

/// <summary>A register of a kernel.</summary>
/// <param name="Name">As in the text, with the sign: <c>%r5</c>.</param>
/// <param name="Type">How it is declared.</param>
/// <param name="Place">Where it lies in a warp's registers, in bytes.</param>
internal sealed record Register(string Name, PtxType Type, int Place);

/// <summary>What a statement is about, as it was read.</summary>
internal abstract record Operand;

/// <summary>A register.</summary>
internal sealed record RegisterOperand(Register Register) : Operand;

/// <summary>A number in the text.</summary>
/// <param name="Bits">Its bits; those of a negative integer go on to the left.</param>
/// <param name="FloatBits">32 or 64 where it is a floating-point number of so many bits, 0 where it is an integer.</param>
internal sealed record NumberOperand(ulong Bits, int FloatBits) : Operand;

/// <summary>A name: a label, a variable, a parameter, a special register.</summary>
internal sealed record NameOperand(string Name) : Operand;

/// <summary>A place in memory: <c>[%rd1+8]</c>.</summary>
internal sealed record AddressOperand(Operand Base, long Offset) : Operand;

/// <summary>Several at once: <c>{%f1, %f2}</c>.</summary>
internal sealed record VectorOperand(IReadOnlyList<Operand> Elements) : Operand;

/// <summary>An instruction as it stands in the text.</summary>
/// <param name="Line">The line it begins on.</param>
/// <param name="Guard">The predicate that lets it happen; null where it always does.</param>
/// <param name="IsGuardNegated">Whether it happens where the predicate is false.</param>
/// <param name="Operation">With everything that is attached to it: <c>ld.global.f32</c>.</param>
/// <param name="Operands">What it is about.</param>
internal sealed record Statement(int Line, Register? Guard, bool IsGuardNegated, string Operation, IReadOnlyList<Operand> Operands);
