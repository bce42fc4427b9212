namespace ModelGen.Numerics.Tests;

[Network]
public partial class PoolEven
{
    [Parameter(3, 1, 1)]
    static partial Tensor Scale { get; }

    [Parameter(3, 6, 8)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 3, 6, 8)] Tensor x) => ((x * Scale) + Shift).MaxPool2D(2);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 3, 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PoolDropped
{
    [Parameter(3, 1, 1)]
    static partial Tensor Scale { get; }

    [Parameter(3, 7, 5)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 3, 7, 5)] Tensor x) => ((x * Scale) + Shift).MaxPool2D(2);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 3, 2)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PoolThree
{
    [Parameter(3, 1, 1)]
    static partial Tensor Scale { get; }

    [Parameter(3, 10, 11)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 3, 10, 11)] Tensor x) => ((x * Scale) + Shift).MaxPool2D(3);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 3, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PoolOverlap
{
    [Parameter(3, 1, 1)]
    static partial Tensor Scale { get; }

    [Parameter(3, 9, 7)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 3, 9, 7)] Tensor x) => ((x * Scale) + Shift).MaxPool2D(3, stride: 2);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 4, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PoolGaps
{
    [Parameter(3, 1, 1)]
    static partial Tensor Scale { get; }

    [Parameter(3, 8, 9)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 3, 8, 9)] Tensor x) => ((x * Scale) + Shift).MaxPool2D(2, stride: 3);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 3, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PoolStrideOne
{
    [Parameter(3, 1, 1)]
    static partial Tensor Scale { get; }

    [Parameter(3, 4, 5)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 3, 4, 5)] Tensor x) => ((x * Scale) + Shift).MaxPool2D(2, stride: 1);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 3, 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PoolWholeImage
{
    [Parameter(3, 1, 1)]
    static partial Tensor Scale { get; }

    [Parameter(3, 5, 5)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 3, 5, 5)] Tensor x) => ((x * Scale) + Shift).MaxPool2D(5);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 1, 1)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PoolByteOfPositions
{
    [Parameter(3, 1, 1)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 3, 17, 17)] Tensor x) => (x * Scale).MaxPool2D(16, stride: 1);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 2, 2)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PoolManyPositions
{
    [Parameter(3, 1, 1)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 3, 18, 18)] Tensor x) => (x * Scale).MaxPool2D(17, stride: 1);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 2, 2)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PoolPadding
{
    [Parameter(3, 1, 1)]
    static partial Tensor Scale { get; }

    [Parameter(3, 7, 8)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 3, 7, 8)] Tensor x) => ((x * Scale) + Shift).MaxPool2D(3, stride: 2, padding: 1);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 4, 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PoolPaddingTwo
{
    [Parameter(3, 1, 1)]
    static partial Tensor Scale { get; }

    [Parameter(3, 5, 6)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 3, 5, 6)] Tensor x) => ((x * Scale) + Shift).MaxPool2D(4, stride: 2, padding: 2);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 3, 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PoolTies
{
    [Parameter(3, 6, 6)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 3, 6, 6)] Tensor x) => (x + Shift).MaxPool2D(2);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 3, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PoolTiesOverlap
{
    [Parameter(3, 7, 7)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 3, 7, 7)] Tensor x) => (x + Shift).MaxPool2D(3, stride: 2);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 3, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvPool
{
    static Tensor Forward([Shape("batch", 2, 8, 8)] Tensor x) => x.Conv2D(5, kernel: 3).MaxPool2D(2);

    static Tensor Loss(Tensor output, [Shape("batch", 5, 3, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvReluPool
{
    static Tensor Forward([Shape("batch", 1, 10, 10)] Tensor x) => x.Conv2D(8, kernel: 3).Relu().MaxPool2D(2);

    static Tensor Loss(Tensor output, [Shape("batch", 8, 4, 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvReluPoolDropped
{
    static Tensor Forward([Shape("batch", 3, 9, 9)] Tensor x) => x.Conv2D(17, kernel: 3).Relu().MaxPool2D(3);

    static Tensor Loss(Tensor output, [Shape("batch", 17, 2, 2)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvReluPoolWide
{
    static Tensor Forward([Shape("batch", 2, 9, 9)] Tensor x) => x.Conv2D(32, kernel: 3).Relu().MaxPool2D(2);

    static Tensor Loss(Tensor output, [Shape("batch", 32, 3, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvTanhPool
{
    static Tensor Forward([Shape("batch", 2, 8, 8)] Tensor x) => x.Conv2D(5, kernel: 3).Tanh().MaxPool2D(2);

    static Tensor Loss(Tensor output, [Shape("batch", 5, 3, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvPoolRelu
{
    static Tensor Forward([Shape("batch", 2, 8, 8)] Tensor x) => x.Conv2D(5, kernel: 3).MaxPool2D(2).Relu();

    static Tensor Loss(Tensor output, [Shape("batch", 5, 3, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvReluPoolOverlap
{
    static Tensor Forward([Shape("batch", 2, 9, 9)] Tensor x) => x.Conv2D(5, kernel: 3).Relu().MaxPool2D(3, stride: 2);

    static Tensor Loss(Tensor output, [Shape("batch", 5, 3, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvReluPoolPadding
{
    static Tensor Forward([Shape("batch", 2, 6, 6)] Tensor x) => x.Conv2D(5, kernel: 3).Relu().MaxPool2D(2, padding: 1);

    static Tensor Loss(Tensor output, [Shape("batch", 5, 3, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvStrideReluPool
{
    static Tensor Forward([Shape("batch", 3, 13, 13)] Tensor x) => x.Conv2D(7, kernel: 3, stride: 2).Relu().MaxPool2D(2);

    static Tensor Loss(Tensor output, [Shape("batch", 7, 3, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvReluPoolTwice
{
    static Tensor Forward([Shape("batch", 1, 14, 14)] Tensor x) => x
        .Conv2D(6, kernel: 3).Relu().MaxPool2D(2)
        .Conv2D(5, kernel: 3).Relu().MaxPool2D(2);

    static Tensor Loss(Tensor output, [Shape("batch", 5, 2, 2)] Tensor target) => (output * target).Sum();
}
