using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Checks;

/// <summary>A <c>[Parameter]</c> from which nothing is computed: it is saved, and stays as it was drawn.</summary>
internal static class UnusedParameters
{
    public static IEnumerable<SpecError> Find(CheckedNetwork network) => network.Spec.Values
        .Select((value, index) => (value, index))
        .Where(pair => pair.value is ParameterValue && !network.IsRead(pair.index))
        .Select(pair => new SpecError("MG0201", pair.value.Span, new([((ParameterValue)pair.value).Name])));
}
