using ModelGen;

namespace TheanoMlp;

/// <summary>A perceptron 10-20-5 as Theano's tutorials write one: shared variables and an expression over them.</summary>
[Network]
public partial class Perceptron
{
    public const int Inputs = 10;
    public const int Classes = 5;
    private const int Hidden = 20;

    [Parameter(Inputs, Hidden)]
    private static partial Tensor W1 { get; }

    [Parameter(Hidden)]
    private static partial Tensor B1 { get; }

    [Parameter(Hidden, Classes)]
    private static partial Tensor W2 { get; }

    [Parameter(Classes)]
    private static partial Tensor B2 { get; }

    private static Tensor Forward([Shape("batch", Inputs)] Tensor x)
    {
        Tensor hidden = (x.Dot(W1) + B1).Tanh();
        return (hidden.Dot(W2) + B2).Softmax();
    }

    /// <summary>The categorical cross-entropy, with probabilities kept from 0 as Keras keeps them.</summary>
    private static Tensor Loss(Tensor probabilities, [Shape("batch", Classes)] Tensor oneHot) =>
        -(oneHot * probabilities.Clamp(least: 1e-7).Log()).Sum(1).Mean();
}
