using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Schedule;

/// <summary>The parts of a kernel's definition that a schedule works on.</summary>
/// <param name="Domain">The axes of the outputs.</param>
/// <param name="Outputs">The outputs.</param>
/// <param name="Inner">The reduction; null for elementwise kernels.</param>
/// <param name="Window">The maximum taken over values of <paramref name="Inner"/>, as in a pool behind a convolution; else null.</param>
internal sealed record Nest(IReadOnlyList<Axis> Domain, IReadOnlyList<OutputDefinition> Outputs, Reduction? Inner, Reduction? Window)
{
    // What a symbol counts for where extents are compared.
    private const long TypicalSymbol = 128;

    /// <summary>The whole definition's nest, neighbouring axes merged where every buffer is walked through them alike.</summary>
    public static Nest Of(KernelDefinition definition)
    {
        Axis[] domain = definition.Domain.Where(axis => !axis.Extent.IsOne).ToArray();
        Index? Place(Axis axis) => axis.Extent.IsOne && definition.Domain.Contains(axis) ? Index.Zero : null;
        OutputDefinition[] outputs = definition.Outputs
            .Select(output => output with { Offset = output.Offset.Substitute(Place), Value = output.Value.Substitute(Place) })
            .ToArray();
        Nest nest = Analyse(domain, outputs);
        return nest.Inner is null || definition.Contracts ? nest.MergeReduction().MergeDomain() : nest.MergeReduction();
    }

    /// <summary>Sums beside <see cref="Inner"/>, over the same axes.</summary>
    public IReadOnlyList<Reduction> Others { get; init; } = [];

    /// <summary>Everything that is reduced in the innermost loops.</summary>
    public IEnumerable<Reduction> Innermost => Inner is null ? [] : Others.Prepend(Inner);

    /// <summary>Whether it reads what it writes, so that nothing may be computed twice.</summary>
    public bool AddsToResult => Outputs.Any(output => Loads.Any(load => load.Buffer == output.Buffer));

    /// <summary>Every load of the kernel.</summary>
    public IReadOnlyList<Load> Loads => Outputs.SelectMany(output => output.Value.Descendants()).OfType<Load>().Distinct().ToArray();

    /// <summary>Whether some output is the place of a maximum.</summary>
    public bool WantsWinner => Outputs.Any(output => output.Value.Descendants().Any(part => part is Winner));

    /// <summary>An extent as a number, symbols counting for a typical batch.</summary>
    public static long Typical(Size size) => size.Evaluate(symbol => SoFar.TypicalOf(symbol, TypicalSymbol));

    /// <summary>The domain's axes as the outputs store them, outermost first.</summary>
    public IReadOnlyList<Axis> StorageOrder() =>
        Domain.OrderByDescending(axis => Typical(Outputs[0].Offset.CoefficientOf(axis))).ToArray();

    private static Nest Analyse(IReadOnlyList<Axis> domain, IReadOnlyList<OutputDefinition> outputs)
    {
        Reduction[] reductions = outputs.SelectMany(output => output.Value.Descendants()).OfType<Reduction>().Distinct().ToArray();
        Reduction[] inner = reductions.Where(reduction => !reduction.Body.Descendants().OfType<Reduction>().Any()).ToArray();
        Reduction? window = reductions.FirstOrDefault(reduction => reduction.Body.Descendants().OfType<Reduction>().Any());
        bool areJoined = window is null && inner.All(reduction => reduction.Kind == ReductionKind.Sum && reduction.Axes.Equals(inner[0].Axes));
        if (reductions.Length > (window is null ? 1 : 2) && !areJoined)
            throw new InvalidOperationException($"A kernel with {reductions.Length} reductions.");
        return new Nest(domain, outputs, inner.FirstOrDefault(), window) { Others = inner.Skip(1).ToArray() };
    }

