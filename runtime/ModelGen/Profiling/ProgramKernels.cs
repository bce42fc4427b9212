using System.ComponentModel;

namespace ModelGen.Runtime;

/// <summary>The kernels of one of a network's programs, at given sizes.</summary>
/// <param name="program">The program's name.</param>
/// <param name="kernels">Its kernels in the order in which they run.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProgramKernels(string program, KernelWork[] kernels)
{
    /// <summary>The program's name.</summary>
    public string Program => program;

    /// <summary>Its kernels in the order in which they run.</summary>
    public ReadOnlySpan<KernelWork> Kernels => kernels;
}

/// <summary>What the compiler knows of a kernel's work, at given sizes.</summary>
/// <param name="name">The name of its method in the emitted code.</param>
/// <param name="operations">The arithmetic operations, as <see cref="KernelTiming.Operations"/> counts them.</param>
/// <param name="bytes">The bytes moved, as <see cref="KernelTiming.Bytes"/> counts them.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct KernelWork(string name, long operations, long bytes)
{
    /// <summary>The name of its method in the emitted code.</summary>
    public string Name => name;

    /// <summary>The arithmetic operations.</summary>
    public long Operations => operations;

    /// <summary>The bytes moved.</summary>
    public long Bytes => bytes;
}
