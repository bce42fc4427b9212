using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of the fully connected layer: x·weightᵀ + bias over the last axis, with PyTorch's weight [units, features].</summary>
public sealed class DenseCall : SurfaceOp
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames => ["weight", "bias"];

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.Operand(0);
        long units = call.Positive("units");
        int last = value.Shape.Rank - 1;
        if (last < 1)
            throw call.OperandError(0, "MG0104", call.Display, "an input of at least two axes, [batch, features]", value.Shape.ToString());
        Size features = value.Shape[last];
        if (!features.IsConstant)
            throw call.OperandError(0, "MG0104", call.Display, "features of a constant number in the last axis", value.Shape.ToString());

        Node weight = call.Parameter("weight", new Shape(units, features), features.Constant, units);
        var axes = new List<ContractAxis>();
        for (int axis = 0; axis < last; axis++)
            axes.Add(new(axis == 0 ? "row" : "row" + axis, value.Shape[axis]));
        axes.Add(new("unit", units));
        axes.Add(new("feature", features));
        IEnumerable<AxisMap> read = Enumerable.Range(0, last).Append(last + 1).Select(AxisMap.At);
        Node product = call.Graph.Apply(
            new Contract(axes.ToEquatableArray(), last + 1, read.ToEquatableArray(), new([AxisMap.At(last), AxisMap.At(last + 1)])),
            value,
            weight);
        if (!call.Flag("bias"))
            return product;
        Node bias = call.Parameter("bias", new Shape(units), features.Constant, units);
        return call.Graph.Apply(new Add(), product, call.Graph.BroadcastTo(bias, product.Shape, [last]));
    }
}
