namespace ModelGen.Numerics.Tests;

[Network]
public partial class ExtremeAxes
{
    [Parameter(3, 5)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 3, 5)] Tensor x)
    {
        Tensor y = x * Scale;
        return y.Max([1], keepAxes: true) - y + y.Min([2], keepAxes: true);
    }

    static Tensor Loss(Tensor output, [Shape("batch", 3, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class VarianceAxes
{
    [Parameter(3, 17)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 3, 17)] Tensor x)
    {
        Tensor y = x * Scale;
        return (y - y.Mean([2], keepAxes: true)) / (y.Variance([2], keepAxes: true) + y.Variance([1], corrected: false, keepAxes: true) + 0.1f).Sqrt();
    }

    static Tensor Loss(Tensor output, [Shape("batch", 3, 17)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PermutedAxes
{
    [Parameter(3, 5, 18)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 3, 5, 18)] Tensor x) => (x * Scale).Permute(0, 3, 1, 2).Tanh().Transpose().Reshape(0, 90, 3);

    static Tensor Loss(Tensor output, [Shape("batch", 90, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class PartsOfAxes
{
    [Parameter(5, 19)]
    static partial Tensor Scale { get; }

    static Tensor Forward([Shape("batch", 5, 19)] Tensor x)
    {
        Tensor y = x * Scale;
        return y[.., 1..^1, 2..18].Exp() + y[.., 2, ^16..].Unsqueeze(1) * Scale[^1, 1..17];
    }

    static Tensor Loss(Tensor output, [Shape("batch", 3, 16)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class JoinedParts
{
    [Parameter(4, 18)]
    static partial Tensor Scale { get; }

    [Parameter(5)]
    static partial Tensor Tail { get; }

    static Tensor Forward([Shape("batch", 4, 18)] Tensor x)
    {
        Tensor[] thirds = (x * Scale).Split(3);
        (Tensor first, Tensor last) = (thirds[0], thirds[^1]);
        Tensor middle = Tensor.Concat(-1, thirds[1].Tanh(), Tail * x[.., .., ..5], last);
        return Tensor.Concat(1, middle, Tensor.Concat(2, first, first, last[.., .., ..5])) + Tensor.Stack(1, x[.., 0, ..17], x[.., 1, 1..]).Sum([1], keepAxes: true);
    }

    static Tensor Loss(Tensor output, [Shape("batch", 8, 17)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class MatricesOfBatch
{
    [Parameter(3, 5, 7)]
    static partial Tensor Right { get; }

    [Parameter(7, 5)]
    static partial Tensor Shared { get; }

    static Tensor Forward([Shape("batch", 3, 4, 5)] Tensor x) => x.MatMul(Right).Tanh().Dot(Shared).MatMul(x.Transpose());

    static Tensor Loss(Tensor output, [Shape("batch", 3, 4, 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class EmbeddedTokens
{
    static Tensor Forward([Shape("batch", 6)] Tensor<int> tokens) => tokens.Embedding(11, 18, name: "tokens").Tanh().Dense(5);

    static Tensor Loss(Tensor output, [Shape("batch", 6, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class TiedTable
{
    [Parameter(7, 9)]
    static partial Tensor Table { get; }

    static Tensor Forward([Shape("batch", 5)] Tensor<int> tokens) =>
        Tensor.Where(tokens.EqualTo(3).Unsqueeze(-1), 0, Table.Gather(tokens)).Tanh().MatMul(Table.Transpose());

    static Tensor Loss(Tensor output, [Shape("batch", 5, 7)] Tensor target) => (output * target).Sum();
}
