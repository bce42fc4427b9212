using System.Reflection;
using System.Runtime.Loader;

namespace ModelGen.Ptx;

/// <summary>An assembly that is being built, with what it refers to. ILGPU and the framework are this program's own.</summary>
/// <param name="references">The files it is compiled against.</param>
internal sealed class KernelAssembly(IEnumerable<string> references) : AssemblyLoadContext("kernels")
{
    private readonly Dictionary<string, string> files = references
        .GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Loads it.</summary>
    public Assembly Load(string path) => LoadFromAssemblyPath(Path.GetFullPath(path));

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name is { } name && name != "ILGPU" && !name.StartsWith("System", StringComparison.Ordinal) && files.TryGetValue(name, out string? path)
            ? LoadFromAssemblyPath(path)
            : null;
}
