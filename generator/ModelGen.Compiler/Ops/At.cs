using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>The elements at one position along an axis, which disappears.</summary>
/// <param name="Axis">The axis, of any size.</param>
/// <param name="Position">The position, from 0; counted from the end, which may vary at run time, from −1.</param>
public sealed record At(int Axis, long Position) : PrimitiveOp
{
    /// <inheritdoc/>
    public override int Cost => 0;

    /// <inheritdoc/>
    public override PrimitiveOp WithLeadingAxis(Size extent) => this with { Axis = Axis + 1 };

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Shape.From(inputs[0].Shape.Sizes.Where((_, axis) => axis != Axis));

    /// <inheritdoc/>
    public override ElementType InferType(IReadOnlyList<Node> inputs) => inputs[0].Type;

    /// <inheritdoc/>
    public override Node? Simplify(GraphBuilder graph, IReadOnlyList<Node> inputs)
    {
        if (inputs[0].Op is not Permute permute)
            return null;
        // The axis where it lies: the others then stand in the order in which they were asked for.
        int inner = permute.Axes[Axis];
        IEnumerable<int> kept = permute.Axes.Where(axis => axis != inner).Select(axis => axis > inner ? axis - 1 : axis);
        return graph.Apply(new Permute(kept.ToEquatableArray()), graph.Apply(new At(inner, Position), inputs[0].Inputs[0]));
    }

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        List<Index> inner = position.ToList();
        inner.Insert(Axis, PositionIn(Position, definition.Node.Inputs[0].Shape[Axis]));
        return definition.Input(0, inner.ToArray());
    }

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        graph.Apply(new PlaceAt(Axis, Position, node.Inputs[0].Shape[Axis]), gradient);

    /// <summary>Whether it is the same position of an axis as another.</summary>
    public static bool IsSame(long one, long other, Size extent) =>
        one == other || (extent.IsConstant && (one - other) % extent.Constant == 0);

    /// <summary>A position of an axis as an index.</summary>
    public static Index PositionIn(long position, Size extent) =>
        position < 0 ? Index.Of(extent) + position : position;
}

/// <summary>Its input at one position along a new axis, and zeros at all others: the gradient of <see cref="At"/>.</summary>
/// <param name="Axis">The new axis.</param>
/// <param name="Position">The position, from 0, or counted from the end, from −1.</param>
/// <param name="Extent">The size of the axis.</param>
public sealed record PlaceAt(int Axis, long Position, Size Extent) : PrimitiveOp
{
    /// <inheritdoc/>
    public override PrimitiveOp WithLeadingAxis(Size extent) => this with { Axis = Axis + 1 };

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs)
    {
        List<Size> sizes = inputs[0].Shape.Sizes.ToList();
        sizes.Insert(Axis, Extent);
        return Shape.From(sizes);
    }

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        Expression element = definition.Input(0, position.Where((_, axis) => axis != Axis).ToArray());
        return new Select(Comparison.Equal, new IndexValue(position[Axis]), new IndexValue(At.PositionIn(Position, Extent)), element, new Number(0));
    }

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) => graph.Apply(new At(Axis, Position), gradient);
}

/// <summary>The surface of <see cref="At"/>.</summary>
public sealed class AtCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.AnyOperand(0);
        int axis = call.Axis("axis", value.Shape);
        return Of(call, value, axis, call.Integer("position"), "position");
    }

    /// <summary>The elements at a position that a call gives.</summary>
    /// <param name="call">The call.</param>
    /// <param name="value">The value.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="position">The position, from 0, or counted from the end, from −1.</param>
    /// <param name="argument">The argument that gives it.</param>
    public static Node Of(Call call, Node value, int axis, long position, string argument)
    {
        Size extent = value.Shape[axis];
        bool exists = extent.IsConstant ? position >= -extent.Constant && position < extent.Constant : position is 0 or -1;
        if (!exists)
        {
            string last = extent.IsConstant ? $"a position of axis {axis} of {value.Shape}, 0 to {extent.Constant - 1} or −1 to −{extent.Constant}" : $"0 or −1: axis {axis} of {value.Shape} varies at run time";
            throw call.ArgumentError(argument, last, position.ToString());
        }

        return call.Graph.Apply(new At(axis, extent.IsConstant && position < 0 ? extent.Constant + position : position), value);
    }
}
