using ModelGen.Numerics.Cases;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelGen.GoldenVectors;

/// <summary>The networks of the list, spoken in libtorch.</summary>
internal static partial class TorchNetworks
{
    private static readonly Dictionary<string, Func<CaseTensors, Tensor>> forward = new()
    {
        ["ReluLengths"] = t => Affine(t).relu(),
        ["TanhLengths"] = t => Affine(t).tanh(),
        ["SigmoidLengths"] = t => Affine(t).sigmoid(),
        ["ExpLengths"] = t => Affine(t).exp(),
        ["LogLengths"] = t => Affine(t).log(),
        ["SqrtLengths"] = t => Affine(t).sqrt(),
        ["NegateLengths"] = t => -Affine(t),
        ["ErfLengths"] = t => Affine(t).erf(),
        ["GeluLengths"] = t => functional.gelu(Affine(t)),
        ["ReluRows"] = t => Affine(t).relu(),
        ["TanhRows"] = t => Affine(t).tanh(),
        ["SigmoidRows"] = t => Affine(t).sigmoid(),
        ["ExpRows"] = t => Affine(t).exp(),
        ["LogRows"] = t => Affine(t).log(),
        ["SqrtRows"] = t => Affine(t).sqrt(),
        ["ErfRows"] = t => Affine(t).erf(),
        ["GeluRows"] = t => functional.gelu(Affine(t)),
        ["TanhSaturated"] = t => Scaled(t).tanh(),
        ["SigmoidSaturated"] = t => Scaled(t).sigmoid(),
        ["NoGradientFactor"] = t => Scaled(t).tanh() * Scaled(t).exp().detach(),
        ["UsedTwice"] = t => (Scaled(t) * Scaled(t).tanh()) + Scaled(t).tanh().pow(2) - Scaled(t),
        ["AddBroadcast"] = t => t.X + t["Row"] + t["Column"] + t["One"] + t["Led"],
        ["SubtractBroadcast"] = t => t["Column"] - t.X - t["Row"],
        ["MultiplyBroadcast"] = t => t.X * t["Column"] * t["Row"] * t["Whole"],
        ["DivideBroadcast"] = t => (t.X / t["Column"]) + (t["Row"] / (t.X * t["Column"])),
        ["OuterBroadcast"] = t => (t.X * t["Column"]) + t["Row"],
        ["ScalarArithmetic"] = t => (2 * Scaled(t)) + 1 - (Scaled(t) / 3) - ((1 - Scaled(t)) * Scaled(t)) + (0.5 / Scaled(t)) + (Scaled(t) / 3),
        ["ChannelBroadcast"] = t => Affine(t),
        ["ParameterExpressions"] = t => t.X * ((t["Left"] * t["Right"]) + (t["Left"] / t["Right"])),
        ["TwoInputs"] = t => (Dense(t.X, t, "dense1") + Dense(t.Second, t, "dense2")).tanh(),
        ["SumLastAxis"] = t => Scaled(t).sum(2),
        ["SumMiddleAxis"] = t => Scaled(t).sum(1),
        ["SumTwoAxes"] = t => Scaled(t).sum([1L, 3L]),
        ["SumNegativeAxis"] = t => Scaled(t).sum(-1),
        ["MeanTwoAxes"] = t => Scaled(t).mean([1L, 2L]),
        ["MeanMiddleAxis"] = t => Scaled(t).mean([1L]),
        ["SumOfParameter"] = t => t.X * t["Scale"].sum([0L]),
        ["SumOverBatch"] = t => Affine(t) / Affine(t).sum([0L]),
        ["StandardiseRows"] = t => Standardise(Scaled(t), 1) * t["Gain"],
        ["StandardiseColumns"] = t => Standardise(Scaled(t), 0) * t["Gain"],
        ["MeanSquaredError"] = t => Dense(t.X, t, "dense1"),
        ["SumSquaredError"] = t => Dense(t.X, t, "dense1"),
        ["SoftmaxRows"] = t => Affine(t).softmax(-1),
        ["SoftmaxTwo"] = t => Affine(t).softmax(-1),
        ["LogSoftmaxRows"] = t => Affine(t).log_softmax(-1),
        ["LogSoftmaxVector"] = t => Affine(t).log_softmax(-1),
        ["SoftmaxMiddleAxis"] = t => Scaled(t).softmax(1),
        ["LogSoftmaxMiddleAxis"] = t => Scaled(t).log_softmax(1),
        ["SoftmaxLarge"] = t => Scaled(t).softmax(-1),
        ["LogSoftmaxLarge"] = t => Scaled(t).log_softmax(-1),
        ["CrossEntropyTen"] = t => Dense(t.X, t, "dense1"),
        ["CrossEntropyTwo"] = t => Dense(t.X, t, "dense1"),
        ["CrossEntropySeventeen"] = t => Dense(t.X, t, "dense1"),
        ["CrossEntropyOneHot"] = t => Dense(t.X, t, "dense1"),
        ["CrossEntropyProbabilities"] = t => Dense(t.X, t, "dense1"),
        ["CrossEntropyBare"] = t => Scaled(t),
        ["CrossEntropyLarge"] = t => Scaled(t),
        ["DenseBias"] = t => Dense(t.X, t, "dense1"),
        ["DenseWide"] = t => Dense(t.X, t, "dense1"),
        ["DenseLarge"] = t => Dense(t.X, t, "dense1"),
        ["DenseLong"] = t => Dense(t.X, t, "dense1").tanh(),
        ["DensePanels"] = t => Dense(t.X, t, "dense1").tanh(),
        ["MatMulPanels"] = t => t.X.mm(t["Left"].mm(t["Right"]).tanh()),
        ["DenseSingle"] = t => Dense(t.X, t, "dense1"),
        ["DenseRankThree"] = t => Dense(t.X, t, "dense1"),
        ["DenseNoBias"] = t => functional.linear(t.X, t["dense1.weight"]),
        ["DenseTwice"] = t => Dense(Dense(t.X, t, "dense1"), t, "dense2"),
        ["DenseNamed"] = t => Dense(Dense(t.X, t, "fc1").sigmoid(), t, "head"),
        ["DotExpression"] = t => (t.X.mm(t["W1"]) + t["b1"]).tanh().mm(t["W2"]) + t["b2"],
        ["MatMulOfParameters"] = t => t.X.mm(t["Left"].mm(t["Right"])),
        ["SharedWeight"] = t => t.X.mm(t["Shared"]).tanh().mm(t["Shared"]),
        ["MlpTanh"] = t => Dense(Dense(t.X, t, "dense1").tanh(), t, "dense2"),
        ["MlpRelu"] = t => Dense(Dense(Dense(t.X, t, "dense1").relu(), t, "dense2").relu(), t, "dense3"),
        ["MlpSigmoidOneHot"] = t => Dense(Dense(t.X, t, "dense1").sigmoid(), t, "dense2"),
        ["MlpRegularised"] = t => (t.X.mm(t["W1"]) + t["b1"]).tanh().mm(t["W2"]) + t["b2"],
        ["ConvPlain"] = t => Conv(t.X, t, "conv1"),
        ["ConvStride"] = t => Conv(t.X, t, "conv1", stride: 2),
        ["ConvPadding"] = t => Conv(t.X, t, "conv1", padding: 1),
        ["ConvStridePadding"] = t => Conv(t.X, t, "conv1", stride: 2, padding: 2),
        ["ConvOneByOne"] = t => Conv(t.X, t, "conv1"),
        ["ConvWholeImage"] = t => Conv(t.X, t, "conv1"),
        ["ConvGaps"] = t => Conv(t.X, t, "conv1", stride: 3),
        ["ConvWidePadding"] = t => Conv(t.X, t, "conv1", padding: 3),
        ["ConvManyFilters"] = t => Conv(t.X, t, "conv1"),
        ["ConvEvenKernel"] = t => functional.conv2d(t.X, t["conv1.weight"], padding: [1, 1]),
        ["ConvRelu"] = t => Conv(t.X, t, "conv1").relu(),
        ["ConvTwice"] = t => Conv(Conv(t.X, t, "conv1"), t, "conv2"),
        ["ConvTwicePadding"] = t => Conv(Conv(t.X, t, "conv1", padding: 1).relu(), t, "conv2", padding: 1),
        ["ConvTwiceStride"] = t => Conv(Conv(t.X, t, "conv1", stride: 2, padding: 1).tanh(), t, "conv2", stride: 2, padding: 1),
        ["ConvTwiceGaps"] = t => Conv(Conv(t.X, t, "conv1"), t, "conv2", stride: 4),
        ["ConvTwiceOneByOne"] = t => Conv(Conv(t.X, t, "conv1").sigmoid(), t, "conv2"),
        ["ConvResidual"] = t => Conv(t.X, t, "conv1", padding: 1) + Conv(Conv(t.X, t, "conv1", padding: 1).relu(), t, "conv2", padding: 1),
        ["PoolEven"] = t => functional.max_pool2d(Affine(t), 2),
        ["PoolDropped"] = t => functional.max_pool2d(Affine(t), 2),
        ["PoolThree"] = t => functional.max_pool2d(Affine(t), 3),
        ["PoolOverlap"] = t => functional.max_pool2d(Affine(t), 3, stride: 2),
        ["PoolGaps"] = t => functional.max_pool2d(Affine(t), 2, stride: 3),
        ["PoolStrideOne"] = t => functional.max_pool2d(Affine(t), 2, stride: 1),
        ["PoolWholeImage"] = t => functional.max_pool2d(Affine(t), 5),
        ["PoolByteOfPositions"] = t => functional.max_pool2d(Scaled(t), 16, stride: 1),
        ["PoolManyPositions"] = t => functional.max_pool2d(Scaled(t), 17, stride: 1),
        ["PoolPadding"] = t => functional.max_pool2d(Affine(t), 3, stride: 2, padding: 1),
        ["PoolPaddingTwo"] = t => functional.max_pool2d(Affine(t), 4, stride: 2, padding: 2),
        ["PoolTies"] = t => functional.max_pool2d(t.X + t["Shift"], 2),
        ["PoolTiesOverlap"] = t => functional.max_pool2d(t.X + t["Shift"], 3, stride: 2),
        ["ConvPool"] = t => functional.max_pool2d(Conv(t.X, t, "conv1"), 2),
        ["ConvReluPool"] = t => functional.max_pool2d(Conv(t.X, t, "conv1").relu(), 2),
        ["ConvReluPoolDropped"] = t => functional.max_pool2d(Conv(t.X, t, "conv1").relu(), 3),
        ["ConvReluPoolWide"] = t => functional.max_pool2d(Conv(t.X, t, "conv1").relu(), 2),
        ["ConvTanhPool"] = t => functional.max_pool2d(Conv(t.X, t, "conv1").tanh(), 2),
        ["ConvPoolRelu"] = t => functional.max_pool2d(Conv(t.X, t, "conv1"), 2).relu(),
        ["ConvReluPoolOverlap"] = t => functional.max_pool2d(Conv(t.X, t, "conv1").relu(), 3, stride: 2),
        ["ConvReluPoolPadding"] = t => functional.max_pool2d(Conv(t.X, t, "conv1").relu(), 2, padding: 1),
        ["ConvStrideReluPool"] = t => functional.max_pool2d(Conv(t.X, t, "conv1", stride: 2).relu(), 2),
        ["ConvReluPoolTwice"] = t => TwoConvolutions(t),
        ["WinnersOdd"] = t => functional.max_pool2d(Conv(Conv(t.X, t, "conv1").relu(), t, "conv2").relu(), 2),
        ["WinnersStridePadding"] = t => functional.max_pool2d(Conv(Conv(t.X, t, "conv1").relu(), t, "conv2", stride: 2, padding: 1).relu(), 2),
        ["WinnersGaps"] = t => functional.max_pool2d(Conv(Conv(t.X, t, "conv1").relu(), t, "conv2").relu(), 2, stride: 3),
        ["WinnersDeep"] = t => functional.max_pool2d(Conv(Conv(t.X, t, "conv1").relu(), t, "conv2").relu(), 2),
        ["WinnersThree"] = t => functional.max_pool2d(Conv(Conv(t.X, t, "conv1").relu(), t, "conv2").relu(), 3),
        ["WinnersOneByOne"] = t => functional.max_pool2d(Conv(Conv(t.X, t, "conv1").relu(), t, "conv2").relu(), 3),
        ["FlattenDense"] = t => Dense(Conv(t.X, t, "conv1").relu().flatten(1), t, "dense1"),
        ["FlattenFromAxisTwo"] = t => Dense(Conv(t.X, t, "conv1").flatten(2), t, "dense1"),
        ["ReshapeSplit"] = t => Conv(t.X.reshape(-1, 2, 3, 4), t, "conv1"),
        ["ReshapeInferred"] = t => Dense(t.X, t, "dense1").reshape(-1, 3, 4).softmax(-1),
        ["ReshapeOfConv"] = t => Conv(t.X, t, "conv1").tanh().reshape(-1, 8, 8),
        ["ReshapePoolFlattenDense"] = t => Dense(functional.max_pool2d(Conv(t.X.reshape(-1, 1, 7, 7), t, "conv1").relu(), 2).flatten(1), t, "dense1"),
        ["SmallCnn"] = t => Dense(Dense(TwoConvolutions(t).flatten(1), t, "dense1").relu(), t, "dense2"),
        ["KerasCnn"] = t => Dense(Dense(TwoConvolutions(t).flatten(1), t, "dense1").relu(), t, "dense2"),
        ["StridedCnn"] = t => Dense(Conv(Conv(t.X, t, "conv1", stride: 2, padding: 1).relu(), t, "conv2", stride: 2, padding: 1).relu().flatten(1), t, "dense1"),
        ["LeakyReluRows"] = t => functional.leaky_relu(Affine(t), 0.1),
        ["EluRows"] = t => functional.elu(Affine(t), 0.7),
        ["GeluTanhRows"] = t => GeluTanh(Affine(t)),
        ["SiluRows"] = t => functional.silu(Affine(t)),
        ["SoftplusRows"] = t => functional.softplus(20 * Affine(t), 1, 60),
        ["MishRows"] = t => functional.mish(Affine(t)),
        ["HardRows"] = t => (3 * Affine(t) * ((3 * Affine(t)) + 3).clamp(0, 6) / 6) + (((4 * Affine(t)) + 3).clamp(0, 6) / 6) + (2 * Affine(t)).clamp(-1, 1) + (8 * Affine(t)).clamp(0, 6),
        ["PowerRows"] = t => Affine(t).square() + Affine(t).pow(3) + (Affine(t).abs() + 1).pow(-1.5) + Affine(t).abs().pow(2.3),
        ["ClampRows"] = t => Affine(t).clamp(-0.3, 0.4) + Affine(t).maximum(t["Shift"]) + Affine(t).minimum(-t["Shift"]),
        ["WhereRows"] = t => where((Affine(t).gt(0) & Affine(t).gt(0.5).logical_not()) | Affine(t).le(-0.5), Affine(t).exp(), 2 * Affine(t)) + where(Affine(t).ge(t["Shift"]) | Affine(t).lt(-t["Shift"]), t["Shift"], Affine(t)),
        ["ExtremeAxes"] = t => Scaled(t).amax([1L], keepdim: true) - Scaled(t) + Scaled(t).amin([2L], keepdim: true),
        ["VarianceAxes"] = t => (Scaled(t) - Scaled(t).mean([2L], true)) / (Scaled(t).var(2, keepdim: true) + Scaled(t).var(1, unbiased: false, keepdim: true) + 0.1).sqrt(),
        ["PermutedAxes"] = t => Scaled(t).permute(0, 3, 1, 2).tanh().transpose(-2, -1).reshape(-1, 90, 3),
        ["PartsOfAxes"] = t => Scaled(t)[.., 1..4, 2..18].exp() + (Scaled(t)[.., 2, 3..].unsqueeze(1) * t["Scale"][4, 1..17]),
        ["JoinedParts"] = JoinedParts,
        ["MatricesOfBatch"] = t => t.X.matmul(t["Right"]).tanh().matmul(t["Shared"]).matmul(t.X.transpose(-2, -1)),
        ["EmbeddedTokens"] = t => Dense(t["tokens.weight"].index(t.Indices).tanh(), t, "dense1"),
        ["TiedTable"] = t => t["Table"].index(t.Indices).masked_fill(t.Indices.eq(3).unsqueeze(-1), 0).tanh().matmul(t["Table"].t()),
        ["SquaredMean"] = t => Dense(t.X, t, "dense1"),
        ["AbsoluteMean"] = t => Dense(t.X, t, "dense1"),
        ["HuberMean"] = t => Dense(t.X, t, "dense1"),
        ["BinaryProbabilities"] = t => Dense(t.X, t, "dense1"),
        ["BinaryLogits"] = t => Dense(t.X, t, "dense1"),
        ["Divergence"] = t => Dense(t.X, t, "dense1"),
        ["SmoothedRows"] = t => Dense(t.X, t, "dense1"),
        ["IgnoredLabels"] = t => Dense(t.X, t, "dense1"),
        ["AttentionOfThree"] = t => Attention(Dense(t.X, t, "query"), functional.linear(t.X[.., ..4], t["key.weight"]), Dense(t.X[.., 1..], t, "value"), 2, causal: false),
        ["CausalBlocks"] = t => CausalBlock(CausalBlock(t.X, t, "blocks.0"), t, "blocks.1"),
        ["CausalOfManyBlocks"] = t => SelfAttention(t.X, t, "attention1", 2, causal: true),
        ["AttentionOfAnyTime"] = t => (SelfAttention(t.X, t, "attention1", 2, causal: false) * t.Second.unsqueeze(1)).sum(1),
        ["LayersAsMembers"] = t => Dense(Gated(Gated(Dense(Dense(Dense(Conv(t.X, t, "conv1", padding: 1).tanh().flatten(1), t, "dense1"), t, "shared").tanh(), t, "shared"), t, "blocks.0"), t, "blocks.1"), t, "head"),
        ["ScopedLayers"] = t => Dense(Halves(Halves(t.X, t, "blocks.0"), t, "blocks.1"), t, "dense1"),
    };

