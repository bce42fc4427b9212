using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Joins neighbouring stages of a row that go through its elements alike and reduce nothing into one loop: what both read is read once, and what the one hands to the other goes by
/// register on its way to memory.
/// </summary>
internal static class JoinedStages
{
    // More values on their way at once do not fit into registers any more.
    private const int MostOutputs = 4;

    /// <summary>Joins what can be.</summary>
    /// <param name="stages">The stages of a row, without the axis of the rows.</param>
    /// <param name="schedule">The schedule of a definition.</param>
    public static IReadOnlyList<KernelDefinition> Run(IEnumerable<KernelDefinition> stages, Func<KernelDefinition, ISchedule> schedule)
    {
        var joined = new List<KernelDefinition>();
        foreach (KernelDefinition stage in stages)
        {
            if (joined.Count > 0 && Join(joined[joined.Count - 1], stage) is { } both && AreAlike([schedule(joined[joined.Count - 1]), schedule(stage), schedule(both)]))
                joined[joined.Count - 1] = both;
            else
                joined.Add(stage);
        }

        return joined;
    }

    // Both as one definition; null where the second needs of the first more than what stands at the same place.
    private static KernelDefinition? Join(KernelDefinition first, KernelDefinition second)
    {
        if (!IsElementwise(first) || !IsElementwise(second) || first.Outputs.Count + second.Outputs.Count > MostOutputs || first.Domain.Count != second.Domain.Count
            || first.Domain.Zip(second.Domain, (one, other) => one.Extent == other.Extent).Any(isEqual => !isEqual))
        {
            return null;
        }

        Dictionary<Axis, Axis> places = second.Domain.Zip(first.Domain, (own, other) => (own, other)).ToDictionary(pair => pair.own, pair => pair.other);
        Index? Place(Axis axis) => places.TryGetValue(axis, out Axis? other) ? (Index)other : null;
        OutputDefinition[] added = [.. second.Outputs.Select(output => output with { Offset = output.Offset.Substitute(Place), Value = output.Value.Substitute(Place) })];
        OutputDefinition[] outputs = [.. first.Outputs, .. added];
        bool staysAtItsPlace = added.SelectMany(output => output.Value.Descendants()).OfType<Load>().All(load => first.Outputs.All(output => StaysApart(load, output)))
            && second.Writes.All(written => first.Reads.Concat(first.Writes).All(buffer => !buffer.MayOverlap(written)));
        return staysAtItsPlace
            ? first with
            {
                Identity = first.Identity + "\n" + second.Identity,
                Summary = first.Summary + "; " + second.Summary,
                Outputs = outputs,
                Work = [.. first.Work, .. second.Work],
            }
            : null;
    }

    private static bool IsElementwise(KernelDefinition stage) => stage is { Contracts: false, Draws: false, Additions: null, Outputs.Reductions.Count: 0, Domain.Count: > 0 };

    private static bool StaysApart(Load load, OutputDefinition output) =>
        load.Offset.Elements.All(element => !element.Buffer.MayOverlap(output.Buffer))
        && (!load.Buffer.MayOverlap(output.Buffer) || (load.Buffer == output.Buffer && load.Offset.Equals(output.Offset)));

    // Vectors along the same axis, and as many loops around it.
    private static bool AreAlike(IReadOnlyList<ISchedule> schedules) =>
        schedules.All(schedule => schedule is ElementwiseSchedule elementwise && elementwise.IsLike((ElementwiseSchedule)schedules[0]));
}
