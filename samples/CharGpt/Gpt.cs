using ModelGen;

namespace CharGpt;

/// <summary>
/// A decoder-only transformer over characters, of the size of nanoGPT's recipe for a CPU: four blocks of causal attention with four heads and a network of four times the
/// width, each behind a norm and around a residual connection.
/// </summary>
[Network]
public partial class Gpt
{
    /// <summary>The different characters that it knows.</summary>
    public const int Vocabulary = 65;

    /// <summary>The characters that it looks back at, the one at hand included.</summary>
    public const int Context = 64;

    private const int Blocks = 4;
    private const int Heads = 4;
    private const int Width = 128;

    [Parameter(Context, Width, Name = "positions.weight", Initializer = Initializer.GlorotNormal)]
    private static partial Tensor Positions { get; }

    static Tensor Forward([Shape("batch", Context)] Tensor<int> characters)
    {
        Tensor x = characters.Embedding(Vocabulary, Width, name: "characters") + Positions;
        for (int i = 0; i < Blocks; i++)
        {
            using (Tensor.Scope($"blocks.{i}"))
                x = Block(x);
        }

        return x.LayerNorm(bias: false, name: "norm").Dense(Vocabulary, bias: false, name: "head");
    }

    private static Tensor Block(Tensor x)
    {
        x += x.LayerNorm(bias: false, name: "norm1").SelfAttention(Heads, causal: true, bias: false, name: "attention");
        return x + x.LayerNorm(bias: false, name: "norm2").Dense(4 * Width, bias: false, name: "expand").Gelu().Dense(Width, bias: false, name: "project");
    }

    static Tensor Loss(Tensor logits, [Shape("batch", Context)] Tensor<int> next) => logits.CrossEntropy(next);
}
