using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>Repeats its input over a larger shape: the input's axis i is axis <paramref name="Axes"/>[i] of the result.</summary>
public sealed record Broadcast(Shape Target, EquatableArray<int> Axes) : PrimitiveOp
{
    /// <inheritdoc/>
    public override PrimitiveOp WithLeadingAxis(Size extent) => new Broadcast(Target.After(extent), new(Axes.Select(axis => axis + 1).Prepend(0)));

    /// <inheritdoc/>
    public override int Cost => 0;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Target;

    /// <inheritdoc/>
    public override ElementType InferType(IReadOnlyList<Node> inputs) => inputs[0].Type;

    /// <inheritdoc/>
    public override Node? Simplify(GraphBuilder graph, IReadOnlyList<Node> inputs) => inputs[0].Shape == Target ? inputs[0]
        : inputs[0].Op is Broadcast inner ? graph.Apply(new Broadcast(Target, inner.Axes.Select(axis => Axes[axis]).ToEquatableArray()), inputs[0].Inputs[0])
        : null;

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        Shape shape = definition.Node.Inputs[0].Shape;
        return definition.Input(0, Axes.Select((axis, i) => shape[i].IsOne ? Index.Zero : position[axis]).ToArray());
    }

    /// <inheritdoc/>
    public override Node? Gradient(GraphBuilder graph, Node node, Node gradient, int input)
    {
        Shape shape = node.Inputs[0].Shape;
        int[] repeated = Enumerable.Range(0, Target.Rank)
            .Where(axis => Axes.ToList().IndexOf(axis) is var i && (i < 0 || (shape[i].IsOne && !Target[axis].IsOne)))
            .ToArray();
        return graph.Apply(new Reshape(shape), repeated.Contains(0) ? SumWithoutFactors(graph, gradient, repeated) : graph.Sum(gradient, repeated));
    }

    // Σ a·b = b·Σ a for a b that does not change along the summed axes: over a batch, the sum of a is often needed anyway, as that of a channel's gradient is for the bias
    // of a normalisation. Numbers of the source cost nothing where they are, nor does what is summed inside a row.
    private static Node SumWithoutFactors(GraphBuilder graph, Node value, int[] axes)
    {
        if (value.Op is Negate)
            return graph.Apply(new Negate(), SumWithoutFactors(graph, value.Inputs[0], axes));
        for (int factor = 0; value.Op is Multiply && factor < 2; factor++)
        {
            if (value.Inputs[factor] is { Op: Broadcast { Axes: var kept }, Inputs: [{ Op: not Constant } repeated] } && !kept.Intersect(axes).Any())
            {
                int Place(int axis) => axis - axes.Count(summed => summed < axis);
                Node sum = SumWithoutFactors(graph, value.Inputs[1 - factor], axes);
                return graph.Apply(new Multiply(), sum, graph.BroadcastTo(repeated, sum.Shape, kept.Select(Place)));
            }
        }

        return graph.Sum(value, axes);
    }
}

/// <summary>The rule by which shapes are repeated to fit each other: axes are matched from the last one, a size of 1 or a missing axis is repeated.</summary>
public static class Broadcasting
{
    /// <summary>Repeats both operands of a call to their common shape.</summary>
    public static (Node Left, Node Right) Together(Call call, Node left, Node right)
    {
        Shape common = CommonShape(call, left.Shape, right.Shape);
        return (To(call.Graph, left, common), To(call.Graph, right, common));
    }

    /// <summary>Repeats a value to a shape that it fits.</summary>
    public static Node To(GraphBuilder graph, Node value, Shape shape) =>
        graph.BroadcastTo(value, shape, Enumerable.Range(shape.Rank - value.Shape.Rank, value.Shape.Rank));

    private static Shape CommonShape(Call call, Shape left, Shape right)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        var sizes = new Size[rank];
        for (int axis = 1; axis <= rank; axis++)
        {
            Size a = axis <= left.Rank ? left[left.Rank - axis] : 1;
            Size b = axis <= right.Rank ? right[right.Rank - axis] : 1;
            if (a != b && !a.IsOne && !b.IsOne)
            {
                throw call.Error(
                    "MG0101",
                    call.Display,
                    call.Named(0),
                    call.Named(1),
                    a.IsConstant || b.IsConstant
                        ? $"axis {rank - axis} has the sizes {a} and {b}, and neither is 1"
                        : $"axis {rank - axis} varies as \"{a}\" in the one and as \"{b}\" in the other: give both inputs one symbol where the two are always the same");
            }

            sizes[rank - axis] = a.IsOne ? b : a;
        }

        return new Shape(sizes);
    }
}
