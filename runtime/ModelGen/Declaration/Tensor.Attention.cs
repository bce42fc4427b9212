namespace ModelGen;

/// <content>Attention.</content>
public sealed partial class Tensor
{
    /// <summary>
    /// Scaled dot-product attention of several heads (Vaswani et al., 2017): softmax(q·kᵀ/√d)·v, the features of each head being d of those given, side by side.
    /// </summary>
    /// <param name="query">[batch, time, features].</param>
    /// <param name="key">[batch, keys, features].</param>
    /// <param name="value">[batch, keys, width].</param>
    /// <param name="heads">The number of heads; it divides features and width.</param>
    /// <param name="causal">Whether a position sees only those up to its own.</param>
    /// <param name="dropout">The share of the attention's weights that a training step drops: at least 0 and below 1.</param>
    /// <returns>[batch, time, width].</returns>
    public static Tensor Attention(Tensor query, Tensor key, Tensor value, int heads = 1, bool causal = false, double dropout = 0) => Declared();

    /// <summary>
    /// Multi-head self-attention with its projections, PyTorch's <c>MultiheadAttention</c> of a value with itself: the parameters <c>in_proj_weight</c> [3·features, features]
    /// (query, key, value), <c>in_proj_bias</c>, <c>out_proj.weight</c> and <c>out_proj.bias</c>.
    /// </summary>
    /// <param name="heads">The number of heads; it divides the features.</param>
    /// <param name="causal">Whether a position sees only those up to its own.</param>
    /// <param name="dropout">The share of the attention's weights that a training step drops: at least 0 and below 1.</param>
    /// <param name="bias">Whether the projections add a bias.</param>
    /// <param name="name">The layer's name in messages and saved files; <c>attention1</c> … where it is not given.</param>
    /// <returns>[batch, time, features] → [batch, time, features].</returns>
    public Tensor SelfAttention(int heads, bool causal = false, double dropout = 0, bool bias = true, string? name = null) => Declared();
}
