using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>The same elements, in row-major order, in another shape.</summary>
public sealed record Reshape(Shape Target) : PrimitiveOp
{
    /// <inheritdoc/>
    public override PrimitiveOp WithLeadingAxis(Size extent) => new Reshape(Target.After(extent));

    /// <inheritdoc/>
    public override int Cost => 0;

    /// <inheritdoc/>
    public override Node? Simplify(GraphBuilder graph, IReadOnlyList<Node> inputs) =>
        inputs[0].Shape == Target ? inputs[0]
        : inputs[0].Op is Reshape ? graph.Apply(this, inputs[0].Inputs[0])
        : null;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Target;

    /// <inheritdoc/>
    public override ElementType InferType(IReadOnlyList<Node> inputs) => inputs[0].Type;

    /// <summary>Whether a reshape only adds or removes axes of size 1, so that positions keep their axes.</summary>
    public static bool OnlyRenames(Node node)
    {
        Shape from = node.Inputs[0].Shape, to = node.Shape;
        return from.Sizes.Where(size => !size.IsOne).SequenceEqual(to.Sizes.Where(size => !size.IsOne));
    }

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        graph.Apply(new Reshape(node.Inputs[0].Shape), gradient);

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        Shape source = definition.Node.Inputs[0].Shape;
        var result = new Index[source.Rank];
        foreach (AxisGroup group in AxisGroup.Between(source, Target))
        {
            Index flat = Index.Zero;
            for (int axis = group.ToStart; axis < group.ToEnd; axis++)
                flat = (flat * Target[axis]) + position[axis];
            // The outermost takes what is left; axes of size 1 take nothing.
            int outermost = group.FromStart;
            while (outermost < group.FromEnd - 1 && source[outermost].IsOne)
                outermost++;
            for (int axis = group.FromEnd - 1; axis >= group.FromStart; axis--)
            {
                result[axis] = axis < outermost || (source[axis].IsOne && axis > outermost) ? Index.Zero : axis == outermost ? flat : Index.Modulo(flat, source[axis].Constant);
                if (axis > outermost && !source[axis].IsOne)
                    flat = Index.Divide(flat, source[axis].Constant);
            }
        }

        return definition.Input(0, result);
    }
}

/// <summary>Neighbouring axes of one shape that hold the same elements as neighbouring axes of another.</summary>
/// <param name="FromStart">The first axis of the one shape.</param>
/// <param name="FromEnd">Behind its last.</param>
/// <param name="ToStart">The first axis of the other.</param>
/// <param name="ToEnd">Behind its last.</param>
public sealed record AxisGroup(int FromStart, int FromEnd, int ToStart, int ToEnd)
{
    /// <summary>The finest such groups between two shapes of the same number of elements.</summary>
    public static IReadOnlyList<AxisGroup> Between(Shape from, Shape to)
    {
        var groups = new List<AxisGroup>();
        int f = 0, t = 0;
        while (f < from.Rank || t < to.Rank)
        {
            (int fromStart, int toStart) = (f, t);
            Size left = f < from.Rank ? from[f++] : 1;
            Size right = t < to.Rank ? to[t++] : 1;
            while (left != right)
            {
                if (f < from.Rank && (t == to.Rank || left.DividedBy(right) is null || right.IsOne && !left.IsOne && t == to.Rank))
                    left *= from[f++];
                else if (t < to.Rank)
                    right *= to[t++];
                else
                    throw new InvalidOperationException($"{from} and {to} differ in their number of elements.");
            }

            groups.Add(new AxisGroup(fromStart, f, toStart, t));
        }

        return groups;
    }
}

/// <summary>The surface of <see cref="Reshape"/>.</summary>
public sealed class ReshapeCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.Operand(0);
        IReadOnlyList<long> wanted = call.Integers("sizes");
        if (wanted.Count(size => size == -1) > 1 || wanted.Any(size => size < -1))
            throw call.ArgumentError("sizes", "sizes of at least 1, 0 to keep an axis's size, and at most one −1", string.Join(", ", wanted));
        var sizes = new List<Size>();
        for (int axis = 0; axis < wanted.Count; axis++)
        {
            if (wanted[axis] == 0 && axis >= value.Shape.Rank)
                throw call.ArgumentError("sizes", $"0 only at the {value.Shape.Rank} axes that {value.Shape} has", $"0 at axis {axis}");
            sizes.Add(wanted[axis] == 0 ? value.Shape[axis] : wanted[axis] == -1 ? 1 : wanted[axis]);
        }

        Size known = sizes.Aggregate((Size)1, (product, size) => product * size);
        Size? left = value.Shape.Elements.DividedBy(known);
        int inferred = wanted.ToList().IndexOf(-1);
        if (left is null || (inferred < 0 && !left.IsOne))
        {
            string target = "[" + string.Join(", ", sizes.Select((size, axis) => axis == inferred ? "−1" : size.ToString())) + "]";
            throw call.Error(
                "MG0105",
                call.Display,
                $"{value.Shape} ({value.Shape.Elements} values)",
                $"{target} ({known} values{(inferred < 0 ? "" : " times −1")})",
                left is null ? "the one count does not divide the other" : $"a further axis of {left} is missing, or −1 in place of a size");
        }

        if (inferred >= 0)
            sizes[inferred] = left;
        return call.Graph.Apply(new Reshape(Shape.From(sizes)), value);
    }
}

/// <summary>The surface of flattening: joins the last axes into one.</summary>
public sealed class FlattenCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.Operand(0);
        int start = call.Axis("startAxis", value.Shape);
        IEnumerable<Size> kept = value.Shape.Sizes.Take(start);
        Size joined = value.Shape.Sizes.Skip(start).Aggregate((Size)1, (product, size) => product * size);
        return call.Graph.Apply(new Reshape(Shape.From(kept.Append(joined))), value);
    }
}
