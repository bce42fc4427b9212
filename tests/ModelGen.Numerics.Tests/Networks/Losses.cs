namespace ModelGen.Numerics.Tests;

[Network]
public partial class SquaredMean
{
    static Tensor Forward([Shape("batch", 7)] Tensor x) => x.Dense(5);

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => output.MeanSquaredError(target);
}

[Network]
public partial class AbsoluteMean
{
    static Tensor Forward([Shape("batch", 7)] Tensor x) => x.Dense(5);

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => output.MeanAbsoluteError(target);
}

[Network]
public partial class HuberMean
{
    static Tensor Forward([Shape("batch", 7)] Tensor x) => x.Dense(5);

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => output.Huber(target, 0.4);
}

[Network]
public partial class BinaryProbabilities
{
    static Tensor Forward([Shape("batch", 7)] Tensor x) => x.Dense(5);

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => output.Sigmoid().BinaryCrossEntropy(target);
}

[Network]
public partial class BinaryLogits
{
    static Tensor Forward([Shape("batch", 7)] Tensor x) => x.Dense(5);

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => (8 * output).BinaryCrossEntropyWithLogits(target);
}

[Network]
public partial class Divergence
{
    static Tensor Forward([Shape("batch", 7)] Tensor x) => x.Dense(5);

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => output.LogSoftmax().KullbackLeibler(target);
}

[Network]
public partial class SmoothedRows
{
    static Tensor Forward([Shape("batch", 7)] Tensor x) => x.Dense(5);

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => output.CrossEntropy(target, labelSmoothing: 0.2);
}

[Network]
public partial class IgnoredLabels
{
    static Tensor Forward([Shape("batch", 7)] Tensor x) => x.Dense(5);

    static Tensor Loss(Tensor output, [Shape("batch")] Tensor<int> label) => output.CrossEntropy(label, labelSmoothing: 0.1, ignoredIndex: 2);
}
