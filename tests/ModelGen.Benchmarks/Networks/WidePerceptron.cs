namespace ModelGen.Benchmarks;

[Network]
internal partial class WidePerceptron
{
    static Tensor Forward([Shape("batch", 784)] Tensor image) => image
        .Dense(512).Relu()
        .Dense(512).Relu()
        .Dense(10);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}
