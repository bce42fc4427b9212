namespace ModelGen.Benchmarks;

/// <summary>A decoder-only transformer over characters, of the size of nanoGPT's recipe for a CPU.</summary>
[Network]
internal partial class CharTransformer
{
    internal const int Vocabulary = 65;
    internal const int Context = 64;
    internal const int Blocks = 4;
    internal const int Heads = 4;
    internal const int Width = 128;

    [Parameter(Context, Width, Name = "positions.weight", Initializer = Initializer.GlorotNormal)]
    private static partial Tensor Positions { get; }

    static Tensor Forward([Shape("batch", Context)] Tensor<int> characters)
    {
        Tensor x = characters.Embedding(Vocabulary, Width, name: "characters") + Positions;
        for (int i = 0; i < Blocks; i++)
        {
            using (Tensor.Scope($"blocks.{i}"))
            {
                x += x.LayerNorm(bias: false, name: "norm1").SelfAttention(Heads, causal: true, bias: false, name: "attention");
                x += x.LayerNorm(bias: false, name: "norm2").Dense(4 * Width, bias: false, name: "expand").Gelu().Dense(Width, bias: false, name: "project");
            }
        }

        return x.LayerNorm(bias: false, name: "norm").Dense(Vocabulary, bias: false, name: "head");
    }

    static Tensor Loss(Tensor logits, [Shape("batch", Context)] Tensor<int> next) => logits.CrossEntropy(next);
}
