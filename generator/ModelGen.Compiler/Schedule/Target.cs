namespace ModelGen.Compiler.Schedule;

/// <summary>What a schedule must know of the machine: how wide its vectors are and how many registers hold them.</summary>
/// <param name="Lanes">The floats in its widest vector.</param>
/// <param name="Registers">Its vector registers.</param>
public sealed record Target(int Lanes, int Registers)
{
    /// <summary>AVX-512.</summary>
    public static Target Vector512 { get; } = new(16, 32);

    /// <summary>AVX2 with FMA.</summary>
    public static Target Vector256 { get; } = new(8, 16);

    /// <summary>NEON, whose vectors are as wide as SSE's and twice as many.</summary>
    public static Target Neon { get; } = new(4, 32) { Name = "Neon" };

    /// <summary>SSE.</summary>
    public static Target Vector128 { get; } = new(4, 16);

    /// <summary>The targets that code is emitted for, widest first and of equal ones that with more registers; the last runs everywhere.</summary>
    public static IReadOnlyList<Target> All { get; } = [Vector512, Vector256, Neon, Vector128];

    /// <summary>Its name in emitted code.</summary>
    public string Name { get; init; } = "Vector" + (Lanes * 32);

    /// <summary>The widest vector of this machine with at most <paramref name="elements"/> lanes; 1 where none fits.</summary>
    public int LanesFor(long elements)
    {
        for (int lanes = Lanes; lanes >= 4; lanes /= 2)
        {
            if (lanes <= elements)
                return lanes;
        }

        return 1;
    }
}
