namespace ModelGen.Numerics.Cases;

/// <summary>
/// The one list of networks: libtorch's side computes the golden vectors from it, and every back end is compared with them. The class of the same
/// name in <c>Networks/</c> is the network itself.
/// </summary>
public static partial class CaseCatalog
{
    // Around the widths of vectors (4, 8, 16) and of pairs of them, and primes.
    private static readonly int[] lengths = [1, 2, 3, 4, 5, 7, 8, 9, 13, 15, 16, 17, 29, 31, 32, 33, 63, 64, 65, 127];

    /// <summary>All cases, by name.</summary>
    public static IReadOnlyDictionary<string, CaseDescription> All { get; } =
        new[] { Elementwise(), Broadcasting(), Reductions(), Normalisations(), Products(), Convolutions(), Pooling(), Reshaping(), Whole(), Activations(), Parts(), Losses(), Attentions(), Members(), LayerNorms(), ConvolutionVariants(), PoolVariants(), Recurrences(), GradientValues(), SeveralOutputs() }
            .SelectMany(family => family)
            .ToDictionary(description => description.Name);

    private static IEnumerable<CaseDescription> Elementwise()
    {
        ParameterDescription[] either = [new("Scale", [1], 0.5f, 1.5f), new("Shift", [1], -0.2f, 0.2f)];
        ParameterDescription[] positive = [new("Scale", [1], 0.5f, 1.5f), new("Shift", [1], 0.1f, 0.5f)];
        // One value alone may be one that ReLU makes zero.
        yield return Projection("ReluLengths", [], [], either) with { Batches = lengths[2..], Low = -2, High = 3 };
        foreach (string name in (string[])["TanhLengths", "SigmoidLengths", "ExpLengths", "NegateLengths", "ErfLengths", "GeluLengths"])
        {
            yield return Projection(name, [], [], either) with { Batches = lengths, Low = -2, High = 2 };
        }

        foreach (string name in (string[])["LogLengths", "SqrtLengths"])
        {
            yield return Projection(name, [], [], positive) with { Batches = lengths, Low = 0.2f, High = 2 };
        }

        foreach ((string name, int width) in ((string, int)[])[("ReluRows", 17), ("TanhRows", 15), ("SigmoidRows", 31), ("ExpRows", 33), ("ErfRows", 21), ("GeluRows", 29)])
        {
            yield return Projection(name, [width], [width], new("Scale", [width], 0.5f, 1.5f), new("Shift", [width]));
        }

        foreach ((string name, int width) in ((string, int)[])[("LogRows", 7), ("SqrtRows", 16)])
        {
            yield return Projection(name, [width], [width], new("Scale", [width], 0.5f, 1.5f), new("Shift", [width], 0.1f, 0.5f)) with { Low = 0.2f, High = 2 };
        }

        // Far out tanh and sigmoid are flat, and their gradients are small differences.
        yield return Projection("TanhSaturated", [13], [13], new ParameterDescription("Scale", [13], 4, 8));
        yield return Projection("SigmoidSaturated", [13], [13], new ParameterDescription("Scale", [13], 10, 20));
        yield return Projection("NoGradientFactor", [11], [11], new ParameterDescription("Scale", [11]));
        yield return Projection("UsedTwice", [19], [19], new ParameterDescription("Scale", [19]));
    }

    private static IEnumerable<CaseDescription> Broadcasting() =>
    [
        Projection("AddBroadcast", [3, 5], [3, 5], new("Row", [5]), new("Column", [3, 1]), new("One", [1]), new("Led", [1, 1, 5])),
        Projection("SubtractBroadcast", [3, 5], [3, 5], new("Column", [3, 1]), new("Row", [5])),
        Projection("MultiplyBroadcast", [3, 17], [3, 17], new("Column", [3, 1]), new("Row", [17]), new("Whole", [1, 3, 17])),
        Projection("DivideBroadcast", [3, 5], [3, 5], new("Column", [3, 1], 0.5f, 1.5f), new("Row", [5])) with { Low = 0.5f, High = 2 },
        Projection("OuterBroadcast", [1, 5], [3, 5], new("Column", [3, 1]), new("Row", [1, 5])),
        Projection("ScalarArithmetic", [13], [13], new ParameterDescription("Scale", [13], 0.5f, 1.5f)) with { Low = 0.5f, High = 2 },
        Projection("ChannelBroadcast", [3, 4, 5], [3, 4, 5], new("Scale", [3, 1, 1]), new("Shift", [3, 1, 1])),
        Projection("ParameterExpressions", [7], [7], new("Left", [7], 0.5f, 1.5f), new("Right", [7], 0.5f, 1.5f)),
        ProjectionOfLayers("TwoInputs", [4], [5], Dense(1, 5, 4), Dense(2, 5, 6)) with { SecondInput = [6] },
    ];

