using ModelGen;

namespace ImageClassifier;

/// <summary>A convolutional network for pictures of 32×32 of up to 100 classes. What a folder has no class for, the network learns never to name.</summary>
[Network]
public partial class Classifier
{
    /// <summary>The most classes a folder may have.</summary>
    public const int MostClasses = 100;

    private static Tensor Forward([Shape("batch", 3, 32, 32)] Tensor picture) => picture
        .Conv2D(32, kernel: 3).Relu().MaxPool2D(2)
        .Conv2D(64, kernel: 3).Relu().MaxPool2D(2)
        .Flatten()
        .Dense(256).Relu()
        .Dense(MostClasses);

    private static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}
