namespace ModelGen.Numerics.Tests;

// Each network beside one that is given what dropout multiplies by: the same weights must then give the same outputs and gradients.

[Network]
public partial class DropoutRows
{
    [Parameter(17)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 17)] Tensor x) => (x * Scale).Dropout(0.25);

    static Tensor Loss(Tensor output, [Shape("batch", 17)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DropoutRowsGiven
{
    [Parameter(17)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 17)] Tensor x, [Shape("batch", 17)] Tensor factor) => x * Scale * factor;

    static Tensor Loss(Tensor output, [Shape("batch", 17)] Tensor target) => (output * target).Sum();
}

// One element in each sample.
[Network]
public partial class DropoutLengths
{
    [Parameter(1)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("count")] Tensor x) => (x * Scale).Dropout();

    static Tensor Loss(Tensor output, [Shape("count")] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DropoutLengthsGiven
{
    [Parameter(1)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("count")] Tensor x, [Shape("count")] Tensor factor) => x * Scale * factor;

    static Tensor Loss(Tensor output, [Shape("count")] Tensor target) => (output * target).Sum();
}

// A number of samples that is known and no multiple of four, of elements along two axes.
[Network]
public partial class DropoutSixSamples
{
    [Parameter(3, 7)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape(6, 3, 7)] Tensor x) => (x * Scale).Tanh().Dropout(0.4);

    static Tensor Loss(Tensor output, [Shape(6, 3, 7)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DropoutSixSamplesGiven
{
    [Parameter(3, 7)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape(6, 3, 7)] Tensor x, [Shape(6, 3, 7)] Tensor factor) => (x * Scale).Tanh() * factor;

    static Tensor Loss(Tensor output, [Shape(6, 3, 7)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DropoutOneSample
{
    [Parameter(21)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape(1, 21)] Tensor x) => (x * Scale).Dropout(0.75);

    static Tensor Loss(Tensor output, [Shape(1, 21)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DropoutOneSampleGiven
{
    [Parameter(21)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape(1, 21)] Tensor x, [Shape(1, 21)] Tensor factor) => x * Scale * factor;

    static Tensor Loss(Tensor output, [Shape(1, 21)] Tensor target) => (output * target).Sum();
}

// Two layers of one rate and shape: they drop different elements.
[Network]
public partial class DropoutTwice
{
    [Parameter(13)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 13)] Tensor x) => Half(x) + Half(x);

    static Tensor Loss(Tensor output, [Shape("batch", 13)] Tensor target) => (output * target).Sum();

    static Tensor Half(Tensor x) => (x * Scale).Sigmoid().Dropout(0.5);
}

[Network]
public partial class DropoutTwiceGiven
{
    [Parameter(13)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 13)] Tensor x, [Shape("batch", 13)] Tensor first, [Shape("batch", 13)] Tensor second) =>
        ((x * Scale).Sigmoid() * first) + ((x * Scale).Sigmoid() * second);

    static Tensor Loss(Tensor output, [Shape("batch", 13)] Tensor target) => (output * target).Sum();
}

// Of an image that arrives row by row, with too few channels for a vector.
[Network]
public partial class DropoutOfInput
{
    static Tensor Forward([Shape("batch", 3, 6, 5)] Tensor x) => x.Dropout(0.2).Conv2D(5, kernel: 3);

    static Tensor Loss(Tensor output, [Shape("batch", 5, 4, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DropoutOfInputGiven
{
    static Tensor Forward([Shape("batch", 3, 6, 5)] Tensor x, [Shape("batch", 3, 6, 5)] Tensor factor) => (x * factor).Conv2D(5, kernel: 3);

    static Tensor Loss(Tensor output, [Shape("batch", 5, 4, 3)] Tensor target) => (output * target).Sum();
}

// The elements are numbered as the network counts them, channels outside; an image is stored with its channels inside.
[Network]
public partial class DropoutBehindFlatten
{
    static Tensor Forward([Shape("batch", 1, 6, 5)] Tensor x) => x.Conv2D(6, kernel: 3).Relu().Flatten().Dropout(0.5).Dense(4);

    static Tensor Loss(Tensor output, [Shape("batch", 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DropoutBehindFlattenGiven
{
    static Tensor Forward([Shape("batch", 1, 6, 5)] Tensor x, [Shape("batch", 72)] Tensor factor) =>
        (x.Conv2D(6, kernel: 3).Relu().Flatten() * factor).Dense(4);

    static Tensor Loss(Tensor output, [Shape("batch", 4)] Tensor target) => (output * target).Sum();
}

// Dropout between an activation and its pool.
[Network]
public partial class DropoutBeforePool
{
    static Tensor Forward([Shape("batch", 2, 8, 8)] Tensor x) => x.Conv2D(17, kernel: 3).Relu().Dropout(0.3).MaxPool2D(2).Conv2D(3, kernel: 2);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 2, 2)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DropoutBeforePoolGiven
{
    static Tensor Forward([Shape("batch", 2, 8, 8)] Tensor x, [Shape("batch", 17, 6, 6)] Tensor factor) =>
        (x.Conv2D(17, kernel: 3).Relu() * factor).MaxPool2D(2).Conv2D(3, kernel: 2);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 2, 2)] Tensor target) => (output * target).Sum();
}

// The network of PyTorch's CIFAR-10 tutorials, smaller.
[Network]
public partial class DropoutCnn
{
    static Tensor Forward([Shape("batch", 3, 12, 12)] Tensor x) => x
        .Conv2D(20, kernel: 3).Relu().MaxPool2D(2).Dropout(0.25)
        .Conv2D(10, kernel: 2).Relu().MaxPool2D(2).Dropout(0.3)
        .Flatten()
        .Dense(19).Relu().Dropout(0.5)
        .Dense(10);

    static Tensor Loss(Tensor output, [Shape("batch", 10)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DropoutCnnGiven
{
    static Tensor Forward(
        [Shape("batch", 3, 12, 12)] Tensor x,
        [Shape("batch", 20, 5, 5)] Tensor first,
        [Shape("batch", 10, 2, 2)] Tensor second,
        [Shape("batch", 19)] Tensor third)
    {
        Tensor pooled = x.Conv2D(20, kernel: 3).Relu().MaxPool2D(2) * first;
        pooled = pooled.Conv2D(10, kernel: 2).Relu().MaxPool2D(2) * second;
        return (pooled.Flatten().Dense(19).Relu() * third).Dense(10);
    }

    static Tensor Loss(Tensor output, [Shape("batch", 10)] Tensor target) => (output * target).Sum();
}

// A rate of nothing is no dropout.
[Network]
public partial class DropoutNothing
{
    static Tensor Forward([Shape("batch", 7)] Tensor x) => x.Dense(5).Dropout(0);

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => (output * target).Sum();
}
