namespace ModelGen.Numerics.Tests;

[Network]
public partial class SumLastAxis
{
    [Parameter(3, 5)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 3, 5)] Tensor x) => (x * Scale).Sum(2);

    static Tensor Loss(Tensor output, [Shape("batch", 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class SumMiddleAxis
{
    [Parameter(3, 17)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 3, 17)] Tensor x) => (x * Scale).Sum(1);

    static Tensor Loss(Tensor output, [Shape("batch", 17)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class SumTwoAxes
{
    [Parameter(3, 5, 2)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 3, 5, 2)] Tensor x) => (x * Scale).Sum(1, 3);

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class SumNegativeAxis
{
    [Parameter(33)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 33)] Tensor x) => (x * Scale).Sum(-1);

    static Tensor Loss(Tensor output, [Shape("batch")] Tensor target) => (output * target).Sum();
}

[Network]
public partial class MeanTwoAxes
{
    [Parameter(3, 5)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 3, 5)] Tensor x) => (x * Scale).Mean(1, 2);

    static Tensor Loss(Tensor output, [Shape("batch")] Tensor target) => (output * target).Sum();
}

[Network]
public partial class MeanMiddleAxis
{
    [Parameter(7, 4)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 7, 4)] Tensor x) => (x * Scale).Mean(1);

    static Tensor Loss(Tensor output, [Shape("batch", 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class SumOfParameter
{
    [Parameter(3, 5)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 5)] Tensor x) => x * Scale.Sum(0);

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class SumOverBatch
{
    [Parameter(7)]
    static partial Tensor Scale { get; }

    [Parameter(7)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 7)] Tensor x)
    {
        Tensor values = (x * Scale) + Shift;
        return values / values.Sum(0);
    }

    static Tensor Loss(Tensor output, [Shape("batch", 7)] Tensor target) => (output * target).Sum();
}

// Layer normalisation, written out.
[Network]
public partial class StandardiseRows
{
    [Parameter(17)]
    static partial Tensor Scale { get; }

    [Parameter(17)]
    static partial Tensor Gain { get; }

    static Tensor Forward([Shape("batch", 17)] Tensor x)
    {
        Tensor scaled = x * Scale;
        Tensor centred = scaled - scaled.Mean(1).Reshape(0, 1);
        Tensor variance = (centred * centred).Mean(1).Reshape(0, 1);
        return centred / (variance + 0.001f).Sqrt() * Gain;
    }

    static Tensor Loss(Tensor output, [Shape("batch", 17)] Tensor target) => (output * target).Sum();
}

// Batch normalisation, written out.
[Network]
public partial class StandardiseColumns
{
    [Parameter(5)]
    static partial Tensor Scale { get; }

    [Parameter(5)]
    static partial Tensor Gain { get; }

    static Tensor Forward([Shape("batch", 5)] Tensor x)
    {
        Tensor scaled = x * Scale;
        Tensor centred = scaled - scaled.Mean(0);
        Tensor variance = (centred * centred).Mean(0);
        return centred / (variance + 0.001f).Sqrt() * Gain;
    }

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class MeanSquaredError
{
    static Tensor Forward([Shape("batch", 7)] Tensor x) => x.Dense(5);

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => ((output - target) * (output - target)).Mean();
}

[Network]
public partial class SumSquaredError
{
    static Tensor Forward([Shape("batch", 7)] Tensor x) => x.Dense(5);

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target)
    {
        Tensor difference = target - output;
        return 0.5f * (difference * difference).Sum(0, 1);
    }
}
