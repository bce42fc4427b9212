namespace ModelGen.Numerics.Tests;

[Network]
public partial class SoftmaxRows
{
    [Parameter(17)]
    static partial Tensor Scale { get; }

    [Parameter(17)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 17)] Tensor x) => ((x * Scale) + Shift).Softmax();

    static Tensor Loss(Tensor output, [Shape("batch", 17)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class SoftmaxTwo
{
    [Parameter(2)]
    static partial Tensor Scale { get; }

    [Parameter(2)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 2)] Tensor x) => ((x * Scale) + Shift).Softmax();

    static Tensor Loss(Tensor output, [Shape("batch", 2)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class LogSoftmaxRows
{
    [Parameter(10)]
    static partial Tensor Scale { get; }

    [Parameter(10)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 10)] Tensor x) => ((x * Scale) + Shift).LogSoftmax();

    static Tensor Loss(Tensor output, [Shape("batch", 10)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class LogSoftmaxVector
{
    [Parameter(16)]
    static partial Tensor Scale { get; }

    [Parameter(16)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 16)] Tensor x) => ((x * Scale) + Shift).LogSoftmax();

    static Tensor Loss(Tensor output, [Shape("batch", 16)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class SoftmaxMiddleAxis
{
    [Parameter(5, 3)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 5, 3)] Tensor x) => (x * Scale).Softmax(1);

    static Tensor Loss(Tensor output, [Shape("batch", 5, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class LogSoftmaxMiddleAxis
{
    [Parameter(3, 7)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 3, 7)] Tensor x) => (x * Scale).LogSoftmax(axis: 1);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 7)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class SoftmaxLarge
{
    [Parameter(9)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 9)] Tensor x) => (x * Scale).Softmax();

    static Tensor Loss(Tensor output, [Shape("batch", 9)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class LogSoftmaxLarge
{
    [Parameter(9)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 9)] Tensor x) => (x * Scale).LogSoftmax();

    static Tensor Loss(Tensor output, [Shape("batch", 9)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class CrossEntropyTen
{
    static Tensor Forward([Shape("batch", 7)] Tensor x) => x.Dense(10);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}

[Network]
public partial class CrossEntropyTwo
{
    static Tensor Forward([Shape("batch", 5)] Tensor x) => x.Dense(2);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}

[Network]
public partial class CrossEntropySeventeen
{
    static Tensor Forward([Shape("batch", 5)] Tensor x) => x.Dense(17);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}

[Network]
public partial class CrossEntropyBare
{
    [Parameter(31)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 31)] Tensor x) => x * Scale;

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}

[Network]
public partial class CrossEntropyLarge
{
    [Parameter(9)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 9)] Tensor x) => x * Scale;

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}

[Network]
public partial class CrossEntropyOneHot
{
    static Tensor Forward([Shape("batch", 7)] Tensor x) => x.Dense(10);

    static Tensor Loss(Tensor logits, [Shape("batch", 10)] Tensor target) => logits.CrossEntropy(target);
}

[Network]
public partial class CrossEntropyProbabilities
{
    static Tensor Forward([Shape("batch", 6)] Tensor x) => x.Dense(5);

    static Tensor Loss(Tensor logits, [Shape("batch", 5)] Tensor target) => logits.CrossEntropy(target);
}
