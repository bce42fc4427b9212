using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Checks;

/// <summary>A softmax over the classes before a cross-entropy, or a sigmoid before its binary form on logits: each of these losses applies its own.</summary>
internal static class ActivationInLoss
{
    public static IEnumerable<SpecError> Find(CheckedNetwork network)
    {
        foreach (CallValue loss in network.Spec.Values.OfType<CallValue>())
        {
            if (loss.Op is not ("CrossEntropy" or "BinaryCrossEntropyWithLogits") || network.Origin(loss.Operands[0].Value) is not var (index, activation))
                continue;
            bool isOwn = loss.Op == "CrossEntropy"
                ? activation.Op is "Softmax" or "LogSoftmax" && IsOverLastAxis(activation, network.ShapeOf(index).Rank)
                : activation.Op is "Sigmoid";
            if (isOwn)
                yield return new SpecError("MG0206", activation.Span, new([activation.Op, loss.Op, loss.Op == "CrossEntropy" ? "Softmax" : "Sigmoid"]));
        }
    }

    private static bool IsOverLastAxis(CallValue softmax, int rank) => softmax.Arguments.First(argument => argument.Name == "axis").Value.Numbers[0] is var axis && (axis == -1 || axis == rank - 1);
}
