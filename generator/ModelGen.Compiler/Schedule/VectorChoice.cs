using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Schedule;

/// <summary>Which axis a kernel's vectors run along.</summary>
internal static class VectorChoice
{
    private const double StridedStore = 1.0;

    /// <summary>Compares, for each axis, what an element's loads and stores cost: neighbours come a vector at a time, others one by one.</summary>
    public static VectorDecision For(Nest nest, Target target)
    {
        double steps = nest.Inner is null ? 1 : nest.Inner.Axes.Aggregate(1.0, (product, axis) => product * Nest.Typical(axis.Extent));
        var candidates = new List<VectorCandidate> { new(null, false, 1, ScalarCost(nest, steps)) };
        foreach (Axis axis in nest.Domain.Where(axis => Allows(nest.Outputs.Select(output => output.Value), axis)))
        {
            int lanes = target.LanesFor(Nest.Typical(axis.Extent));
            double stores = nest.Outputs.Sum(output => output.Offset.CoefficientOf(axis) == 1 ? 1.0 / lanes : StridedStore);
            double cost = LoadCost(nest.Loads, axis, lanes) + (stores / steps);
            // Among equals the longer axis wastes fewer lanes; that weighs less than a store out of line at the end of a long sum.
            cost -= 1e-9 * Math.Min(Nest.Typical(axis.Extent), 1000);
            candidates.Add(new VectorCandidate(axis, false, lanes, cost));
        }

        IEnumerable<Axis> reduced = nest.Inner is null || nest.Others.Count > 0 || nest.Window is not null || nest.WantsWinner ? [] : nest.Inner.Axes;
        foreach (Axis axis in reduced.Where(axis => Allows([nest.Inner!.Body], axis)))
        {
            int lanes = target.LanesFor(Nest.Typical(axis.Extent));
            double acrossLanes = Math.Log(lanes, 2) + 2;
            double cost = LoadCost(nest.Loads, axis, lanes) + ((acrossLanes + nest.Outputs.Count) / steps);
            candidates.Add(new VectorCandidate(axis, true, lanes, cost));
        }

        candidates.RemoveAll(candidate => candidate.Axis is not null && candidate.Lanes == 1);
        VectorCandidate best = candidates[0];
        foreach (VectorCandidate candidate in candidates)
            best = candidate.Estimate < best.Estimate ? candidate : best;
        candidates.Remove(best);
        return new VectorDecision(best, candidates);
    }

    private static double ScalarCost(Nest nest, double steps) => nest.Loads.Count + 1 + (nest.Outputs.Count / steps);

    private static double LoadCost(IReadOnlyList<Load> loads, Axis axis, int lanes) =>
        loads.Sum(load => load.Offset.CoefficientOf(axis).Factor is 0 or 1 ? 1.0 / lanes : 1.0) + (1.0 / lanes);

    // Conditions on an index hold for a whole vector or not at all, and buffers are walked along an axis in even steps.
    private static bool Allows(IEnumerable<Expression> values, Axis axis) =>
        axis.Part is null && !values.Any(value => value.HasBoundsOf(axis)) && values.SelectMany(value => value.Descendants()).All(part => part switch
        {
            Load load => !load.Offset.HidesAxis(axis),
            Guard guard => guard.Conditions.All(condition => !condition.Index.DependsOn(axis)),
            IndexValue value => !value.Index.HidesAxis(axis) && (!value.Index.DependsOn(axis) || value.Index.CoefficientOf(axis).IsOne),
            _ => true,
        });
}