    private static readonly Dictionary<string, Func<CaseTensors, Tensor, Tensor>> losses = new()
    {
        ["MeanSquaredError"] = (t, output) => (output - t.Target).pow(2).mean(),
        ["SumSquaredError"] = (t, output) => 0.5 * (t.Target - output).pow(2).sum(),
        ["SquaredMean"] = (t, output) => (output - t.Target).square().mean(),
        ["AbsoluteMean"] = (t, output) => (output - t.Target).abs().mean(),
        ["HuberMean"] = (t, output) => HuberLoss(output, t.Target, 0.4),
        ["BinaryProbabilities"] = (t, output) => functional.binary_cross_entropy(output.sigmoid(), t.Target),
        ["BinaryLogits"] = (t, output) => functional.binary_cross_entropy_with_logits(8 * output, t.Target),
        ["Divergence"] = (t, output) => functional.kl_div(output.log_softmax(-1), t.Target, log_target: false, reduction: Reduction.Sum) / output.shape[0],
        ["SmoothedRows"] = (t, output) => functional.cross_entropy(output, t.Target, label_smoothing: 0.2),
        ["IgnoredLabels"] = (t, output) => functional.cross_entropy(output, t.Labels, ignore_index: 2, label_smoothing: 0.1),
        ["MlpRegularised"] = (t, output) =>
            functional.cross_entropy(output, t.Labels) + (0.01f * (t["W1"].pow(2).sum() + t["W2"].pow(2).sum())),
    };

