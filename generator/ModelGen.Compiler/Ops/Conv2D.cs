using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of the two-dimensional convolution layer, with PyTorch's weight [filters, channels, kernel, kernel].</summary>
public sealed class Conv2DCall : SurfaceOp
{
    /// <inheritdoc/>
    public override string Stem => "conv";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames => ["weight", "bias"];

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node image = call.Image(0);
        long filters = call.Positive("filters"), kernel = call.Positive("kernel"), stride = call.Positive("stride");
        long padding = call.AtLeast("padding", 0);
        call.CheckWindow(image, kernel, padding);
        long channels = image.Shape[1].Constant;
        Node padded = call.Padded(image, padding, 0);
        Node weight = call.Parameter("weight", new Shape(filters, channels, kernel, kernel), channels * kernel * kernel, filters * kernel * kernel);
        long Outputs(int axis) => ((padded.Shape[axis].Constant - kernel) / stride) + 1;
        ContractAxis[] axes =
        [
            new("sample", image.Shape[0]), new("filter", filters), new("row", Outputs(2)), new("column", Outputs(3)),
            new("channel", channels), new("kernelRow", kernel), new("kernelColumn", kernel),
        ];
        Node convolved = call.Graph.Apply(
            new Contract(
                new(axes),
                4,
                new([AxisMap.At(0), AxisMap.At(4), AxisMap.Window(2, stride, 5, 1), AxisMap.Window(3, stride, 6, 1)]),
                new([AxisMap.At(1), AxisMap.At(4), AxisMap.At(5), AxisMap.At(6)])),
            padded,
            weight);
        if (!call.Flag("bias"))
            return convolved;
        Node bias = call.Parameter("bias", new Shape(filters), channels * kernel * kernel, filters);
        return call.Graph.Apply(new Add(), convolved, call.Graph.BroadcastTo(bias, convolved.Shape, [1]));
    }
}
