namespace ModelGen.Compiler.Print.Cpu;

/// <summary>How .NET spells vectors of some lanes.</summary>
internal sealed class VectorType
{
    private static readonly VectorType Four = new(4), Eight = new(8), Sixteen = new(16);

    private VectorType(long lanes)
    {
        Lanes = lanes;
        Class = "Vector" + (lanes * 32);
        (Floats, Integers) = (Class + "<float>", Class + "<int>");
    }

    /// <summary>The 32-bit lanes.</summary>
    public long Lanes { get; }

    /// <summary>The static class: <c>Vector512</c>.</summary>
    public string Class { get; }

    /// <summary>The type of its floats.</summary>
    public string Floats { get; }

    /// <summary>The type of its integers.</summary>
    public string Integers { get; }

    /// <summary>The vectors of some lanes.</summary>
    public static VectorType Of(long lanes) => lanes switch
    {
        4 => Four,
        8 => Eight,
        16 => Sixteen,
        _ => throw new InvalidOperationException($"No vector has {lanes} lanes."),
    };

    /// <summary>The type of its elements.</summary>
    public string Of(bool integers) => integers ? Integers : Floats;
}
