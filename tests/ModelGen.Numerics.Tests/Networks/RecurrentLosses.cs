namespace ModelGen.Numerics.Tests;

[Network]
public partial class ScanInLoss
{
    static Tensor Forward([Shape("batch", 5, 3)] Tensor x) => x.Dense(4);

    // A running mean of the output's errors, each against the target of its step.
    static Tensor Loss(Tensor output, [Shape("batch", 5, 4)] Tensor target) =>
        Tensor.Scan((output, target), Tensor.Zeros("batch", 4), (pair, mean) => mean * 0.5f + pair.Item1 * pair.Item2 * (mean.Tanh() + 1), reverse: true).At(1, 0).Sum();
}
