using ModelGen;

namespace TheanoCnn;

/// <summary>The convolutional network of the Theano tutorials, a small LeNet: twice convolution, rectifier and max-pool, then a softmax over an expression of parameters.</summary>
[Network(Initializer = Initializer.GlorotUniform)]
public partial class LeNet
{
    public const int Classes = 10;

    private const int Features = 50 * 4 * 4;

    [Parameter(Features, Classes)]
    private static partial Tensor W { get; }

    [Parameter(Classes)]
    private static partial Tensor B { get; }

    private static Tensor Forward([Shape("batch", 1, 28, 28)] Tensor x)
    {
        Tensor layer0 = Rectify(x.Conv2D(20, kernel: 5)).MaxPool2D(2);
        Tensor layer1 = Rectify(layer0.Conv2D(50, kernel: 5)).MaxPool2D(2);
        return (layer1.Flatten().Dot(W) + B).Softmax();
    }

    /// <summary>The categorical cross-entropy, with probabilities kept from 0 as Keras keeps them.</summary>
    private static Tensor Loss(Tensor probabilities, [Shape("batch", Classes)] Tensor oneHot) =>
        -(oneHot * probabilities.Clamp(least: 1e-7).Log()).Sum(1).Mean();

    private static Tensor Rectify(Tensor x) => Tensor.Maximum(x, 0);
}
