using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of a loss that compares each element with a target of the same shape and averages over all of them.</summary>
public abstract class LossCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        (Node value, Node target) = Operands(call);
        return MeanCall.Mean(call.Graph, Each(call, value, target), Enumerable.Range(0, value.Shape.Rank).ToArray());
    }

    /// <summary>The loss of each element.</summary>
    protected abstract Node Each(Call call, Node value, Node target);

    /// <summary>The value and its target, whose shapes must be the same: repeating one would hide a mistake.</summary>
    protected static (Node Value, Node Target) Operands(Call call)
    {
        Node value = call.Operand(0), target = call.Operand(1);
        return value.Shape == target.Shape
            ? (value, target)
            : throw call.OperandError(1, "MG0109", call.Display, call.Named(0), call.Named(1), $"a target of shape {value.Shape} fits this value");
    }
}
