using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Parsing;

/// <summary>What the emitted methods call the outputs. Inputs, sizes and outputs are parameters and locals of one method there, so that each has a name of its own.</summary>
internal static class OutputNames
{
    /// <summary>What an output is called that the source gives no name.</summary>
    public const string One = "output";

    /// <summary>The names, in the order of <c>Forward</c>.</summary>
    /// <param name="forward">The declaration of <c>Forward</c>; null for one at fault, which is taken to have one output.</param>
    /// <param name="loss">The declaration of <c>Loss</c>; null for none.</param>
    /// <param name="values">The network's inputs, among other values.</param>
    public static IReadOnlyList<string> Of(Signature? forward, Signature? loss, IReadOnlyList<ValueSpec> values)
    {
        HashSet<string> taken = [.. values.OfType<InputValue>().SelectMany(input => input.Shape.Select(size => size.Symbol).Append(input.Name)).OfType<string>()];
        int count = forward?.Outputs.Length ?? 1;
        return Enumerable.Range(0, count).Select(Named).ToArray();

        string Named(int place)
        {
            string unnamed = count == 1 ? One : $"{One}{place + 1}";
            string? given = forward?.Outputs[place] ?? (loss is { } declared ? declared.Method.Parameters[place].Name : null);
            string name = given is null ? unnamed : ClassReader.Escaped(given);
            // One output that is called as an input is becomes "output"; of several each keeps what tells it from the others.
            if (taken.Contains(name))
                name = count == 1 || given is null ? unnamed : $"{given}Output";
            while (!taken.Add(name))
                name = "network" + char.ToUpperInvariant(name[0]) + name.Substring(1);
            return name;
        }
    }
}
