using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Ops;

/// <summary>Its inputs behind each other along an axis.</summary>
public sealed record Concat(int Axis) : PrimitiveOp
{
    /// <inheritdoc/>
    public override PrimitiveOp WithLeadingAxis(Size extent) => new Concat(Axis + 1);

    /// <inheritdoc/>
    public override Node? Simplify(GraphBuilder graph, IReadOnlyList<Node> inputs) => inputs.Count == 1 ? inputs[0] : null;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => inputs[0].Shape.With(Axis, inputs.Sum(input => input.Shape[Axis].Constant));

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        IReadOnlyList<Node> inputs = definition.Node.Inputs;
        long start = inputs.Sum(input => input.Shape[Axis].Constant);
        Expression? result = null;
        for (int input = inputs.Count - 1; input >= 0; input--)
        {
            start -= inputs[input].Shape[Axis].Constant;
            Index[] inner = position.ToArray();
            inner[Axis] += -start;
            Expression element = definition.Input(input, inner);
            result = result is null ? element : new Guard(new([new InRange(position[Axis], start + inputs[input].Shape[Axis].Constant)]), element, result);
        }

        return result!;
    }

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) => graph.Apply(
        new Crop(Axis, node.Inputs.Take(input).Sum(earlier => earlier.Shape[Axis].Constant), node.Inputs[input].Shape[Axis].Constant), gradient);
}

/// <summary>The surface of <see cref="Concat"/>.</summary>
public sealed class ConcatCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node[] values = Operands(call);
        int axis = call.Axis("axis", values[0].Shape);
        for (int operand = 0; operand < values.Length; operand++)
        {
            Shape shape = values[operand].Shape;
            if (shape.Rank != values[0].Shape.Rank || !shape.With(axis, 1).Equals(values[0].Shape.With(axis, 1)))
                throw call.OperandError(operand, "MG0101", call.Display, values[0].Shape.ToString(), shape.ToString(), $"all but axis {axis} must be the same");
            if (!shape[axis].IsConstant)
                throw call.OperandError(operand, "MG0104", call.Display, $"a constant size of axis {axis}", shape.ToString());
        }

        return call.Graph.Apply(new Concat(axis), values);
    }

    /// <summary>All operands of a call.</summary>
    public static Node[] Operands(Call call) => call.Spec.Operands.Count == 0
        ? throw call.Error("MG0106", call.Display, "tensors", "at least one tensor", "none")
        : Enumerable.Range(0, call.Spec.Operands.Count).Select(call.Operand).ToArray();
}

/// <summary>The surface of values of one shape side by side along a new axis.</summary>
public sealed class StackCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node[] values = ConcatCall.Operands(call);
        for (int operand = 1; operand < values.Length; operand++)
        {
            if (values[operand].Shape != values[0].Shape)
                throw call.OperandError(operand, "MG0101", call.Display, values[0].Shape.ToString(), values[operand].Shape.ToString(), "they must be the same");
        }

        Shape Widened(Shape shape, int at) => Shape.From([.. shape.Sizes.Take(at), 1, .. shape.Sizes.Skip(at)]);
        int axis = call.Axis("axis", Widened(values[0].Shape, 0));
        Shape widened = Widened(values[0].Shape, axis);
        return call.Graph.Apply(new Concat(axis), values.Select(value => call.Graph.Apply(new Reshape(widened), value)).ToArray());
    }
}
