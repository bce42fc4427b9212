using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>Combines the elements along some axes, which disappear.</summary>
public sealed record Reduce(ReductionKind Kind, EquatableArray<int> Axes) : PrimitiveOp
{
    /// <inheritdoc/>
    public override Node? Simplify(GraphBuilder graph, IReadOnlyList<Node> inputs) => Axes.Count == 0 ? inputs[0] : null;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) =>
        Shape.From(inputs[0].Shape.Sizes.Where((_, axis) => !Axes.Contains(axis)));

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        Shape shape = definition.Node.Inputs[0].Shape;
        var inner = new Index[shape.Rank];
        var bound = new List<Axis>();
        int next = 0;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (!Axes.Contains(axis))
            {
                inner[axis] = position[next++];
                continue;
            }

            bound.Add(definition.Bound("over" + axis, shape[axis]));
            inner[axis] = bound[bound.Count - 1];
        }

        return new Reduction(Kind, bound.ToEquatableArray(), definition.Input(0, inner));
    }

    /// <inheritdoc/>
    public override Node? Gradient(GraphBuilder graph, Node node, Node gradient, int input)
    {
        if (Kind == ReductionKind.Max)
            throw new MissingGradientException(node);
        Shape shape = node.Inputs[0].Shape;
        return graph.BroadcastTo(gradient, shape, Enumerable.Range(0, shape.Rank).Where(axis => !Axes.Contains(axis)));
    }
}

/// <summary>The surface of a sum.</summary>
public sealed class SumCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call) => call.Graph.Sum(call.Operand(0), call.Axes("axes", call.Operand(0).Shape));
}

/// <summary>The surface of a mean: the sum over the number of elements.</summary>
public sealed class MeanCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.Operand(0);
        return Mean(call.Graph, value, call.Axes("axes", value.Shape));
    }

    /// <summary>The mean over some axes.</summary>
    public static Node Mean(GraphBuilder graph, Node value, IReadOnlyList<int> axes)
    {
        Node sum = graph.Sum(value, axes);
        Size count = axes.Aggregate((Size)1, (product, axis) => product * value.Shape[axis]);
        return graph.Apply(new Divide(), sum, graph.BroadcastTo(graph.Apply(new ElementCount(count)), sum.Shape, []));
    }
}
