namespace ModelGen.Numerics.Tests;

[Network]
public partial class SmallCnn
{
    static Tensor Forward([Shape("batch", 1, 14, 14)] Tensor x) => x
        .Conv2D(5, kernel: 3).Relu().MaxPool2D(2)
        .Conv2D(7, kernel: 3).Relu().MaxPool2D(2)
        .Flatten()
        .Dense(11).Relu()
        .Dense(10);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}

[Network]
public partial class StridedCnn
{
    static Tensor Forward([Shape("batch", 3, 16, 16)] Tensor x) => x
        .Conv2D(6, kernel: 3, stride: 2, padding: 1).Relu()
        .Conv2D(10, kernel: 3, stride: 2, padding: 1).Relu()
        .Flatten()
        .Dense(10);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}

// The two-convolution network of Keras's MNIST tutorial.
[Network]
public partial class KerasCnn
{
    static Tensor Forward([Shape("batch", 1, 28, 28)] Tensor x) => x
        .Conv2D(32, kernel: 3).Relu().MaxPool2D(2)
        .Conv2D(64, kernel: 3).Relu().MaxPool2D(2)
        .Flatten()
        .Dense(128).Relu()
        .Dense(10);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}
