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
            throw call.OperandError(0, "MG0104", call.Display, "an input of at least two axes, [batch, features]", value.Shape.ToString()).With(last == 0 ? call.Then(0, "Unsqueeze(0)") : null);
        Size features = value.Shape[last];
        if (!features.IsConstant)
            throw call.OperandError(0, "MG0104", call.Display, "features of a constant number in the last axis", value.Shape.ToString());

        Node weight = call.Parameter("weight", new Shape(units, features), features.Constant, units);
        return Of(call.Graph, value, weight, call.Flag("bias") ? call.Parameter("bias", new Shape(units), features.Constant, units) : null);
    }

    /// <summary>The product of a value's last axis with a weight.</summary>
    /// <param name="graph">Makes the nodes.</param>
    /// <param name="value">[…, features].</param>
    /// <param name="weight">[units, features].</param>
    /// <param name="bias">[units]; null for none.</param>
    /// <returns>[…, units].</returns>
    public static Node Of(GraphBuilder graph, Node value, Node weight, Node? bias)
    {
        int last = value.Shape.Rank - 1;
        var axes = new List<ContractAxis>();
        for (int axis = 0; axis < last; axis++)
            axes.Add(new(axis == 0 ? "row" : "row" + axis, value.Shape[axis]));
        axes.Add(new("unit", weight.Shape[0]));
        axes.Add(new("feature", value.Shape[last]));
        IEnumerable<AxisMap> read = Enumerable.Range(0, last).Append(last + 1).Select(AxisMap.At);
        Node product = graph.Apply(
            new Contract(axes.ToEquatableArray(), last + 1, read.ToEquatableArray(), new([AxisMap.At(last), AxisMap.At(last + 1)])),
            value,
            weight);
        return bias is null ? product : graph.Add(product, graph.BroadcastTo(bias, product.Shape, [last]));
    }
}
