using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// The surface of the cross-entropy, written in other ops: −Σ target·log softmax(logits), averaged over the rows. Class indices become one-hot rows
/// that exist only inside the fused kernel.
/// </summary>
public sealed class CrossEntropyCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node logits = call.Operand(0);
        Node target = call.Spec.Operands.Count > 1 ? call.AnyOperand(1) : throw new InvalidOperationException("CrossEntropy without labels.");
        if (logits.Shape.Rank < 2)
            throw call.OperandError(0, "MG0104", call.Display, "logits [batch, classes]", logits.Shape.ToString());
        int classes = logits.Shape.Rank - 1;
        Shape rows = Shape.From(logits.Shape.Sizes.Take(classes));
        bool indices = target.Type == ElementType.Int32;
        Shape expected = indices ? rows : logits.Shape;
        if (target.Shape != expected)
        {
            string fits = indices
                ? $"class indices of shape {rows} fit these logits"
                : $"target rows of shape {logits.Shape} fit these logits, or Tensor<int> class indices of shape {rows}";
            throw call.OperandError(1, "MG0109", call.Display, call.Named(0), call.Named(1), fits)
                .With(target.Shape.Rank < expected.Rank ? call.FlattenBeforeDense() : null);
        }

        Node? counted = null;
        if (indices)
        {
            long? ignored = (long?)call.NumberOrNull("ignoredIndex");
            call.DeclareIndices(target, logits.Shape[classes], ignored);
            counted = ignored is null ? null : call.Graph.Apply(new LogicalNot(), call.Graph.Apply(new IsIndex(ignored.Value), target));
            target = call.Graph.Apply(new OneHot(logits.Shape[classes]), target);
        }

        Node logarithms = Softmax.LogOf(call.Graph, logits, classes);
        Node row = call.Graph.Negate(call.Graph.Sum(call.Graph.Multiply(Smoothed(call, target, classes), logarithms), [classes]));
        int[] axes = Enumerable.Range(0, classes).ToArray();
        return counted is null ? MeanCall.Mean(call.Graph, row, axes) : MeanOf(call.Graph, row, counted, axes);
    }

    // Of all labels a share goes evenly to all classes.
    private static Node Smoothed(Call call, Node target, int classes)
    {
        double smoothing = call.NumberOrNull("labelSmoothing") ?? 0;
        if (!(smoothing >= 0 && smoothing < 1))
            throw call.ArgumentError("labelSmoothing", "at least 0 and below 1", smoothing.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (smoothing == 0)
            return target;
        Size count = target.Shape[classes];
        if (!count.IsConstant)
            throw call.OperandError(0, "MG0104", call.Display, "a constant number of classes", target.Shape.ToString());
        return call.Graph.Add(call.Graph.Multiply(target, 1 - smoothing), smoothing / count.Constant);
    }

    private static Node MeanOf(GraphBuilder graph, Node row, Node counted, int[] axes)
    {
        Node sum = graph.Sum(graph.Where(counted, row, 0), axes);
        return graph.Divide(sum, graph.Sum(graph.Where(counted, graph.Filled(1, row.Shape), 0), axes));
    }
}
