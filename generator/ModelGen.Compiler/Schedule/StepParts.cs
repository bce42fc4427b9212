using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Makes kernels that take one step of a loop from those for all steps: instead of an axis that counts the steps they are handed, of each buffer that has a part for
/// each step, the part of the one at hand.
/// </summary>
/// <param name="uniqueName">Makes the name of a buffer unique in the program.</param>
public sealed class StepParts(Func<string, string> uniqueName)
{
    private readonly Dictionary<(Buffer Whole, Size Stride), Buffer> _parts = [];

    /// <summary>The kernel for one step.</summary>
    /// <param name="kernel">The kernel for all of them, which are its first axis.</param>
    public KernelDefinition OfStep(KernelDefinition kernel)
    {
        Axis step = kernel.Domain[0];
        Index? First(Axis axis) => axis == step ? Index.Zero : null;
        Index OfIndex(Index index)
        {
            Index part = index.Rewrite(atom => atom is Element element && element.Offset.DependsOn(step)
                ? Index.Of(new Element(PartOf(element.Buffer, element.Offset, step), OfIndex(element.Offset.Substitute(First)), element.Limit), 1)
                : null);
            return part.DependsOn(step) ? throw new InvalidOperationException($"{kernel.Name} counts the steps of its loop.") : part;
        }

        Expression OfExpression(Expression expression) => expression is Load load
            ? new Load(PartOf(load.Buffer, load.Offset, step), OfIndex(load.Offset.Substitute(First)))
            : expression.Map(OfExpression, OfIndex);

        OutputDefinition OfOutput(OutputDefinition output) =>
            new(PartOf(output.Buffer, output.Offset, step), output.Offset.Substitute(First), OfExpression(output.Value));

        if (kernel.Additions is not null)
            throw new InvalidOperationException($"{kernel.Name} adds to memory in a loop.");
        KernelDefinition inStep = kernel with
        {
            Identity = kernel.Identity + " in a step",
            Domain = kernel.Domain.Skip(1).ToArray(),
            Outputs = kernel.Outputs.Select(OfOutput).ToArray(),
            Work = kernel.Work.Select(work => work.DividedBy(step.Extent) ?? work).ToArray(),
        };
        return inStep with { Summary = KernelNames.Of(inStep.Reads.Except(inStep.Writes), inStep.Writes) + ", in each step" };
    }

    // What is the same in all steps is handed over whole.
    private Buffer PartOf(Buffer whole, Index offset, Axis step)
    {
        Size stride = offset.CoefficientOf(step);
        if (stride.Factor == 0)
            return whole;
        if (!_parts.TryGetValue((whole, stride), out Buffer? part))
        {
            int steps = Enumerable.Range(0, whole.Shape.Rank).First(axis => whole.Strides[axis] == stride && whole.Shape[axis] == step.Extent);
            part = whole with
            {
                Name = uniqueName(whole.Name + "Step"),
                Shape = Shape.From(whole.Shape.Sizes.Where((_, axis) => axis != steps)),
                Strides = whole.Strides.Where((_, axis) => axis != steps).ToEquatableArray(),
                Viewed = whole.Base,
                Part = new StepPart(whole, stride),
            };
            _parts[(whole, stride)] = part;
        }

        return part;
    }
}
