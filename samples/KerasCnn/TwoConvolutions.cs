using ModelGen;

namespace KerasCnn;

/// <summary>Keras's "Simple MNIST convnet", of 34,826 parameters: two convolutions, each with a max-pool behind it, and dropout before the only dense layer.</summary>
[Network(Initializer = Initializer.GlorotUniform)]
public partial class TwoConvolutions
{
    private static Tensor Forward([Shape("batch", 1, 28, 28)] Tensor image) => image
        .Conv2D(32, kernel: 3).Relu().MaxPool2D(2)
        .Conv2D(64, kernel: 3).Relu().MaxPool2D(2)
        .Flatten()
        .Dropout(0.5)
        .Dense(10);

    private static Tensor Loss(Tensor logits, [Shape("batch", 10)] Tensor oneHot) => logits.CrossEntropy(oneHot);
}
