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
            throw call.OperandError(1, "MG0109", call.Display, logits.Shape.ToString(), target.Shape.ToString(), fits);
        }

        if (indices)
        {
            call.DeclareClassIndices(target, logits.Shape[classes]);
            target = call.Graph.Apply(new OneHot(logits.Shape[classes]), target);
        }

        Node each = call.Graph.Apply(new Multiply(), target, Softmax.LogOf(call.Graph, logits, classes));
        Node row = call.Graph.Apply(new Negate(), call.Graph.Sum(each, [classes]));
        return MeanCall.Mean(call.Graph, row, Enumerable.Range(0, classes).ToArray());
    }
}
