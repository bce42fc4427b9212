namespace ModelGen.Benchmarks;

[Network]
internal partial class PyTorchTutorial
{
    static Tensor Forward([Shape("batch", 3, 32, 32)] Tensor image) => image
        .Conv2D(32, kernel: 3).Relu().MaxPool2D(2).Dropout()
        .Conv2D(64, kernel: 3).Relu().MaxPool2D(2).Dropout()
        .Flatten()
        .Dense(128).Relu().Dropout()
        .Dense(10);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}

[Network]
internal partial class PyTorchTutorialWithoutDropout
{
    static Tensor Forward([Shape("batch", 3, 32, 32)] Tensor image) => image
        .Conv2D(32, kernel: 3).Relu().MaxPool2D(2)
        .Conv2D(64, kernel: 3).Relu().MaxPool2D(2)
        .Flatten()
        .Dense(128).Relu()
        .Dense(10);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}
