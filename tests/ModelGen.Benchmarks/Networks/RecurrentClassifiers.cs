namespace ModelGen.Benchmarks;

/// <summary>Long short-term memory of 128 features over 64 steps of 32, and what its last state tells.</summary>
[Network]
internal partial class LstmClassifier
{
    static Tensor Forward([Shape("batch", 64, 32)] Tensor sequence) => sequence.Lstm(128).At(axis: 1, position: -1).Dense(10);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}

/// <summary>The same with a gated recurrent unit.</summary>
[Network]
internal partial class GruClassifier
{
    static Tensor Forward([Shape("batch", 64, 32)] Tensor sequence) => sequence.Gru(128).At(axis: 1, position: -1).Dense(10);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}
