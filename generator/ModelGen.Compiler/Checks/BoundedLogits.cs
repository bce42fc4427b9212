using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Checks;

/// <summary>
/// An activation before a loss of logits that leaves them only a part of their range. Logits are any numbers: without negative ones, or between −1 and 1, no class can be named with certainty.
/// </summary>
internal static class BoundedLogits
{
    private static readonly Dictionary<string, string> Ranges = new()
    {
        ["Relu"] = "at least 0",
        ["Relu6"] = "between 0 and 6",
        ["Tanh"] = "between −1 and 1",
        ["HardTanh"] = "between −1 and 1",
        ["Sigmoid"] = "between 0 and 1",
        ["HardSigmoid"] = "between 0 and 1",
        ["Softmax"] = "between 0 and 1",
    };

    public static IEnumerable<SpecError> Find(CheckedNetwork network)
    {
        foreach (CallValue loss in network.Spec.Values.OfType<CallValue>())
        {
            if (loss.Op is "CrossEntropy" or "BinaryCrossEntropyWithLogits"
                && network.Origin(loss.Operands[0].Value)?.Call is { } activation
                && Ranges.TryGetValue(activation.Op, out string? range))
            {
                yield return new SpecError("MG0207", activation.Span, new([activation.Op, range, loss.Op]));
            }
        }
    }
}
