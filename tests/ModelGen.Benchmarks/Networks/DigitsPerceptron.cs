namespace ModelGen.Benchmarks;

[Network]
internal partial class DigitsPerceptron
{
    static Tensor Forward([Shape("batch", 784)] Tensor image) => image
        .Dense(128).Relu()
        .Dense(10);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}
