using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Schedule;

/// <summary>Names kernels and values after the user's layers.</summary>
public static class KernelNames
{
    /// <summary>What a value is called: its layer, or for gradients what they are the gradient of.</summary>
    public static string OfValue(Node node, IReadOnlyDictionary<Node, string> results)
    {
        if (results.TryGetValue(node, out string? result))
            return result;
        string label = Identifier(node.Provenance.Label);
        string suffix = node.Op switch
        {
            Copy => "Packed",
            ContractAtWinners => "OfWeight",
            ScatterFromWinners => "OfImage",
            MaxPoolWinner => "Winners",
            DropoutMask => "Mask",
            Pad => "Padded",
            Reduce { Kind: ReductionKind.Max } => "Largest",
            Exp => "Exponentials",
            Reduce when node.Shape.Elements == node.Inputs[0].Shape.Elements => "First",
            Reduce => "Sum",
            Log => "Logarithm",
            Divide when Constant.IsEverywhere(node.Inputs[0], 1) => "Inverse",
            _ => "",
        };
        return label + (node.Provenance.IsGradient ? "Gradient" : "") + suffix;
    }

    /// <summary>The name of the kernel that writes some values.</summary>
    public static string OfKernel(IReadOnlyList<Node> outputs, IReadOnlyList<Node> parts, Func<Node, Buffer?> memory)
    {
        string name = outputs[0].Provenance.IsGradient || outputs[0].Op is Copy || parts.All(node => node.Provenance.Label == outputs[0].Provenance.Label)
            ? memory(outputs[0])!.Name
            : string.Concat(parts
                .Where(node => node.Op.Cost > 0 && node.Provenance.Order >= 0)
                .OrderBy(node => node.Provenance.Order)
                .Select(node => Pascal(node.Provenance.Label))
                .Distinct()) + (outputs[0].Op is Pad ? "Padded" : "");
        return Pascal(name) + string.Concat(outputs.Skip(1).Select(node => "With" + Pascal(memory(node)!.Name)));
    }

    /// <summary>What a kernel computes in words: the buffers that it reads, and those that it writes, with their shapes.</summary>
    public static string Of(IEnumerable<Buffer> read, IEnumerable<Buffer> written, bool draws = false) =>
        string.Join(", ", read.Select(Described).Concat(draws ? ["random numbers"] : [])) is { Length: > 0 } from
            ? $"{from} → {string.Join(", ", written.Select(Described))}"
            : "→ " + string.Join(", ", written.Select(Described));

    /// <summary>A name with its first letter large.</summary>
    public static string Pascal(string name) => Identifier(name) is var identifier && identifier.Length > 0
        ? char.ToUpperInvariant(identifier[0]) + identifier.Substring(1)
        : "Kernel";

    private static string Described(Buffer buffer) => $"{buffer.Name} {buffer.Shape}";

    /// <summary>A name of letters and digits: <c>conv1.weight</c> becomes <c>conv1Weight</c>.</summary>
    public static string Identifier(string name)
    {
        var joined = new System.Text.StringBuilder();
        bool begins = true;
        foreach (char letter in name)
        {
            if (letter is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9'))
            {
                joined.Append(!begins ? letter : joined.Length == 0 ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter));
                begins = false;
            }
            else
            {
                begins = true;
            }
        }

        return joined.Length > 0 && char.IsDigit(joined[0]) ? "layer" + joined : joined.ToString();
    }
}
