namespace ModelGen.Numerics.Tests;

[Network]
public partial class AddBroadcast
{
    [Parameter(5)]
    static partial Tensor Row { get; }

    [Parameter(3, 1)]
    static partial Tensor Column { get; }

    [Parameter(1)]
    static partial Tensor One { get; }

    [Parameter(1, 1, 5)]
    static partial Tensor Led { get; }

    static Tensor Forward([Shape("batch", 3, 5)] Tensor x) => ((x + Row) + Column) + (One + Led);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class SubtractBroadcast
{
    [Parameter(3, 1)]
    static partial Tensor Column { get; }

    [Parameter(5)]
    static partial Tensor Row { get; }

    static Tensor Forward([Shape("batch", 3, 5)] Tensor x) => (Column - x) - Row;

    static Tensor Loss(Tensor output, [Shape("batch", 3, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class MultiplyBroadcast
{
    [Parameter(3, 1)]
    static partial Tensor Column { get; }

    [Parameter(17)]
    static partial Tensor Row { get; }

    [Parameter(1, 3, 17)]
    static partial Tensor Whole { get; }

    static Tensor Forward([Shape("batch", 3, 17)] Tensor x) => x * Column * Row * Whole;

    static Tensor Loss(Tensor output, [Shape("batch", 3, 17)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DivideBroadcast
{
    [Parameter(3, 1)]
    static partial Tensor Column { get; }

    [Parameter(5)]
    static partial Tensor Row { get; }

    static Tensor Forward([Shape("batch", 3, 5)] Tensor x) => (x / Column) + (Row / (x * Column));

    static Tensor Loss(Tensor output, [Shape("batch", 3, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class OuterBroadcast
{
    [Parameter(3, 1)]
    static partial Tensor Column { get; }

    [Parameter(1, 5)]
    static partial Tensor Row { get; }

    static Tensor Forward([Shape("batch", 1, 5)] Tensor x) => (x * Column) + Row;

    static Tensor Loss(Tensor output, [Shape("batch", 3, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ScalarArithmetic
{
    const float Third = 1f / 3;

    [Parameter(13)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 13)] Tensor x)
    {
        Tensor scaled = x * Scale;
        return (2 * scaled) + 1 - (scaled / 3) - ((1 - scaled) * scaled) + (0.5f / scaled) - (-scaled * Third);
    }

    static Tensor Loss(Tensor output, [Shape("batch", 13)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ChannelBroadcast
{
    [Parameter(3, 1, 1)]
    static partial Tensor Scale { get; }

    [Parameter(3, 1, 1)]
    static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 3, 4, 5)] Tensor x) => (x * Scale) + Shift;

    static Tensor Loss(Tensor output, [Shape("batch", 3, 4, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ParameterExpressions
{
    [Parameter(7)]
    static partial Tensor Left { get; }

    [Parameter(7)]
    static partial Tensor Right { get; }

    static Tensor Forward([Shape("batch", 7)] Tensor x) => x * ((Left * Right) + (Left / Right));

    static Tensor Loss(Tensor output, [Shape("batch", 7)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class TwoInputs
{
    static Tensor Forward([Shape("batch", 4)] Tensor x, [Shape("batch", 6)] Tensor second) => (x.Dense(5) + second.Dense(5)).Tanh();

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => (output * target).Sum();
}
