using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelGen.GoldenVectors;

// Normalisations, convolutions beyond the plain one, and pools beside the largest of a square.
internal static partial class TorchNetworks
{
    private static readonly Dictionary<string, Func<CaseTensors, Tensor>> layers = new()
    {
        ["LayerNormRows"] = t => functional.layer_norm(Scaled(t), [17], t["norm1.weight"], t["norm1.bias"]),
        ["LayerNormTwoAxes"] = t => functional.layer_norm(Scaled(t), [3, 5], t["norm1.weight"], eps: 1e-3),
        ["LayerNormBare"] = t => functional.layer_norm(Dense(t.X, t, "dense1"), [16]),
        ["RmsNormRows"] = t => Scaled(t) * (Scaled(t).pow(2).mean([-1L], keepdim: true) + 1.1920928955078125e-7).rsqrt() * t["rms.weight"],
        ["GroupNormImages"] = t => functional.group_norm(Conv(t.X, t, "conv1"), 2, t["norm1.weight"], t["norm1.bias"]),
        ["GroupNormRows"] = t => functional.group_norm(Scaled(t), 3),
        ["InstanceNormImages"] = t => functional.group_norm(functional.conv2d(t.X, t["conv1.weight"]), 5, t["norm1.weight"], t["norm1.bias"]),
        ["ConvDilated"] = t => functional.conv2d(t.X, t["conv1.weight"], t["conv1.bias"], [2, 2], [2, 2], [2, 2]),
        ["ConvSame"] = t => Conv(Same(t.X, before: 1, after: 2, t, "conv1").tanh(), t, "conv2", padding: 1),
        ["ConvDepthwise"] = t => functional.conv2d(Conv(t.X, t, "conv1"), t["conv2.weight"], t["conv2.bias"], [2, 2], [1, 1], groups: 17),
        ["ConvGroups"] = t => functional.conv2d(functional.conv2d(t.X, t["conv1.weight"], t["conv1.bias"], padding: [1, 1], groups: 2).tanh(), t["conv2.weight"], t["conv2.bias"], [2, 2], groups: 4),
        ["ConvGroupsWide"] = t => Conv(functional.conv2d(Conv(t.X, t, "conv1"), t["conv2.weight"], t["conv2.bias"], padding: [1, 1], groups: 2).relu(), t, "conv3"),
        ["ConvGroupsSeries"] = t => functional.conv1d(t.X, t["conv1.weight"], t["conv1.bias"], stride: 2, padding: 1, groups: 2),
        ["ConvRectangle"] = t => functional.avg_pool2d(
            functional.max_pool2d(functional.conv2d(t.X, t["conv.weight"], t["conv.bias"], [2, 1], [1, 0]).tanh(), [2, 1], [2, 1]), [1, 3], [1, 2]),
        ["ConvRectangleTransposed"] = t => functional.conv2d(
            functional.conv_transpose2d(t.X, t["conv1.weight"], t["conv1.bias"], [2, 1], [1, 0], [1, 0]).tanh(), t["conv2.weight"], t["conv2.bias"], dilation: [1, 2]),
        ["ConvSeries"] = t => functional.conv1d(functional.conv1d(t.X, t["conv1.weight"], t["conv1.bias"], padding: 1).tanh(), t["conv2.weight"], t["conv2.bias"], stride: 2, dilation: 2),
        ["ConvGiven"] = t => functional.conv2d(
            functional.pad(functional.conv2d(t.X, t["W"], t["B"], [2, 2], [1, 1], groups: 2).tanh(), [1, 1, 1, 1]), t["V"] * t["V"], groups: 2),
        ["ConvGivenSeries"] = t => functional.conv1d(t.X, t["W"], stride: 2, padding: 1).tanh(),
        ["ConvTransposed"] = t => Transposed(Transposed(t.X, t, "conv1", 1, 0, 0).tanh(), t, "conv2", 2, 1, 1),
        ["ConvTransposedGroups"] = t => functional.conv_transpose2d(
            functional.conv_transpose2d(t.X, t["conv1.weight"], t["conv1.bias"], groups: 2).tanh(), t["conv2.weight"], null, [2, 2], [1, 1], [1, 1], groups: 4),
        ["ConvTransposedGroupsWide"] = t => Conv(
            functional.conv_transpose2d(Conv(t.X, t, "conv1"), t["conv2.weight"], t["conv2.bias"], [2, 2], [1, 1], groups: 2).relu(), t, "conv3"),
        ["ConvTransposedDepthwise"] = t => functional.conv_transpose2d(Conv(t.X, t, "conv1"), t["up.weight"], t["up.bias"], [2, 1], [1, 0], [1, 0], groups: 17),
        ["AveragePool"] = t => functional.avg_pool2d(Scaled(t), 2),
        ["AveragePoolOverlap"] = t => functional.avg_pool2d(Conv(t.X, t, "conv1"), 3, stride: 2, padding: 1),
        ["PoolSeries"] = t => functional.avg_pool1d(functional.max_pool1d(Scaled(t), 3, stride: 2, padding: 1), 2),
        ["PoolGlobal"] = t => Conv(t.X, t, "conv1").mean([2L, 3L]) + (2 * Conv(t.X, t, "conv1").amax([2L, 3L])),
        ["PoolUnequal"] = t => functional.adaptive_avg_pool2d(Scaled(t), [3, 5]) + functional.adaptive_max_pool2d(Scaled(t), [3, 5]),
        ["PoolAdaptive"] = t => functional.adaptive_avg_pool2d(Scaled(t), [3, 2]) + functional.adaptive_max_pool2d(Scaled(t), [3, 2]),
    };

    private static Tensor Transposed(Tensor x, CaseTensors tensors, string layer, long stride, long padding, long outputPadding) => functional.conv_transpose2d(
        x, tensors[$"{layer}.weight"], tensors[$"{layer}.bias"], [stride, stride], [padding, padding], [outputPadding, outputPadding]);

    private static Tensor Same(Tensor x, long before, long after, CaseTensors tensors, string layer) =>
        Conv(functional.pad(x, [before, after, before, after]), tensors, layer);
}
