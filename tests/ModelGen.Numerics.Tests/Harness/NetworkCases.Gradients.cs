namespace ModelGen.Numerics.Tests.Harness;

// Gradients that are values of the network.
internal static partial class NetworkCases
{
    private static IEnumerable<KeyValuePair<string, Func<ulong, int, CaseNetwork>>> Gradients =>
    [
        Case((seed, threads) => new GradientOfInput(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new GradientOfGradient(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new GradientOfHidden(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new GradientPenalty(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new GradientOfImages(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new GradientOfPool(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new GradientThroughTime(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new GradientInStep(seed, threads), n => new TargetNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new GradientOfTable(seed, threads), n => new IndexNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
    ];
}
