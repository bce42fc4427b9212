using ModelGen.CudaStandIn.Ptx;

namespace ModelGen.CudaStandIn.Execution;

/// <summary>What a module's text says.</summary>
/// <param name="Architecture">What it is for: 75 for <c>sm_75</c>.</param>
/// <param name="Kernels">Its kernels by name.</param>
internal sealed record Module(int Architecture, IReadOnlyDictionary<string, Kernel> Kernels);

/// <summary>A kernel, ready to run.</summary>
/// <param name="Name">As in the text.</param>
/// <param name="Code">What it does; a jump's target is a place in here.</param>
internal sealed record Kernel(string Name, Instruction[] Code)
{
    /// <summary>The bytes of all parameters.</summary>
    public required int ParameterBytes { get; init; }

    /// <summary>Where each parameter lies among them.</summary>
    public required (int Offset, int Bytes)[] Parameters { get; init; }

    /// <summary>The bytes of shared memory that a group needs.</summary>
    public required int SharedBytes { get; init; }

    /// <summary>The size of the smallest access to shared memory.</summary>
    public required int SharedGranule { get; init; }

    /// <summary>The most threads of a group; null where the text does not say.</summary>
    public required int? MostThreads { get; init; }

    /// <summary>What a warp's registers hold at the beginning: the numbers of the text, and rubbish.</summary>
    public required byte[] Registers { get; init; }

    /// <summary>Where special registers lie.</summary>
    public required (SpecialRegister Register, int Place)[] Specials { get; init; }
}
