namespace ModelGen.Numerics.Tests;

[Network]
public partial class DenseBias
{
    static Tensor Forward([Shape("batch", 7)] Tensor x) => x.Dense(5);

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DenseNoBias
{
    static Tensor Forward([Shape("batch", 16)] Tensor x) => x.Dense(17, bias: false);

    static Tensor Loss(Tensor output, [Shape("batch", 17)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DenseWide
{
    static Tensor Forward([Shape("batch", 33)] Tensor x) => x.Dense(65);

    static Tensor Loss(Tensor output, [Shape("batch", 65)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DenseLarge
{
    static Tensor Forward([Shape("batch", 129)] Tensor x) => x.Dense(97);

    static Tensor Loss(Tensor output, [Shape("batch", 97)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DenseLong
{
    static Tensor Forward([Shape("batch", 2603)] Tensor x) => x.Dense(11).Tanh();

    static Tensor Loss(Tensor output, [Shape("batch", 11)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DensePanels
{
    static Tensor Forward([Shape("batch", 1031)] Tensor x) => x.Dense(263).Tanh();

    static Tensor Loss(Tensor output, [Shape("batch", 263)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class MatMulPanels
{
    [Parameter(257, 523)]
    static partial Tensor Left { get; }

    [Parameter(523, 521)]
    static partial Tensor Right { get; }

    static Tensor Forward([Shape("batch", 257)] Tensor x) => x.Dot(Left.MatMul(Right).Tanh());

    static Tensor Loss(Tensor output, [Shape("batch", 521)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DenseSingle
{
    static Tensor Forward([Shape("batch", 1)] Tensor x) => x.Dense(1);

    static Tensor Loss(Tensor output, [Shape("batch", 1)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DenseRankThree
{
    static Tensor Forward([Shape("batch", 3, 5)] Tensor x) => x.Dense(4);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DenseTwice
{
    static Tensor Forward([Shape("batch", 13)] Tensor x) => x.Dense(31).Dense(3);

    static Tensor Loss(Tensor output, [Shape("batch", 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DenseNamed
{
    static Tensor Forward([Shape("batch", 6)] Tensor x) => x.Dense(5, name: "fc1").Sigmoid().Dense(4, name: "head");

    static Tensor Loss(Tensor output, [Shape("batch", 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class DotExpression
{
    [Parameter(10, 20)]
    static partial Tensor W1 { get; }

    [Parameter(20)]
    static partial Tensor b1 { get; }

    [Parameter(20, 5)]
    static partial Tensor W2 { get; }

    [Parameter(5)]
    static partial Tensor b2 { get; }

    static Tensor Forward([Shape("batch", 10)] Tensor x) => (x.Dot(W1) + b1).Tanh().Dot(W2) + b2;

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class MatMulOfParameters
{
    [Parameter(7, 3)]
    static partial Tensor Left { get; }

    [Parameter(3, 11)]
    static partial Tensor Right { get; }

    static Tensor Forward([Shape("batch", 7)] Tensor x) => x.Dot(Left.MatMul(Right));

    static Tensor Loss(Tensor output, [Shape("batch", 11)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class SharedWeight
{
    [Parameter(9, 9)]
    static partial Tensor Shared { get; }

    static Tensor Forward([Shape("batch", 9)] Tensor x) => x.Dot(Shared).Tanh().Dot(Shared);

    static Tensor Loss(Tensor output, [Shape("batch", 9)] Tensor target) => (output * target).Sum();
}

// The network of Theano's tutorial.
[Network]
public partial class MlpTanh
{
    static Tensor Forward([Shape("batch", 10)] Tensor x) => x.Dense(20).Tanh().Dense(5);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}

[Network]
public partial class MlpRelu
{
    const int Hidden = 33;

    static Tensor Forward([Shape("batch", 49)] Tensor x)
    {
        Tensor hidden = x.Dense(Hidden).Relu();
        return hidden.Dense(17).Relu().Dense(10);
    }

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}

[Network]
public partial class MlpSigmoidOneHot
{
    static Tensor Forward([Shape("batch", 11)] Tensor x) => x.Dense(15).Sigmoid().Dense(7);

    static Tensor Loss(Tensor logits, [Shape("batch", 7)] Tensor target) => logits.CrossEntropy(target);
}

// Theano's way: expressions over parameters, and the squared weights added to the loss.
[Network]
public partial class MlpRegularised
{
    [Parameter(10, 20)]
    static partial Tensor W1 { get; }

    [Parameter(20)]
    static partial Tensor b1 { get; }

    [Parameter(20, 5)]
    static partial Tensor W2 { get; }

    [Parameter(5)]
    static partial Tensor b2 { get; }

    static Tensor Forward([Shape("batch", 10)] Tensor x) => (x.Dot(W1) + b1).Tanh().Dot(W2) + b2;

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) =>
        logits.CrossEntropy(label) + (0.01f * ((W1 * W1).Sum() + (W2 * W2).Sum()));
}
