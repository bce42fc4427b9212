using ModelGen.Numerics.Cases;

namespace ModelGen.Numerics.Tests.Harness;

/// <summary>The classes of the list, by the names of their descriptions.</summary>
internal static partial class NetworkCases
{
    private static readonly Dictionary<string, Func<ulong, int, CaseNetwork>> networks = new(
    [
        // Elementwise
        Case((seed, threads) => new ReluLengths(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new TanhLengths(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SigmoidLengths(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ExpLengths(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new LogLengths(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SqrtLengths(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new NegateLengths(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ErfLengths(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new GeluLengths(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ReluRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new TanhRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SigmoidRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ExpRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new LogRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SqrtRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ErfRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new GeluRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new TanhSaturated(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SigmoidSaturated(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new NoGradientFactor(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new UsedTwice(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),

        // Broadcasting
        Case((seed, threads) => new AddBroadcast(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SubtractBroadcast(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new MultiplyBroadcast(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new DivideBroadcast(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new OuterBroadcast(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ScalarArithmetic(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ChannelBroadcast(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ParameterExpressions(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new TwoInputs(seed, threads), n => new TwoInputNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),

        // Reductions
        Case((seed, threads) => new SumLastAxis(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SumMiddleAxis(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SumTwoAxes(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SumNegativeAxis(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new MeanTwoAxes(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new MeanMiddleAxis(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SumOfParameter(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SumOverBatch(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new StandardiseRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new StandardiseColumns(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new MeanSquaredError(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SumSquaredError(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),

        // Normalisations
        Case((seed, threads) => new SoftmaxRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SoftmaxTwo(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new LogSoftmaxRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new LogSoftmaxVector(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SoftmaxMiddleAxis(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new LogSoftmaxMiddleAxis(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SoftmaxLarge(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new LogSoftmaxLarge(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new CrossEntropyTen(seed, threads), n => new LabelNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new CrossEntropyTwo(seed, threads), n => new LabelNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new CrossEntropySeventeen(seed, threads), n => new LabelNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new CrossEntropyBare(seed, threads), n => new LabelNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new CrossEntropyLarge(seed, threads), n => new LabelNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new CrossEntropyOneHot(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new CrossEntropyProbabilities(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),

        // Products
        Case((seed, threads) => new DenseBias(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new DenseNoBias(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new DenseWide(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new DenseLarge(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new DenseLong(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new DensePanels(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new MatMulPanels(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new DenseSingle(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new DenseRankThree(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new DenseTwice(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new DenseNamed(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new DotExpression(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new MatMulOfParameters(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SharedWeight(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new MlpTanh(seed, threads), n => new LabelNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new MlpRelu(seed, threads), n => new LabelNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new MlpSigmoidOneHot(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new MlpRegularised(seed, threads), n => new LabelNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),

        // Convolutions
        Case((seed, threads) => new ConvPlain(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvStride(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvPadding(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvStridePadding(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvOneByOne(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvWholeImage(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvGaps(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvEvenKernel(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvWidePadding(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvManyFilters(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvRelu(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvTwice(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvTwicePadding(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvTwiceStride(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvTwiceGaps(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvTwiceOneByOne(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvResidual(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),

        // Pooling
        Case((seed, threads) => new PoolEven(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PoolDropped(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PoolThree(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PoolOverlap(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PoolGaps(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PoolStrideOne(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PoolWholeImage(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PoolByteOfPositions(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PoolManyPositions(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PoolPadding(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PoolPaddingTwo(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PoolTies(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PoolTiesOverlap(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvPool(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvReluPool(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvReluPoolDropped(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvReluPoolWide(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvTanhPool(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvPoolRelu(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvReluPoolOverlap(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvReluPoolPadding(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvStrideReluPool(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvReluPoolTwice(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new WinnersOdd(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new WinnersStridePadding(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new WinnersGaps(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new WinnersDeep(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new WinnersThree(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new WinnersOneByOne(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),

        // Reshaping
        Case((seed, threads) => new FlattenDense(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new FlattenFromAxisTwo(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ReshapeSplit(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ReshapeInferred(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ReshapeOfConv(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ReshapePoolFlattenDense(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),

        // WholeNetworks
        Case((seed, threads) => new SmallCnn(seed, threads), n => new LabelNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new StridedCnn(seed, threads), n => new LabelNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new KerasCnn(seed, threads), n => new LabelNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),

        // Activations
        Case((seed, threads) => new LeakyReluRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new EluRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new GeluTanhRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SiluRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SoftplusRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new MishRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new HardRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PowerRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ClampRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new WhereRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),

        // Parts
        Case((seed, threads) => new ExtremeAxes(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new VarianceAxes(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PermutedAxes(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PartsOfAxes(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new JoinedParts(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new MatricesOfBatch(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new EmbeddedTokens(seed, threads), n => new IndexNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new TiedTable(seed, threads), n => new IndexNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),

        // Losses
        Case((seed, threads) => new SquaredMean(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new AbsoluteMean(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new HuberMean(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new BinaryProbabilities(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new BinaryLogits(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new Divergence(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new SmoothedRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new IgnoredLabels(seed, threads), n => new LabelNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),

        // Attention
        Case((seed, threads) => new AttentionOfThree(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new CausalBlocks(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new CausalOfManyBlocks(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new AttentionOfAnyTime(seed, threads), n => new TwoInputNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),

        // Members
        Case((seed, threads) => new LayersAsMembers(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ScopedLayers(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),

        // Recurrences
        Case((seed, threads) => new ScanOfTensors(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ScanToLast(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ScanOfTwoStates(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ScanWithOutputs(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ScanOfAnyTime(seed, threads), n => new TwoInputNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new RnnOfSeven(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new RnnTwoLayers(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new LstmOfSeven(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ScanOneStep(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new LstmTwoLayers(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new LstmToLast(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new GruOfSeven(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new GruTwoLayers(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new GruOfAnyTime(seed, threads), n => new TwoInputNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),

        .. Layers,
        .. Gradients,
        .. Outputs,
    ]);

    /// <summary>The names of all networks.</summary>
    public static IEnumerable<string> Names => networks.Keys;

    /// <summary>Makes a network with its own first values.</summary>
    public static CaseNetwork Create(string name, ulong seed = 0, int threads = 1) => networks[name](seed, threads);

    /// <summary>Makes a network with the first values of its description.</summary>
    public static CaseNetwork CreateDrawn(string name, int threads = 1) => Create(name, 0, threads).Draw(CaseCatalog.All[name]);

    private static KeyValuePair<string, Func<ulong, int, CaseNetwork>> Case<TNetwork>(
        Func<ulong, int, TNetwork> create,
        Func<TNetwork, CaseNetwork> bind) =>
        new(typeof(TNetwork).Name, (seed, threads) => bind(create(seed, threads)));
}
