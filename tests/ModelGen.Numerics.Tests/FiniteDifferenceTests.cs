using ModelGen.Numerics.Cases;
using ModelGen.Numerics.Tests.Harness;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// Gradients against differences of the loss along random directions, with nothing but the network itself: what libtorch and we would both get
/// wrong shows here. The loss is summed in double precision from <c>Predict</c>'s output, so that only the output's rounding is left.
/// </summary>
public sealed class FiniteDifferenceTests
{
    // Richardson's extrapolation of two central differences leaves an error of the order step⁴: nothing at this step. The rounding of the output,
    // a few units of 2⁻²⁴ of its size, is divided by the step: 2⁻²²·128 = 3·10⁻⁵.
    private const float Step = 1f / 128;
    private const double OutputRounding = 1.0 / (1 << 22);
    private const double Tolerance = 1e-3;
    private const int Directions = 5;
    private const int Batch = 3;

    private static readonly string[] smooth =
    [
        "TanhLengths", "SigmoidLengths", "ExpLengths", "LogLengths", "SqrtLengths", "NegateLengths", "ErfLengths", "GeluLengths",
        "TanhRows", "SigmoidRows", "ExpRows", "LogRows", "SqrtRows", "ErfRows", "GeluRows", "UsedTwice",
        "AddBroadcast", "SubtractBroadcast", "MultiplyBroadcast", "DivideBroadcast", "OuterBroadcast", "ScalarArithmetic", "ChannelBroadcast",
        "ParameterExpressions", "TwoInputs",
        "SumLastAxis", "SumMiddleAxis", "SumTwoAxes", "SumNegativeAxis", "MeanTwoAxes", "MeanMiddleAxis", "SumOfParameter", "SumOverBatch",
        "StandardiseRows", "MeanSquaredError", "SumSquaredError",
        "SoftmaxRows", "SoftmaxTwo", "LogSoftmaxRows", "LogSoftmaxVector", "SoftmaxMiddleAxis", "LogSoftmaxMiddleAxis",
        "CrossEntropyTen", "CrossEntropyTwo", "CrossEntropySeventeen", "CrossEntropyBare", "CrossEntropyOneHot", "CrossEntropyProbabilities",
        "DenseBias", "DenseNoBias", "DenseWide", "DenseSingle", "DenseRankThree", "DenseTwice", "DenseNamed", "DotExpression",
        "MatMulOfParameters", "SharedWeight", "MlpTanh", "MlpSigmoidOneHot",
        "ConvPlain", "ConvStride", "ConvPadding", "ConvStridePadding", "ConvOneByOne", "ConvWholeImage", "ConvGaps", "ConvEvenKernel",
        "ConvWidePadding", "ConvManyFilters", "ConvTwice", "ConvTwiceStride", "ConvTwiceGaps", "ConvTwiceOneByOne",
        "GeluTanhRows", "SiluRows", "MishRows", "SoftplusRows", "VarianceAxes", "PermutedAxes", "PartsOfAxes", "JoinedParts", "MatricesOfBatch",
        "EmbeddedTokens", "TiedTable", "AttentionOfThree", "CausalBlocks", "CausalOfManyBlocks", "AttentionOfAnyTime", "LayersAsMembers", "ScopedLayers",
        "LayerNormRows", "LayerNormTwoAxes", "LayerNormBare", "RmsNormRows", "GroupNormImages", "GroupNormRows", "InstanceNormImages",
        "ConvDilated", "ConvGiven", "ConvGivenSeries", "ConvSame", "ConvDepthwise", "ConvGroups", "ConvGroupsSeries", "ConvRectangleTransposed", "ConvSeries", "ConvTransposed", "ConvTransposedGroups",
        "ConvTransposedDepthwise", "AveragePool", "AveragePoolOverlap",
        "GradientOfInput", "GradientOfGradient", "GradientOfHidden", "GradientPenalty", "GradientOfImages", "GradientThroughTime", "GradientInStep", "GradientOfTable",
        "LogitsAndWeights", "StatesAndLast",
        "FlattenFromAxisTwo", "ReshapeSplit", "ReshapeInferred", "ReshapeOfConv",
    ];

    // Piecewise linear, on inputs far enough from every edge between the pieces.
    private static readonly string[] piecewise =
    [
        "ReluLengths", "ReluRows", "PoolEven", "PoolDropped", "PoolThree", "PoolOverlap", "PoolGaps", "PoolStrideOne", "PoolWholeImage",
        "PoolByteOfPositions", "PoolManyPositions", "PoolPadding", "PoolPaddingTwo", "PoolSeries",
    ];

    public static TheoryData<string> Smooth => [.. smooth];

    public static TheoryData<string> Piecewise => [.. piecewise];

    [Theory]
    [MemberData(nameof(Smooth))]
    public void Gradient_is_the_slope(string name)
    {
        CaseDescription description = CaseCatalog.All[name];
        using CaseNetwork network = NetworkCases.CreateDrawn(name);
        AssertSlopes(description, network, new CaseBatch(description, name.EndsWith("Lengths", StringComparison.Ordinal) ? 37 : Batch));
    }

