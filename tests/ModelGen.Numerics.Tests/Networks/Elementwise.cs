namespace ModelGen.Numerics.Tests;

// Each op behind a scale and a shift, so that its gradient reaches two parameters; "count" takes any length.

[Network]
public partial class ReluLengths
{
    [Parameter(1)]
    static partial Tensor Scale { get; }

    [Parameter(1)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("count")] Tensor x) => ((x * Scale) + Shift).Relu();

    static Tensor Loss(Tensor output, [Shape("count")] Tensor target) => (output * target).Sum();
}

[Network]
public partial class TanhLengths
{
    [Parameter(1)]
    static partial Tensor Scale { get; }

    [Parameter(1)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("count")] Tensor x) => ((x * Scale) + Shift).Tanh();

    static Tensor Loss(Tensor output, [Shape("count")] Tensor target) => (output * target).Sum();
}

[Network]
public partial class SigmoidLengths
{
    [Parameter(1)]
    static partial Tensor Scale { get; }

    [Parameter(1)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("count")] Tensor x) => ((x * Scale) + Shift).Sigmoid();

    static Tensor Loss(Tensor output, [Shape("count")] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ExpLengths
{
    [Parameter(1)]
    static partial Tensor Scale { get; }

    [Parameter(1)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("count")] Tensor x) => ((x * Scale) + Shift).Exp();

    static Tensor Loss(Tensor output, [Shape("count")] Tensor target) => (output * target).Sum();
}

[Network]
public partial class LogLengths
{
    [Parameter(1)]
    static partial Tensor Scale { get; }

    [Parameter(1)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("count")] Tensor x) => ((x * Scale) + Shift).Log();

    static Tensor Loss(Tensor output, [Shape("count")] Tensor target) => (output * target).Sum();
}

[Network]
public partial class SqrtLengths
{
    [Parameter(1)]
    static partial Tensor Scale { get; }

    [Parameter(1)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("count")] Tensor x) => ((x * Scale) + Shift).Sqrt();

    static Tensor Loss(Tensor output, [Shape("count")] Tensor target) => (output * target).Sum();
}

[Network]
public partial class NegateLengths
{
    [Parameter(1)]
    static partial Tensor Scale { get; }

    [Parameter(1)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("count")] Tensor x) => -((x * Scale) + Shift);

    static Tensor Loss(Tensor output, [Shape("count")] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ErfLengths
{
    [Parameter(1)]
    static partial Tensor Scale { get; }

    [Parameter(1)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("count")] Tensor x) => ((x * Scale) + Shift).Erf();

    static Tensor Loss(Tensor output, [Shape("count")] Tensor target) => (output * target).Sum();
}

[Network]
public partial class GeluLengths
{
    [Parameter(1)]
    static partial Tensor Scale { get; }

    [Parameter(1)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("count")] Tensor x) => ((x * Scale) + Shift).Gelu();

    static Tensor Loss(Tensor output, [Shape("count")] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ReluRows
{
    [Parameter(17)]
    static partial Tensor Scale { get; }

    [Parameter(17)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 17)] Tensor x) => ((x * Scale) + Shift).Relu();

    static Tensor Loss(Tensor output, [Shape("batch", 17)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class TanhRows
{
    [Parameter(15)]
    static partial Tensor Scale { get; }

    [Parameter(15)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 15)] Tensor x) => ((x * Scale) + Shift).Tanh();

    static Tensor Loss(Tensor output, [Shape("batch", 15)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class SigmoidRows
{
    [Parameter(31)]
    static partial Tensor Scale { get; }

    [Parameter(31)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 31)] Tensor x) => ((x * Scale) + Shift).Sigmoid();

    static Tensor Loss(Tensor output, [Shape("batch", 31)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ExpRows
{
    [Parameter(33)]
    static partial Tensor Scale { get; }

    [Parameter(33)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 33)] Tensor x) => ((x * Scale) + Shift).Exp();

    static Tensor Loss(Tensor output, [Shape("batch", 33)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class LogRows
{
    [Parameter(7)]
    static partial Tensor Scale { get; }

    [Parameter(7)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 7)] Tensor x) => ((x * Scale) + Shift).Log();

    static Tensor Loss(Tensor output, [Shape("batch", 7)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class SqrtRows
{
    [Parameter(16)]
    static partial Tensor Scale { get; }

    [Parameter(16)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 16)] Tensor x) => ((x * Scale) + Shift).Sqrt();

    static Tensor Loss(Tensor output, [Shape("batch", 16)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ErfRows
{
    [Parameter(21)]
    static partial Tensor Scale { get; }

    [Parameter(21)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 21)] Tensor x) => ((x * Scale) + Shift).Erf();

    static Tensor Loss(Tensor output, [Shape("batch", 21)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class GeluRows
{
    [Parameter(29)]
    static partial Tensor Scale { get; }

    [Parameter(29)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 29)] Tensor x) => ((x * Scale) + Shift).Gelu();

    static Tensor Loss(Tensor output, [Shape("batch", 29)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class TanhSaturated
{
    [Parameter(13)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 13)] Tensor x) => (x * Scale).Tanh();

    static Tensor Loss(Tensor output, [Shape("batch", 13)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class SigmoidSaturated
{
    [Parameter(13)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 13)] Tensor x) => (x * Scale).Sigmoid();

    static Tensor Loss(Tensor output, [Shape("batch", 13)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class NoGradientFactor
{
    [Parameter(11)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 11)] Tensor x) => (x * Scale).Tanh() * Tensor.NoGradient((x * Scale).Exp());

    static Tensor Loss(Tensor output, [Shape("batch", 11)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class UsedTwice
{
    [Parameter(19)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 19)] Tensor x)
    {
        Tensor scaled = x * Scale;
        Tensor bounded = scaled.Tanh();
        return (scaled * bounded) + (bounded * bounded) - scaled;
    }

    static Tensor Loss(Tensor output, [Shape("batch", 19)] Tensor target) => (output * target).Sum();
}
