namespace ModelGen.Compiler.Print.Cpu;

/// <summary>How .NET spells vectors of some lanes.</summary>
/// <param name="Lanes">The 32-bit lanes.</param>
internal readonly record struct VectorType(long Lanes)
{
    /// <summary>The static class: <c>Vector512</c>.</summary>
    public string Class => "Vector" + (Lanes * 32);

    /// <summary>The type of its floats.</summary>
    public string Floats => Class + "<float>";

    /// <summary>The type of its integers.</summary>
    public string Integers => Class + "<int>";

    /// <summary>The type of its elements.</summary>
    public string Of(bool integers) => integers ? Integers : Floats;
}
