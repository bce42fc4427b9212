namespace ModelGen.Benchmarks;

[Network]
internal partial class TutorialPerceptron
{
    static Tensor Forward([Shape("batch", 10)] Tensor x) => x
        .Dense(20).Tanh()
        .Dense(5);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}
