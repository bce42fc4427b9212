using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>Combines the elements along some axes, which disappear.</summary>
public sealed record Reduce(ReductionKind Kind, EquatableArray<int> Axes) : PrimitiveOp
{
    /// <inheritdoc/>
    public override PrimitiveOp WithLeadingAxis(Size extent) => this with { Axes = Axes.Select(axis => axis + 1).ToEquatableArray() };

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
        Node value = node.Inputs[0];
        Node repeated = graph.RepeatAlong(gradient, value.Shape, Axes.ToArray());
        if (Kind == ReductionKind.Sum)
            return repeated;
        // Equal largest elements share it, as in libtorch's amax.
        Node isLargest = graph.Apply(new Compare(Comparison.Equal), value, graph.RepeatAlong(node, value.Shape, Axes.ToArray()));
        Node count = graph.Sum(graph.Where(isLargest, graph.Filled(1, value.Shape), 0), Axes);
        return graph.Where(isLargest, graph.Divide(repeated, graph.RepeatAlong(count, value.Shape, Axes.ToArray())), 0);
    }
}

/// <summary>A surface op that reduces over axes, which disappear or stay with the size 1.</summary>
public abstract class ReductionCall : SurfaceOp
{
    /// <inheritdoc/>
    public sealed override Node Build(Call call)
    {
        Node value = call.Operand(0);
        IReadOnlyList<int> axes = call.Axes("axes", value.Shape);
        Node reduced = Of(call, value, axes);
        return call.Has("keepAxes") && call.Flag("keepAxes")
            ? call.Graph.Apply(new Reshape(Shape.From(value.Shape.Sizes.Select((size, axis) => axes.Contains(axis) ? 1 : size))), reduced)
            : reduced;
    }

    /// <summary>Reduces over axes, which disappear.</summary>
    protected abstract Node Of(Call call, Node value, IReadOnlyList<int> axes);
}

/// <summary>The surface of a sum.</summary>
public sealed class SumCall : ReductionCall
{
    /// <inheritdoc/>
    protected override Node Of(Call call, Node value, IReadOnlyList<int> axes) => call.Graph.Sum(value, axes);
}

/// <summary>The surface of the largest element.</summary>
public sealed class MaxCall : ReductionCall
{
    /// <inheritdoc/>
    protected override Node Of(Call call, Node value, IReadOnlyList<int> axes) => call.Graph.Apply(new Reduce(ReductionKind.Max, new(axes)), value);
}

/// <summary>The surface of the smallest element, −max(−x).</summary>
public sealed class MinCall : ReductionCall
{
    /// <inheritdoc/>
    protected override Node Of(Call call, Node value, IReadOnlyList<int> axes) =>
        call.Graph.Negate(call.Graph.Apply(new Reduce(ReductionKind.Max, new(axes)), call.Graph.Negate(value)));
}

/// <summary>The surface of a mean: the sum over the number of elements.</summary>
public sealed class MeanCall : ReductionCall
{
    /// <inheritdoc/>
    protected override Node Of(Call call, Node value, IReadOnlyList<int> axes) => Mean(call.Graph, value, axes);

    /// <summary>The mean over some axes.</summary>
    public static Node Mean(GraphBuilder graph, Node value, IReadOnlyList<int> axes)
    {
        Node sum = graph.Sum(value, axes);
        Size count = axes.Aggregate((Size)1, (product, axis) => product * value.Shape[axis]);
        return graph.Apply(new Divide(), sum, graph.BroadcastTo(graph.Apply(new ElementCount(count)), sum.Shape, []));
    }
}

/// <summary>The surface of the variance around the mean: the mean of the squared distances, or with Bessel's correction their sum over n − 1.</summary>
public sealed class VarianceCall : ReductionCall
{
    /// <summary>The variance over some axes.</summary>
    public static Node Variance(GraphBuilder graph, Node value, IReadOnlyList<int> axes, bool corrected)
    {
        Node mean = MeanCall.Mean(graph, value, axes);
        Node distance = graph.Subtract(value, graph.RepeatAlong(mean, value.Shape, axes.ToArray()));
        Node sum = graph.Sum(graph.Multiply(distance, distance), axes);
        Size count = axes.Aggregate((Size)1, (product, axis) => product * value.Shape[axis]);
        Node elements = graph.Apply(new ElementCount(count));
        return graph.Divide(sum, graph.BroadcastTo(corrected ? graph.Add(elements, -1) : elements, sum.Shape, []));
    }

    /// <inheritdoc/>
    protected override Node Of(Call call, Node value, IReadOnlyList<int> axes) => Variance(call.Graph, value, axes, call.Flag("corrected"));
}
