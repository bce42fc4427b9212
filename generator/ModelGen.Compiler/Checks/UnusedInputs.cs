using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Checks;

/// <summary>An input of <c>Forward</c> or <c>Loss</c> from which nothing is computed: it must be passed, and changes nothing.</summary>
internal static class UnusedInputs
{
    public static IEnumerable<SpecError> Find(CheckedNetwork network) => network.Spec.Values
        .Select((value, index) => (value, index))
        .Where(pair => pair.value is InputValue && !network.IsRead(pair.index))
        .Select(pair => (InputValue)pair.value)
        .Select(input => new SpecError("MG0203", input.Span, new([input.Name, input.ForLoss ? "Loss" : "Forward"])));
}
