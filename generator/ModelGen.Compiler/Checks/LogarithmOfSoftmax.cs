using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Checks;

/// <summary>The logarithm of a softmax taken in two steps: a probability too small for a float is 0, and its logarithm −∞.</summary>
internal static class LogarithmOfSoftmax
{
    public static IEnumerable<SpecError> Find(CheckedNetwork network) => network.WhereEvery("MG0214", (_, call) =>
        call.Op == "Log" && network.CallAt(call.Operands[0].Value)?.Op == "Softmax" ? [] : null);
}
