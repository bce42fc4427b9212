namespace ModelGen.Numerics.Tests;

[Network]
public partial class AttentionOfThree
{
    static Tensor Forward([Shape("batch", 5, 6)] Tensor x) =>
        Tensor.Attention(x.Dense(8, name: "query"), x[.., ..4].Dense(8, bias: false, name: "key"), x[.., 1..].Dense(6, name: "value"), heads: 2);

    static Tensor Loss(Tensor output, [Shape("batch", 5, 6)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class CausalBlocks
{
    static Tensor Forward([Shape("batch", 7, 12)] Tensor x)
    {
        for (int i = 0; i < 2; i++)
        {
            using (Tensor.Scope($"blocks.{i}"))
            {
                x += x.SelfAttention(heads: 3, causal: true, name: "attention");
                x += x.Dense(17, name: "wide").Gelu(approximate: true).Dense(12, name: "narrow");
            }
        }

        return x;
    }

    static Tensor Loss(Tensor output, [Shape("batch", 7, 12)] Tensor target) => (output * target).Sum();
}

// Two whole blocks of queries and a shorter one.
[Network]
public partial class CausalOfManyBlocks
{
    static Tensor Forward([Shape("batch", 37, 10)] Tensor x) => x.SelfAttention(heads: 2, causal: true);

    static Tensor Loss(Tensor output, [Shape("batch", 37, 10)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class AttentionOfAnyTime
{
    static Tensor Forward([Shape("batch", "time", 8)] Tensor x, [Shape("batch", 8)] Tensor second) => (x.SelfAttention(2) * second.Unsqueeze(1)).Sum(1);

    static Tensor Loss(Tensor output, [Shape("batch", 8)] Tensor target) => (output * target).Sum();
}
