using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>Its input with the axes in another order: the result's axis i is the input's axis <paramref name="Axes"/>[i]. Nothing moves in memory.</summary>
public sealed record Permute(EquatableArray<int> Axes) : PrimitiveOp
{
    /// <inheritdoc/>
    public override PrimitiveOp WithLeadingAxis(Size extent) => new Permute(new EquatableArray<int>(Axes.Select(axis => axis + 1).Prepend(0)));

    /// <inheritdoc/>
    public override int Cost => 0;

    /// <inheritdoc/>
    public override Node? Simplify(GraphBuilder graph, IReadOnlyList<Node> inputs)
    {
        if (Axes.SequenceEqual(Enumerable.Range(0, Axes.Count)))
            return inputs[0];
        return inputs[0].Op is Permute inner
            ? graph.Apply(new Permute(Axes.Select(axis => inner.Axes[axis]).ToEquatableArray()), inputs[0].Inputs[0])
            : null;
    }

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Shape.From(Axes.Select(axis => inputs[0].Shape[axis]));

    /// <inheritdoc/>
    public override ElementType InferType(IReadOnlyList<Node> inputs) => inputs[0].Type;

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        var inner = new Index[position.Count];
        for (int axis = 0; axis < inner.Length; axis++)
            inner[Axes[axis]] = position[axis];
        return definition.Input(0, inner);
    }

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) => graph.Apply(Inverse, gradient);

    private Permute Inverse
    {
        get
        {
            var inverse = new int[Axes.Count];
            for (int axis = 0; axis < inverse.Length; axis++)
                inverse[Axes[axis]] = axis;
            return new Permute(new EquatableArray<int>(inverse));
        }
    }
}

/// <summary>The surface of <see cref="Permute"/>.</summary>
public sealed class PermuteCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.Operand(0);
        IReadOnlyList<long> given = call.Integers("axes");
        int?[] axes = given.Select(axis => value.Shape.Axis(axis)).ToArray();
        if (axes.Length != value.Shape.Rank || axes.Any(axis => axis is null) || axes.Distinct().Count() != axes.Length)
            throw call.ArgumentError("axes", $"each of the {value.Shape.Rank} axes of {value.Shape} once", string.Join(", ", given));
        return call.Graph.Apply(new Permute(axes.Select(axis => axis!.Value).ToEquatableArray()), value);
    }
}

/// <summary>The surface of exchanging two axes.</summary>
public sealed class TransposeCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.Operand(0);
        if (value.Shape.Rank < 2)
            throw call.OperandError(0, "MG0104", call.Display, "at least two axes", value.Shape.ToString());
        int first = call.Axis("first", value.Shape), second = call.Axis("second", value.Shape);
        IEnumerable<int> axes = Enumerable.Range(0, value.Shape.Rank).Select(axis => axis == first ? second : axis == second ? first : axis);
        return call.Graph.Apply(new Permute(axes.ToEquatableArray()), value);
    }
}
