namespace ModelGen.Numerics.Tests;

[Network]
public partial class BatchNormRows
{
    [Parameter(17)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 17)] Tensor x) => (x * Scale).Tanh().BatchNorm();

    static Tensor Loss(Tensor output, [Shape("batch", 17)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class BatchNormSeries
{
    [Parameter(3, 5)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 3, 5)] Tensor x) => ((x * Scale) + 100).BatchNorm(momentum: 0.3, epsilon: 1e-3, affine: false);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class BatchNormImages
{
    static Tensor Forward([Shape("batch", 2, 6, 5)] Tensor x)
    {
        Tensor first = x.Conv2D(5, kernel: 3, padding: 1, bias: false).BatchNorm().Tanh();
        return (first.Conv2D(5, kernel: 3, padding: 1, bias: false).BatchNorm() + first).Tanh();
    }

    static Tensor Loss(Tensor output, [Shape("batch", 5, 6, 5)] Tensor target) => (output * target).Sum();
}
