using ModelGen;

namespace KerasCnn;

/// <summary>The larger network of the Keras tutorials: two convolutions, each with a max-pool behind it, dropout and two dense layers; 225,034 parameters.</summary>
[Network(Initializer = Initializer.GlorotUniform)]
public partial class TwoConvolutions
{
    private static Tensor Forward([Shape("batch", 1, 28, 28)] Tensor image) => image
        .Conv2D(32, kernel: 3).Relu().MaxPool2D(2)
        .Conv2D(64, kernel: 3).Relu().MaxPool2D(2)
        .Flatten()
        .Dropout(0.5)
        .Dense(128).Relu()
        .Dense(10);

    private static Tensor Loss(Tensor logits, [Shape("batch", 10)] Tensor oneHot) => logits.CrossEntropy(oneHot);
}
