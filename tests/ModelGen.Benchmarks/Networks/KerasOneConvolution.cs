namespace ModelGen.Benchmarks;

[Network]
internal partial class KerasOneConvolution
{
    static Tensor Forward([Shape("batch", 1, 28, 28)] Tensor image) => image
        .Conv2D(32, kernel: 3).Relu().MaxPool2D(2)
        .Flatten()
        .Dense(10);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}
