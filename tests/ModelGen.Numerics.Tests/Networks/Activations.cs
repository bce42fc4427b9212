namespace ModelGen.Numerics.Tests;

[Network]
public partial class LeakyReluRows
{
    [Parameter(17)]
    static partial Tensor Scale { get; }

    [Parameter(17)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 17)] Tensor x)
    {
        Tensor y = (x * Scale) + Shift;
        return y.LeakyRelu(0.1);
    }

    static Tensor Loss(Tensor output, [Shape("batch", 17)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class EluRows
{
    [Parameter(13)]
    static partial Tensor Scale { get; }

    [Parameter(13)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 13)] Tensor x)
    {
        Tensor y = (x * Scale) + Shift;
        return y.Elu(0.7);
    }

    static Tensor Loss(Tensor output, [Shape("batch", 13)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class GeluTanhRows
{
    [Parameter(21)]
    static partial Tensor Scale { get; }

    [Parameter(21)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 21)] Tensor x)
    {
        Tensor y = (x * Scale) + Shift;
        return y.Gelu(approximate: true);
    }

    static Tensor Loss(Tensor output, [Shape("batch", 21)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class SiluRows
{
    [Parameter(15)]
    static partial Tensor Scale { get; }

    [Parameter(15)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 15)] Tensor x)
    {
        Tensor y = (x * Scale) + Shift;
        return y.Silu();
    }

    static Tensor Loss(Tensor output, [Shape("batch", 15)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class SoftplusRows
{
    [Parameter(33)]
    static partial Tensor Scale { get; }

    [Parameter(33)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 33)] Tensor x)
    {
        Tensor y = (x * Scale) + Shift;
        return (20 * y).Softplus();
    }

    static Tensor Loss(Tensor output, [Shape("batch", 33)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class MishRows
{
    [Parameter(9)]
    static partial Tensor Scale { get; }

    [Parameter(9)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 9)] Tensor x)
    {
        Tensor y = (x * Scale) + Shift;
        return y.Mish();
    }

    static Tensor Loss(Tensor output, [Shape("batch", 9)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class HardRows
{
    [Parameter(31)]
    static partial Tensor Scale { get; }

    [Parameter(31)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 31)] Tensor x)
    {
        Tensor y = (x * Scale) + Shift;
        return (3 * y).HardSwish() + (4 * y).HardSigmoid() + (2 * y).HardTanh() + (8 * y).Relu6();
    }

    static Tensor Loss(Tensor output, [Shape("batch", 31)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PowerRows
{
    [Parameter(19)]
    static partial Tensor Scale { get; }

    [Parameter(19)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 19)] Tensor x)
    {
        Tensor y = (x * Scale) + Shift;
        return y.Square() + y.Power(3) + (y.Abs() + 1).Power(-1.5) + y.Abs().Power(2.3);
    }

    static Tensor Loss(Tensor output, [Shape("batch", 19)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ClampRows
{
    [Parameter(29)]
    static partial Tensor Scale { get; }

    [Parameter(29)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 29)] Tensor x)
    {
        Tensor y = (x * Scale) + Shift;
        return y.Clamp(-0.3, 0.4) + Tensor.Maximum(y, Shift) + Tensor.Minimum(y, -Shift);
    }

    static Tensor Loss(Tensor output, [Shape("batch", 29)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class WhereRows
{
    [Parameter(23)]
    static partial Tensor Scale { get; }

    [Parameter(23)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 23)] Tensor x)
    {
        Tensor y = (x * Scale) + Shift;
        return Tensor.Where(((y > 0) & !(y > 0.5)) | (y <= -0.5), y.Exp(), 2 * y) + Tensor.Where((y >= Shift) | (y < -Shift), Shift, y);
    }

    static Tensor Loss(Tensor output, [Shape("batch", 23)] Tensor target) => (output * target).Sum();
}
