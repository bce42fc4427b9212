using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Schedule;

/// <summary>Removes from an expression what its indices' ranges already decide, and arithmetic with 0 and 1.</summary>
public static class Simplification
{
    /// <summary>Simplifies the outermost operation of an expression whose parts are simple.</summary>
    public static Expression Of(Expression expression) => expression switch
    {
        Guard guard => OfGuard(guard),
        Reduction reduction => OfReduction(reduction),
        Binary { Function: BinaryFunction.Multiply, Left: Number { Value: 1 }, Right: var other } => other,
        Binary { Function: BinaryFunction.Multiply, Left: var other, Right: Number { Value: 1 } } => other,
        Binary { Function: BinaryFunction.Multiply, Left: Number { Value: 0 } } => new Number(0),
        Binary { Function: BinaryFunction.Multiply, Right: Number { Value: 0 } } => new Number(0),
        Binary { Function: BinaryFunction.Add, Left: Number { Value: 0 }, Right: var other } => other,
        Binary { Function: BinaryFunction.Add, Left: var other, Right: Number { Value: 0 } } => other,
        Unary { Function: UnaryFunction.Negate, Operand: Number number } => new Number(-number.Value),
        Select { Comparison: Comparison.Greater, Left: Select { IsInteger: true } truth, Right: IndexValue { Index: { IsConstant: true, Constant: 0 } } } select => OfTruth(select, truth),
        // Nothing is above itself, and of numbers only those that are none differ from themselves.
        Select { Comparison: Comparison.Greater } select when select.Left.Equals(select.Right) => Of(select.WhenFalse),
        Select { Left.IsInteger: true } select when select.Left.Equals(select.Right) => Of(select.WhenTrue),
        _ => expression,
    };

    // What is chosen by a truth value is chosen by the comparison that it comes from.
    private static Expression OfTruth(Select select, Select truth) => (truth.WhenTrue, truth.WhenFalse) switch
    {
        (IndexValue { Index: { IsConstant: true, Constant: 1 } }, IndexValue { Index: { IsConstant: true, Constant: 0 } }) => truth with { WhenTrue = select.WhenTrue, WhenFalse = select.WhenFalse },
        (IndexValue { Index: { IsConstant: true, Constant: 0 } }, IndexValue { Index: { IsConstant: true, Constant: 1 } }) => truth with { WhenTrue = select.WhenFalse, WhenFalse = select.WhenTrue },
        _ => select,
    };

    // A condition that always holds is no condition; one that never does leaves what is there otherwise. Conditions inside others with the same otherwise are one list of conditions.
    private static Expression OfGuard(Guard guard)
    {
        if (guard.Conditions.Any(NeverHolds))
            return guard.Otherwise;
        InRange[] open = guard.Conditions.Where(condition => !AlwaysHolds(condition)).ToArray();
        return open.Length == 0 ? guard.Value
            : guard.Value is Guard inner && inner.Otherwise.Equals(guard.Otherwise) ? inner with { Conditions = open.Concat(inner.Conditions).ToEquatableArray() }
            : guard with { Conditions = open.ToEquatableArray() };
    }

    private static bool AlwaysHolds(InRange condition) =>
        condition.Index.Bounds() is var (smallest, largest) && smallest >= 0
        && ((condition.Extent.IsConstant && largest < condition.Extent.Constant) || IsAxisOfExtent(condition));

    private static bool NeverHolds(InRange condition) =>
        condition.Index.Bounds() is var (smallest, largest) && (largest < 0 || (condition.Extent.IsConstant && smallest >= condition.Extent.Constant));

    private static bool IsAxisOfExtent(InRange condition) =>
        condition.Index.Terms.Count == 1 && condition.Index.Constant == 0
        && condition.Index.Terms[0] is { Atom: Axis axis, Coefficient.IsOne: true } && axis.Extent == condition.Extent;

    // Axes of one element need no loop; a reduction over nothing is its body.
    private static Expression OfReduction(Reduction reduction)
    {
        if (!reduction.Axes.Any(axis => axis.Extent.IsOne))
            return reduction;
        Axis[] kept = reduction.Axes.Where(axis => !axis.Extent.IsOne).ToArray();
        Expression body = reduction.Body.Substitute(axis => axis.Extent.IsOne && reduction.Axes.Contains(axis) ? Index.Zero : null);
        return kept.Length == 0 ? body : new Reduction(reduction.Kind, kept.ToEquatableArray(), body);
    }
}
