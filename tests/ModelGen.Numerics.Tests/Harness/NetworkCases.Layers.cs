namespace ModelGen.Numerics.Tests.Harness;

// Normalisations, convolutions beyond the plain one, and pools beside the largest of a square.
internal static partial class NetworkCases
{
    private static IEnumerable<KeyValuePair<string, Func<ulong, int, CaseNetwork>>> Layers =>
    [
        Case((seed, threads) => new LayerNormRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new LayerNormTwoAxes(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new LayerNormBare(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new RmsNormRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new GroupNormImages(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new GroupNormRows(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new InstanceNormImages(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvDilated(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvSame(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvDepthwise(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvGroups(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvGroupsWide(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvGroupsSeries(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PoolUnequal(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvRectangle(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvRectangleTransposed(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvSeries(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvTransposed(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvGiven(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvGivenSeries(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvTransposedGroups(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvTransposedGroupsWide(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ConvTransposedDepthwise(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new AveragePool(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new AveragePoolOverlap(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PoolSeries(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PoolGlobal(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new PoolAdaptive(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
    ];
}
