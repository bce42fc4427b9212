using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Checks;

/// <summary>What a layer gives, any numbers, handed to a loss of probabilities: the logarithm of a negative number is none.</summary>
internal static class LogitsForProbabilities
{
    public static IEnumerable<SpecError> Find(CheckedNetwork network) => network.WhereEvery("MG0208", (_, loss) =>
        loss.Op == "BinaryCrossEntropy" && network.Origin(loss.Operands[0].Value)?.Call.Op is "Dense" or "Conv1D" or "Conv2D" or "ConvTranspose2D" ? [] : null);
}
