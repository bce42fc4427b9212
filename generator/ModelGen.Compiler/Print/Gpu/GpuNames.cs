using System.Runtime.CompilerServices;

namespace ModelGen.Compiler.Print.Gpu;

/// <summary>The names of a kernel's variables: each thing gets one of its own, so that none hides another whatever loops they are in.</summary>
internal sealed class GpuNames
{
    private readonly Dictionary<object, string> _names = new(ByReference.Instance);
    private readonly HashSet<string> _taken = [.. Identifiers.Keywords];

    /// <summary>Keeps names that are not to be given away.</summary>
    public void Keep(IEnumerable<string> names) => _taken.UnionWith(names);

    /// <summary>The name of an axis, a register or a buffer.</summary>
    public string Of(object thing, string wanted)
    {
        if (_names.TryGetValue(thing, out string? known))
            return known;
        string unique = wanted;
        for (int number = 2; !_taken.Add(unique); number++)
            unique = wanted + (char.IsDigit(wanted[wanted.Length - 1]) ? "At" : "") + number;
        return _names[thing] = unique;
    }

    private sealed class ByReference : IEqualityComparer<object>
    {
        public static ByReference Instance { get; } = new();

        bool IEqualityComparer<object>.Equals(object? one, object? other) => ReferenceEquals(one, other);

        int IEqualityComparer<object>.GetHashCode(object thing) => RuntimeHelpers.GetHashCode(thing);
    }
}
