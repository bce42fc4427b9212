using ModelGen;

namespace Mnist;

/// <summary>The convolutional network of Keras's MNIST example: two convolutions, each with a max-pool behind it, and two dense layers, drawn at first as Keras draws them.</summary>
[Network(Initializer = Initializer.GlorotUniform)]
public partial class MnistCnn
{
    private const int Classes = 10;

    private static Tensor Forward([Shape("batch", 1, 28, 28)] Tensor image) => image
        .Conv2D(32, kernel: 3).Relu().MaxPool2D(2)
        .Conv2D(64, kernel: 3).Relu().MaxPool2D(2)
        .Flatten()
        .Dense(128).Relu()
        .Dense(Classes);

    private static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}