    [Theory]
    [MemberData(nameof(Piecewise))]
    public void Gradient_is_the_slope_of_the_piece(string name)
    {
        CaseDescription description = CaseCatalog.All[name] with { Values = InputValues.Spaced };
        using CaseNetwork network = NetworkCases.Create(name);
        foreach (Parameter parameter in network.Network.Parameters)
        {
            float[] values = new float[parameter.Count];
            Array.Fill(values, parameter.Name == "Scale" ? 1 : 0);
            parameter.CopyFrom(values);
        }

        AssertSlopes(description, network, new CaseBatch(description, name.EndsWith("Lengths", StringComparison.Ordinal) ? 37 : Batch));
    }

    [Fact]
    public void A_gradient_that_is_two_percent_off_is_noticed()
    {
        CaseDescription description = CaseCatalog.All["DenseNoBias"];
        using CaseNetwork network = NetworkCases.CreateDrawn(description.Name);
        CaseBatch batch = new(description, Batch);
        Assert.NotEmpty(Disagreements(description, network, batch, gradientFactor: 1.02f));
    }

    private static void AssertSlopes(CaseDescription description, CaseNetwork network, CaseBatch batch)
    {
        List<string> disagreements = Disagreements(description, network, batch, gradientFactor: 1);
        Assert.True(disagreements.Count == 0, string.Join(Environment.NewLine, disagreements));
    }

    private static List<string> Disagreements(CaseDescription description, CaseNetwork network, CaseBatch batch, float gradientFactor)
    {
        network.Gradients(batch);
        float[][] start = [.. network.Network.Parameters.Select(parameter => network.Values(parameter.Name))];
        float[][] gradient = [.. network.Network.Parameters.Select(parameter => network.Gradient(parameter.Name))];
        double norm = Math.Sqrt(gradient.Sum(values => values.Sum(value => (double)value * value)));
        Assert.NotEqual(0, norm);
        float[] output = batch.NewOutput();
        network.Predict(batch, output);
        double bound = (Tolerance * norm) + (8 * OutputRounding * Magnitude(description, batch, output) / Step);

        List<string> disagreements = [];
        for (int number = 0; number < Directions; number++)
        {
            float[][] direction =
                [.. start.Select((values, index) => SeededValues.Signs(SeededValues.Seed($"{description.Name}/direction/{number}/{index}"), values.Length))];
            double claimed = gradientFactor * gradient.Zip(direction, Dot).Sum();
            double slope = Slope(description, network, batch, start, direction);
            if (!(Math.Abs(slope - claimed) <= bound))
            {
                disagreements.Add($"{description.Name}, direction {number}: the slope is {slope:g6}, the gradient says {claimed:g6} (± {bound:g2})");
            }
        }

        return disagreements;
    }

    private static double Slope(CaseDescription description, CaseNetwork network, CaseBatch batch, float[][] start, float[][] direction)
    {
        double near = LossAt(Step) - LossAt(-Step);
        double far = LossAt(2 * Step) - LossAt(-2 * Step);
        return ((8 * near) - far) / (12 * Step);

        double LossAt(float step)
        {
            for (int index = 0; index < start.Length; index++)
            {
                float[] moved = [.. start[index].Zip(direction[index], (value, sign) => value + (step * sign))];
                network.Network.Parameters[index].CopyFrom(moved);
            }

            float[] output = batch.NewOutput();
            network.Predict(batch, output);
            return Loss(description, batch, output);
        }
    }

    private static double Loss(CaseDescription description, CaseBatch batch, float[] output)
    {
        switch (description.Loss)
        {
            case LossKind.Projection:
                return Dot(output, batch.Target);
            case LossKind.SquaredError:
                double squares = output.Zip(batch.Target, (value, target) => ((double)value - target) * ((double)value - target)).Sum();
                return description.Name == "MeanSquaredError" ? squares / output.Length : squares / 2;
            default:
                return CrossEntropy(description.OutputCount, batch, output);
        }
    }

    private static double CrossEntropy(int classes, CaseBatch batch, float[] logits)
    {
        double sum = 0;
        for (int row = 0; row < batch.Count; row++)
        {
            float[] values = logits[(row * classes)..((row + 1) * classes)];
            double normaliser = Math.Log(values.Sum(value => Math.Exp(value)));
            for (int index = 0; index < classes; index++)
            {
                double target = batch.Labels.Length > 0 ? (batch.Labels[row] == index ? 1 : 0) : batch.Target[(row * classes) + index];
                sum -= target * (values[index] - normaliser);
            }
        }

        return sum / batch.Count;
    }

    // How much the loss moves where every value of the output moves by its own size, up or down at random.
    private static double Magnitude(CaseDescription description, CaseBatch batch, float[] output)
    {
        double[] weights = description.Loss switch
        {
            LossKind.Projection => [.. batch.Target.Select(value => (double)value)],
            LossKind.SquaredError => [.. output.Zip(batch.Target, (value, target) => (double)value - target)],
            _ => [.. Enumerable.Repeat(1.0 / batch.Count, output.Length)],
        };
        return Math.Sqrt(output.Zip(weights, (value, weight) => value * weight * value * weight).Sum());
    }

    private static double Dot(float[] left, float[] right)
    {
        double sum = 0;
        for (int index = 0; index < left.Length; index++)
        {
            sum += (double)left[index] * right[index];
        }

        return sum;
    }
}
