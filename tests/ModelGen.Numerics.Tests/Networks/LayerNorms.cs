namespace ModelGen.Numerics.Tests;

[Network]
public partial class LayerNormRows
{
    [Parameter(17)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 17)] Tensor x) => (x * Scale).LayerNorm();

    static Tensor Loss(Tensor output, [Shape("batch", 17)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class LayerNormTwoAxes
{
    [Parameter(3, 5)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 3, 5)] Tensor x) => (x * Scale).LayerNorm(axes: 2, epsilon: 1e-3, bias: false);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class LayerNormBare
{
    static Tensor Forward([Shape("batch", 3, 8)] Tensor x) => x.Dense(16).LayerNorm(affine: false);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 16)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class RmsNormRows
{
    [Parameter(15)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 15)] Tensor x) => (x * Scale).RmsNorm(name: "rms");

    static Tensor Loss(Tensor output, [Shape("batch", 15)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class GroupNormImages
{
    static Tensor Forward([Shape("batch", 3, 6, 5)] Tensor x) => x.Conv2D(6, kernel: 2).GroupNorm(groups: 2);

    static Tensor Loss(Tensor output, [Shape("batch", 6, 5, 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class GroupNormRows
{
    [Parameter(12)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 12)] Tensor x) => (x * Scale).GroupNorm(groups: 3, affine: false);

    static Tensor Loss(Tensor output, [Shape("batch", 12)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class InstanceNormImages
{
    static Tensor Forward([Shape("batch", 3, 5, 6)] Tensor x) => x.Conv2D(5, kernel: 2, bias: false).InstanceNorm(affine: true);

    static Tensor Loss(Tensor output, [Shape("batch", 5, 4, 5)] Tensor target) => (output * target).Sum();
}