    /// <summary>The output of a network.</summary>
    public static Tensor Forward(CaseDescription description, CaseTensors tensors) =>
        (forward.TryGetValue(description.Name, out Func<CaseTensors, Tensor>? known)
            || TorchRecurrences.Forward.TryGetValue(description.Name, out known)
            || TorchGradients.Forward.TryGetValue(description.Name, out known)
            || TorchOutputs.Forward.TryGetValue(description.Name, out known) ? known : layers[description.Name])(tensors);

    /// <summary>The loss of a network's output.</summary>
    public static Tensor Loss(CaseDescription description, CaseTensors tensors, Tensor output)
    {
        if (losses.TryGetValue(description.Name, out Func<CaseTensors, Tensor, Tensor>? loss))
        {
            return loss(tensors, output);
        }

        return description.Loss switch
        {
            LossKind.Projection => (output * tensors.Target).sum(),
            LossKind.ClassIndices => functional.cross_entropy(output, tensors.Labels),
            _ => functional.cross_entropy(output, tensors.Target),
        };
    }

    private static Tensor Scaled(CaseTensors tensors) => tensors.X * tensors["Scale"];

    private static Tensor Affine(CaseTensors tensors) => Scaled(tensors) + tensors["Shift"];

    private static Tensor Dense(Tensor x, CaseTensors tensors, string layer) =>
        functional.linear(x, tensors[$"{layer}.weight"], tensors[$"{layer}.bias"]);

