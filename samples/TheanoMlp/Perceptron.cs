using ModelGen;

namespace TheanoMlp;

/// <summary>A perceptron 10-20-5 as Theano's tutorials write one: shared variables, an expression over them, and updates of them.</summary>
[Network]
public partial class Perceptron
{
    public const int Inputs = 10;
    public const int Classes = 5;
    private const int Hidden = 20;

    /// <summary>What a step makes of the learning rate.</summary>
    private const float Decay = 0.9998f;

    [Parameter(Inputs, Hidden)]
    private static partial Tensor W1 { get; }

    [Parameter(Hidden)]
    private static partial Tensor B1 { get; }

    [Parameter(Hidden, Classes)]
    private static partial Tensor W2 { get; }

    [Parameter(Classes)]
    private static partial Tensor B2 { get; }

    /// <summary>The learning rate: a shared variable like the weights, saved with them.</summary>
    [Parameter(1)]
    private static partial Tensor Rate { get; }

    private static Tensor Forward([Shape("batch", Inputs)] Tensor x)
    {
        Tensor hidden = (x.Dot(W1) + B1).Tanh();
        return (hidden.Dot(W2) + B2).Softmax();
    }

    /// <summary>
    /// The categorical cross-entropy, with probabilities kept from 0 as Keras keeps them, and Theano's <c>updates</c>: what a training step makes of each shared variable, all of them computed from
    /// what they were before it.
    /// </summary>
    private static Tensor Loss(Tensor probabilities, [Shape("batch", Classes)] Tensor oneHot)
    {
        Tensor cost = -(oneHot * probabilities.Clamp(least: 1e-7).Log()).Sum(1).Mean();
        Tensor.Update(W1, W1 - (Rate * Tensor.Gradient(cost, W1)));
        Tensor.Update(B1, B1 - (Rate * Tensor.Gradient(cost, B1)));
        Tensor.Update(W2, W2 - (Rate * Tensor.Gradient(cost, W2)));
        Tensor.Update(B2, B2 - (Rate * Tensor.Gradient(cost, B2)));
        Tensor.Update(Rate, Rate * Decay);
        return cost;
    }
}