    private static IEnumerable<CaseDescription> Reductions() =>
    [
        Projection("SumLastAxis", [3, 5], [3], new ParameterDescription("Scale", [3, 5])),
        Projection("SumMiddleAxis", [3, 17], [17], new ParameterDescription("Scale", [3, 17])),
        Projection("SumTwoAxes", [3, 5, 2], [5], new ParameterDescription("Scale", [3, 5, 2])),
        Projection("SumNegativeAxis", [33], [], new ParameterDescription("Scale", [33])),
        Projection("MeanTwoAxes", [3, 5], [], new ParameterDescription("Scale", [3, 5])),
        Projection("MeanMiddleAxis", [7, 4], [4], new ParameterDescription("Scale", [7, 4])),
        Projection("SumOfParameter", [5], [5], new ParameterDescription("Scale", [3, 5])),
        Projection("SumOverBatch", [7], [7], new("Scale", [7], 0.5f, 1.5f), new("Shift", [7], 0.1f, 0.5f)) with { Batches = [2, 3, 17], Low = 0.5f, High = 2 },
        Projection("StandardiseRows", [17], [17], new("Scale", [17], 0.5f, 1.5f), new("Gain", [17])),
        Projection("StandardiseColumns", [5], [5], new("Scale", [5], 0.5f, 1.5f), new("Gain", [5])) with { Batches = [2, 3, 17] },
        ProjectionOfLayers("MeanSquaredError", [7], [5], Dense(1, 5, 7)) with { Loss = LossKind.SquaredError },
        ProjectionOfLayers("SumSquaredError", [7], [5], Dense(1, 5, 7)) with { Loss = LossKind.SquaredError },
    ];

    private static IEnumerable<CaseDescription> Normalisations()
    {
        foreach ((string name, int width) in ((string, int)[])[("SoftmaxRows", 17), ("SoftmaxTwo", 2), ("LogSoftmaxRows", 10), ("LogSoftmaxVector", 16)])
        {
            yield return Projection(name, [width], [width], new("Scale", [width], 0.5f, 1.5f), new("Shift", [width]));
        }

        yield return Projection("SoftmaxMiddleAxis", [5, 3], [5, 3], new ParameterDescription("Scale", [5, 3]));
        yield return Projection("LogSoftmaxMiddleAxis", [3, 7], [3, 7], new ParameterDescription("Scale", [3, 7]));

        // Around e¹⁰⁰ an exponential overflows, unless the largest value is taken away first.
        yield return Projection("SoftmaxLarge", [9], [9], new ParameterDescription("Scale", [9], 100, 104)) with { Low = 0.97f, High = 1 };
        yield return Projection("LogSoftmaxLarge", [9], [9], new ParameterDescription("Scale", [9], 100, 104)) with { Low = 0.97f, High = 1 };
        yield return ClassesOfLayers("CrossEntropyTen", [7], 10, Dense(1, 10, 7));
        yield return ClassesOfLayers("CrossEntropyTwo", [5], 2, Dense(1, 2, 5));
        yield return ClassesOfLayers("CrossEntropySeventeen", [5], 17, Dense(1, 17, 5));
        yield return Classes("CrossEntropyBare", [31], 31, new ParameterDescription("Scale", [31]));
        yield return Classes("CrossEntropyLarge", [9], 9, new ParameterDescription("Scale", [9], 100, 104)) with { Low = 0.97f, High = 1 };
        yield return ClassesOfLayers("CrossEntropyOneHot", [7], 10, Dense(1, 10, 7)) with { Loss = LossKind.OneHotRows };
        yield return ClassesOfLayers("CrossEntropyProbabilities", [6], 5, Dense(1, 5, 6)) with { Loss = LossKind.ProbabilityRows };
    }