    /// <summary>The nest with neighbouring axes of its domain merged where everything is walked through them alike.</summary>
    public Nest MergeDomain()
    {
        Nest nest = this;
        IReadOnlyList<Axis> order = nest.StorageOrder();
        for (int outer = order.Count - 2; outer >= 0; outer--)
        {
            (Axis first, Axis second) = (order[outer], order[outer + 1]);
            if (!CanMerge(nest.Outputs, first, second))
                continue;
            var merged = new Axis(second.Name, first.Extent * second.Extent);
            OutputDefinition[] outputs = nest.Outputs.Select(output => output with
            {
                Offset = Merge(output.Offset, first, second, merged),
                Value = MergeIn(output.Value, first, second, merged),
            }).ToArray();
            nest = Analyse(nest.Domain.Where(axis => axis != first && axis != second).Append(merged).ToArray(), outputs);
            order = nest.StorageOrder();
        }

        return nest;
    }

    /// <summary>The nest with an axis of its domain walked as an outer and an inner one, whose extents multiply to its own.</summary>
    public Nest Split(Axis axis, Axis outer, Axis inner)
    {
        Index? Place(Axis other) => other == axis ? Index.Of(outer, inner.Extent) + inner : null;
        OutputDefinition[] outputs = Outputs.Select(output => output with { Offset = output.Offset.Substitute(Place), Value = output.Value.Substitute(Place) }).ToArray();
        return Analyse(Domain.SelectMany(other => other == axis ? [outer, inner] : new[] { other }).ToArray(), outputs);
    }

    private Nest MergeReduction()
    {
        Nest nest = this;
        // Winners count positions over the axes they were declared with.
        if (Inner is null || (WantsWinner && Window is null))
            return nest;
        bool merged = true;
        while (merged)
        {
            merged = false;
            Axis[] axes = nest.Inner!.Axes.ToArray();
            OutputDefinition[] bodies = nest.Innermost.Select(reduction => new OutputDefinition(nest.Outputs[0].Buffer, Index.Zero, reduction.Body)).ToArray();
            foreach (Axis first in axes)
            {
                Axis? second = Array.Find(axes, other => other != first && CanMerge(bodies, first, other));
                if (second is null)
                    continue;
                var axis = new Axis(second.Name, first.Extent * second.Extent);
                var left = axes.Where(other => other != first && other != second).Append(axis).ToEquatableArray();
                nest = nest.Replace(nest.Innermost.ToDictionary(old => old, old => new Reduction(old.Kind, left, MergeIn(old.Body, first, second, axis))));
                merged = true;
                break;
            }
        }

        return nest;
    }

    private Nest Replace(IReadOnlyDictionary<Reduction, Reduction> replacements)
    {
        Func<Expression, Expression?> reductions = part => part is Reduction old && replacements.TryGetValue(old, out Reduction? replacement) ? replacement : null;
        return Analyse(Domain, Outputs.Select(output => output with { Value = output.Value.Replace(reductions) }).ToArray());
    }

    // Two axes are one where stepping the outer one always moves as far as walking the inner one to its end.
    private static bool CanMerge(IReadOnlyList<OutputDefinition> outputs, Axis outer, Axis inner)
    {
        if (!inner.Extent.IsConstant || outer.Part is not null || outputs.Any(output => output.Value.HasBoundsOf(outer) || output.Value.HasBoundsOf(inner)))
            return false;
        bool Fits(Index index) =>
            !index.HidesAxis(outer) && !index.HidesAxis(inner) && index.CoefficientOf(outer) == index.CoefficientOf(inner) * inner.Extent;
        return outputs.All(output => Fits(output.Offset) && output.Value.Descendants().All(part => part switch
        {
            Load load => Fits(load.Offset),
            RandomWord word => Fits(word.Sample) && Fits(word.Element),
            IndexValue value => !value.Index.DependsOn(outer) && !value.Index.DependsOn(inner),
            Guard guard => guard.Conditions.All(condition => !condition.Index.DependsOn(outer) && !condition.Index.DependsOn(inner)),
            _ => true,
        }));
    }

    private static Index Merge(Index index, Axis outer, Axis inner, Axis merged) =>
        index.Substitute(axis => axis == outer ? Index.Zero : axis == inner ? (Index)merged : null);

    private static Expression MergeIn(Expression expression, Axis outer, Axis inner, Axis merged) =>
        expression.Substitute(axis => axis == outer ? Index.Zero : axis == inner ? (Index)merged : null);
}
