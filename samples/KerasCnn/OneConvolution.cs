using ModelGen;

namespace KerasCnn;

/// <summary>The small convolutional network of the Keras tutorials: a convolution, a max-pool and two dense layers.</summary>
[Network(Initializer = Initializer.GlorotUniform)]
public partial class OneConvolution
{
    private static Tensor Forward([Shape("batch", 1, 28, 28)] Tensor image) => image
        .Conv2D(32, kernel: 3).Relu().MaxPool2D(2)
        .Flatten()
        .Dense(100).Relu()
        .Dense(10);

    private static Tensor Loss(Tensor logits, [Shape("batch", 10)] Tensor oneHot) => logits.CrossEntropy(oneHot);
}
