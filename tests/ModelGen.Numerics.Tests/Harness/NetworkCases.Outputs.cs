namespace ModelGen.Numerics.Tests.Harness;

// Networks of several outputs.
internal static partial class NetworkCases
{
    private static IEnumerable<KeyValuePair<string, Func<ulong, int, CaseNetwork>>> Outputs =>
    [
        Case((seed, threads) => new LogitsAndWeights(seed, threads), n => new TwoOutputNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new ImageAndRows(seed, threads), n => new TwoOutputNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
        Case((seed, threads) => new StatesAndLast(seed, threads), n => new TwoOutputNetwork(n, n.Predict, n.Evaluate, n.Gradients, n.TrainStep)),
    ];
}