    private static Tensor Conv(Tensor x, CaseTensors tensors, string layer, long stride = 1, long padding = 0) =>
        functional.conv2d(x, tensors[$"{layer}.weight"], tensors[$"{layer}.bias"], [stride, stride], [padding, padding]);

    private static Tensor TwoConvolutions(CaseTensors tensors)
    {
        Tensor first = functional.max_pool2d(Conv(tensors.X, tensors, "conv1").relu(), 2);
        return functional.max_pool2d(Conv(first, tensors, "conv2").relu(), 2);
    }

    private static Tensor GeluTanh(Tensor x) => 0.5 * x * (1 + (Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x.pow(3)))).tanh());

    private static Tensor HuberLoss(Tensor output, Tensor target, double delta)
    {
        Tensor distance = (output - target).abs();
        return where(distance.le(delta), 0.5 * distance.square(), delta * (distance - (0.5 * delta))).mean();
    }

    private static Tensor JoinedParts(CaseTensors tensors)
    {
        Tensor[] thirds = Scaled(tensors).chunk(3, -1);
        Tensor middle = cat([thirds[1].tanh(), tensors["Tail"] * tensors.X[.., .., ..5], thirds[2]], -1);
        Tensor below = cat([thirds[0], thirds[0], thirds[2][.., .., ..5]], 2);
        return cat([middle, below], 1) + stack([tensors.X[.., 0, ..17], tensors.X[.., 1, 1..]], 1).sum(1, keepdim: true);
    }

    private static Tensor Attention(Tensor query, Tensor key, Tensor value, long heads, bool causal)
    {
        Tensor Heads(Tensor x) => x.reshape(x.shape[0], x.shape[1], heads, -1).transpose(1, 2);
        Tensor scores = Heads(query).matmul(Heads(key).transpose(-2, -1)) / Math.Sqrt((double)query.shape[2] / heads);
        if (causal)
            scores = scores.masked_fill(ones([query.shape[1], query.shape[1]], dtype: ScalarType.Bool).triu(1), double.NegativeInfinity);
        return scores.softmax(-1).matmul(Heads(value)).transpose(1, 2).reshape(query.shape[0], query.shape[1], -1);
    }

    private static Tensor SelfAttention(Tensor x, CaseTensors tensors, string layer, long heads, bool causal)
    {
        Tensor[] parts = functional.linear(x, tensors[layer + ".in_proj_weight"], tensors[layer + ".in_proj_bias"]).chunk(3, -1);
        return Dense(Attention(parts[0], parts[1], parts[2], heads, causal), tensors, layer + ".out_proj");
    }

    private static Tensor CausalBlock(Tensor x, CaseTensors tensors, string block)
    {
        x = x + SelfAttention(x, tensors, block + ".attention", 3, causal: true);
        return x + Dense(GeluTanh(Dense(x, tensors, block + ".wide")), tensors, block + ".narrow");
    }

    private static Tensor Gated(Tensor x, CaseTensors tensors, string block) =>
        (Dense(x, tensors, block + ".value") * functional.linear(x, tensors[block + ".gate.weight"]).sigmoid()) + (0.5 * x);

    private static Tensor Halves(Tensor x, CaseTensors tensors, string block) =>
        Dense(x, tensors, block + ".halves.dense1") * functional.linear(x, tensors[block + ".halves.gate.weight"]).sigmoid();

    private static Tensor Standardise(Tensor x, long axis)
    {
        Tensor centred = x - x.mean([axis], keepdim: true);
        return centred / (centred.pow(2).mean([axis], keepdim: true) + 0.001f).sqrt();
    }
}
