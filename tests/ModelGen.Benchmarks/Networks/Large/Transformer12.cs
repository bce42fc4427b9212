namespace ModelGen.Benchmarks;

/// <summary>A decoder-only transformer of twelve layers, of the size of GPT-2's smallest (Radford et al., "Language models are unsupervised multitask learners", 2019).</summary>
[Network]
internal partial class Transformer12
{
    const int Layers = 12;
    const int Width = 768;
    const int Context = 256;
    const int Vocabulary = 50257;

    [Parameter(Context, Width, Name = "positions.weight", Initializer = Initializer.GlorotNormal)]
    private static partial Tensor Positions { get; }

    static Tensor Forward([Shape("batch", Context)] Tensor<int> tokens)
    {
        Tensor x = tokens.Embedding(Vocabulary, Width, name: "tokens") + Positions;
        for (int i = 0; i < Layers; i++)
        {
            using (Tensor.Scope($"blocks.{i}"))
            {
                x += x.LayerNorm(name: "norm1").SelfAttention(heads: 12, causal: true, name: "attention");
                x += x.LayerNorm(name: "norm2").Dense(4 * Width, name: "expand").Gelu().Dense(Width, name: "project");
            }
        }

        return x.LayerNorm(name: "norm").Dense(Vocabulary, bias: false, name: "head");
    }

    static Tensor Loss(Tensor logits, [Shape("batch", Context)] Tensor<int> next) => logits.CrossEntropy(next);
}