    private static IEnumerable<CaseDescription> Products() =>
    [
        ProjectionOfLayers("DenseBias", [7], [5], Dense(1, 5, 7)),
        Projection("DenseNoBias", [16], [17], new ParameterDescription("dense1.weight", [17, 16])),
        ProjectionOfLayers("DenseWide", [33], [65], Dense(1, 65, 33)) with { Batches = [1, 2, 31, 64] },
        ProjectionOfLayers("DenseLarge", [129], [97], Dense(1, 97, 129)) with { Batches = [1, 61], Thinning = 7 },
        // Sums long enough to be taken in blocks.
        ProjectionOfLayers("DenseLong", [2603], [11], Dense(1, 11, 2603)) with { Batches = [1, 13], Thinning = 41 },
        // Large enough for packed panels: a batch that is worth it and one that is not, in two blocks; and a matrix whose columns are shared out.
        ProjectionOfLayers("DensePanels", [1031], [263], Dense(1, 263, 1031)) with { Batches = [3, 257], Thinning = 211 },
        Projection("MatMulPanels", [257], [521], new("Left", [257, 523], -0.1f, 0.1f), new("Right", [523, 521], -0.1f, 0.1f)) with { Batches = [1, 5], Thinning = 211 },
        ProjectionOfLayers("DenseSingle", [1], [1], Dense(1, 1, 1)),
        ProjectionOfLayers("DenseRankThree", [3, 5], [3, 4], Dense(1, 4, 5)),
        ProjectionOfLayers("DenseTwice", [13], [3], Dense(1, 31, 13), Dense(2, 3, 31)),
        Projection("DenseNamed", [6], [4], new("fc1.weight", [5, 6]), new("fc1.bias", [5]), new("head.weight", [4, 5]), new("head.bias", [4])),
        Projection("DotExpression", [10], [5], new("W1", [10, 20]), new("b1", [20]), new("W2", [20, 5]), new("b2", [5])),
        Projection("MatMulOfParameters", [7], [11], new("Left", [7, 3]), new("Right", [3, 11])),
        Projection("SharedWeight", [9], [9], new ParameterDescription("Shared", [9, 9])),
        ClassesOfLayers("MlpTanh", [10], 5, Dense(1, 20, 10), Dense(2, 5, 20)) with { Batches = [1, 2, 13, 32] },
        ClassesOfLayers("MlpRelu", [49], 10, Dense(1, 33, 49), Dense(2, 17, 33), Dense(3, 10, 17)) with { Batches = [1, 2, 13, 64] },
        ClassesOfLayers("MlpSigmoidOneHot", [11], 7, Dense(1, 15, 11), Dense(2, 7, 15)) with { Loss = LossKind.OneHotRows },
        Classes("MlpRegularised", [10], 5, new("W1", [10, 20]), new("b1", [20]), new("W2", [20, 5]), new("b2", [5])),
    ];

    private static CaseDescription Projection(string name, int[] input, int[] output, params ParameterDescription[] parameters) =>
        new(name, input, output, LossKind.Projection, parameters);

    private static CaseDescription ProjectionOfLayers(string name, int[] input, int[] output, params ParameterDescription[][] layers) =>
        new(name, input, output, LossKind.Projection, [.. layers.SelectMany(layer => layer)]);

    private static CaseDescription Classes(string name, int[] input, int classes, params ParameterDescription[] parameters) =>
        new(name, input, [classes], LossKind.ClassIndices, parameters);

    private static CaseDescription ClassesOfLayers(string name, int[] input, int classes, params ParameterDescription[][] layers) =>
        new(name, input, [classes], LossKind.ClassIndices, [.. layers.SelectMany(layer => layer)]);

    private static ParameterDescription[] Dense(int number, int units, int features) =>
        Layer($"dense{number}", [units, features], units, features);

    private static ParameterDescription[] Conv(int number, int filters, int channels, int kernel) =>
        Layer($"conv{number}", [filters, channels, kernel, kernel], filters, channels * kernel * kernel);

    // The bound of PyTorch's initialisation, so that deep cases neither die out nor blow up.
    private static ParameterDescription[] Layer(string name, int[] weight, int units, int fanIn)
    {
        float bound = 1 / MathF.Sqrt(fanIn);
        return [new($"{name}.weight", weight, -bound, bound), new($"{name}.bias", [units], -bound, bound)];
    }
}
