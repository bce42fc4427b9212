using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Checks;

/// <summary>What is likely a mistake in a network that compiles: a list of checks, each in a file of its own.</summary>
public static class NetworkChecks
{
    /// <summary>The checks, in the order in which they are asked. Where two find fault with one place, the first one's word stands.</summary>
    public static IReadOnlyList<(string Name, Func<CheckedNetwork, IEnumerable<SpecError>> Find)> All { get; } =
    [
        ("unused parameters", UnusedParameters.Find),
        ("unused inputs", UnusedInputs.Find),
        ("unused values", UnusedValues.Find),
        ("losses with an activation of their own", ActivationInLoss.Find),
        ("bounded logits", BoundedLogits.Find),
        ("logits for probabilities", LogitsForProbabilities.Find),
        ("softmax of one element", SoftmaxOfOne.Find),
        ("samples that are mixed", MixedSamples.Find),
        ("samples that are paired", PairedSamples.Find),
        ("activations twice over", RepeatedActivations.Find),
        ("logarithms of a softmax", LogarithmOfSoftmax.Find),
        ("nothing to train", NothingTrained.Find),
    ];

    /// <summary>The likely mistakes of a network.</summary>
    public static EquatableArray<SpecError> Find(CheckedNetwork network) => All
        .SelectMany(check => check.Find(network))
        .GroupBy(mistake => mistake.Span, (_, mistakes) => mistakes.First())
        .ToEquatableArray();
}
