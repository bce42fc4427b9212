using System.ComponentModel;

namespace ModelGen.Runtime;

/// <summary>Says which line of the user's source a kernel comes from. Only the assembly that a build compiles for its kernels alone has it.</summary>
/// <param name="type">The full name of the class of the kernels.</param>
/// <param name="kernel">The kernel's method.</param>
/// <param name="file">The file.</param>
/// <param name="line">The line, from 1.</param>
/// <param name="column">The column, from 1.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GpuKernelPlaceAttribute(string type, string kernel, string file, int line, int column) : Attribute
{
    /// <summary>The full name of the class of the kernels.</summary>
    public string Type => type;

    /// <summary>The kernel's method.</summary>
    public string Kernel => kernel;

    /// <summary>The file.</summary>
    public string File => file;

    /// <summary>The line, from 1.</summary>
    public int Line => line;

    /// <summary>The column, from 1.</summary>
    public int Column => column;
}
