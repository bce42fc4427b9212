using System.Globalization;

namespace ModelGen.CudaStandIn.Ptx;

/// <summary>What the bits of a value are.</summary>
internal enum TypeKind
{
    /// <summary>Anything.</summary>
    Bits,
    Signed,
    Unsigned,
    Float,
    Predicate,
}

/// <summary>A type, as in <c>add.f32</c>.</summary>
/// <param name="Kind">What the bits are.</param>
/// <param name="Bits">How many there are.</param>
internal readonly record struct PtxType(TypeKind Kind, int Bits)
{
    private static readonly Dictionary<string, PtxType> known = Known();

    /// <summary>How many bytes a value takes in memory.</summary>
    public int Bytes => Bits / 8;

    /// <summary>The type of a name; null where there is none.</summary>
    public static PtxType? Find(string name) => known.TryGetValue(name, out PtxType type) ? type : null;

    /// <summary>The type of a name that is known to be one.</summary>
    public static PtxType Of(string name) => known[name];

    /// <summary>Whether an operand of this type may lie in a register of another: those of the same size that are bits, or both integers, or the same.</summary>
    public bool Takes(PtxType register) =>
        Bits == register.Bits && (Kind == register.Kind || (Kind != TypeKind.Predicate && register.Kind != TypeKind.Predicate && (IsBits || register.IsBits || (IsInteger && register.IsInteger))));

    /// <inheritdoc/>
    public override string ToString() => Kind == TypeKind.Predicate ? "pred" : Letter(Kind) + Bits.ToString(CultureInfo.InvariantCulture);

    private bool IsBits => Kind == TypeKind.Bits;

    private bool IsInteger => Kind is TypeKind.Signed or TypeKind.Unsigned;

    private static string Letter(TypeKind kind) => kind switch
    {
        TypeKind.Signed => "s",
        TypeKind.Unsigned => "u",
        TypeKind.Float => "f",
        _ => "b",
    };

    private static Dictionary<string, PtxType> Known()
    {
        var types = new Dictionary<string, PtxType> { ["pred"] = new(TypeKind.Predicate, 1) };
        foreach (TypeKind kind in new[] { TypeKind.Bits, TypeKind.Signed, TypeKind.Unsigned, TypeKind.Float })
        {
            for (int bits = kind == TypeKind.Float ? 16 : 8; bits <= 64; bits *= 2)
                types.Add(Letter(kind) + bits.ToString(CultureInfo.InvariantCulture), new PtxType(kind, bits));
        }

        return types;
    }
}
