namespace ModelGen.Numerics.Tests;

[Network]
public partial class AveragePool
{
    [Parameter(3, 5, 7)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 3, 5, 7)] Tensor x) => (x * Scale).AvgPool2D(2);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 2, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class AveragePoolOverlap
{
    static Tensor Forward([Shape("batch", 2, 8, 7)] Tensor x) => x.Conv2D(5, kernel: 2).AvgPool2D(3, stride: 2, padding: 1);

    static Tensor Loss(Tensor output, [Shape("batch", 5, 4, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PoolSeries
{
    [Parameter(3, 17)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 3, 17)] Tensor x) => (x * Scale).MaxPool1D(3, stride: 2, padding: 1).AvgPool1D(2);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PoolGlobal
{
    static Tensor Forward([Shape("batch", 3, 5, 6)] Tensor x)
    {
        Tensor images = x.Conv2D(5, kernel: 2);
        return images.GlobalAvgPool() + (2 * images.GlobalMaxPool());
    }

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PoolAdaptive
{
    [Parameter(3, 6, 8)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 3, 6, 8)] Tensor x)
    {
        Tensor images = x * Scale;
        return images.AdaptiveAvgPool2D(3, 2) + images.AdaptiveMaxPool2D(3, 2);
    }

    static Tensor Loss(Tensor output, [Shape("batch", 3, 3, 2)] Tensor target) => (output * target).Sum();
}

/// <summary>Parts of an image that no number divides evenly, which overlap by an element where they must.</summary>
[Network]
public partial class PoolUnequal
{
    [Parameter(3, 7, 8)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 3, 7, 8)] Tensor x)
    {
        Tensor images = x * Scale;
        return images.AdaptiveAvgPool2D(3, 5) + images.AdaptiveMaxPool2D(3, 5);
    }

    static Tensor Loss(Tensor output, [Shape("batch", 3, 3, 5)] Tensor target) => (output * target).Sum();
}
