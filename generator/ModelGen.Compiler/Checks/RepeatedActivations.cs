using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Checks;

/// <summary>An activation straight after the same one, with no layer between: a rectifier twice is one, a sigmoid of a sigmoid lies between ½ and ¾.</summary>
internal static class RepeatedActivations
{
    private static readonly HashSet<string> Activations =
    [
        "Relu", "Relu6", "LeakyRelu", "Elu", "Gelu", "Silu", "Mish", "Softplus", "Tanh", "HardTanh", "Sigmoid", "HardSigmoid", "HardSwish", "Softmax", "LogSoftmax",
    ];

    public static IEnumerable<SpecError> Find(CheckedNetwork network) => network.WhereEvery("MG0212", (_, call) =>
        Activations.Contains(call.Op) && network.Origin(call.Operands[0].Value)?.Call.Op == call.Op ? [call.Op] : null);
}
