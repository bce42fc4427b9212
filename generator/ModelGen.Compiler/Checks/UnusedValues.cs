using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Checks;

/// <summary>A call that neither the output, nor the loss, nor the new value of a parameter is computed from. Of several that lead to one another it is the last: the others are used, in vain.</summary>
internal static class UnusedValues
{
    public static IEnumerable<SpecError> Find(CheckedNetwork network)
    {
        IGrouping<SourceSpan, int>[] dead = network.CallsByPlace()
            .Where(place => place.All(value => !network.ForOutput.Contains(value) && !network.ForLoss.Contains(value) && !network.ForUpdates.Contains(value)))
            .ToArray();
        HashSet<SourceSpan> used = [];
        foreach (IGrouping<SourceSpan, int> place in dead)
            used.UnionWith(place.SelectMany(value => network.CallAt(value)!.Operands).Select(operand => network.Spec.Values[operand.Value].Span).Where(span => span != place.Key));
        return dead.Where(place => !used.Contains(place.Key)).Select(place => new SpecError("MG0204", place.Key, new([network.CallAt(place.First())!.Op])));
    }
}
