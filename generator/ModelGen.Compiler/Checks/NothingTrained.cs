using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Checks;

/// <summary>A loss that no parameter of the output has a part in: training would change nothing.</summary>
internal static class NothingTrained
{
    public static IEnumerable<SpecError> Find(CheckedNetwork network)
    {
        bool IsTrained(int value) => network.Spec.Values[value] is ParameterValue || (network.CallAt(value) is { } call && SurfaceOp.Find(call.Op)!.ParametersOf(call).Count > 0);
        return network.Spec.Loss is { } loss && network.Spec.Updates.Count == 0 && network.ForOutput.Any(IsTrained) && !network.ForLoss.Any(IsTrained)
            ? [new SpecError("MG0213", network.Spec.Values[loss].Span, default)]
            : [];
    }
}
