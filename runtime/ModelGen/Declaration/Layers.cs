namespace ModelGen;

/// <summary>
/// A layer as a member of a network or of a class that the network uses: declared with <c>[Layer]</c>, applied in <c>Forward</c>. Like <see cref="Tensor"/> it holds
/// nothing and never runs: the parameters belong to the network, called after the member.
/// </summary>
public abstract class Layer
{
    private protected Layer()
    {
    }

    private protected static Tensor Declared() => throw Tensor.NotRun();
}

/// <summary>A convolution layer as a member; see <see cref="Tensor.Conv2D"/>.</summary>
/// <param name="filters">The number of output channels.</param>
/// <param name="kernel">The height and width of the kernel.</param>
/// <param name="stride">The step of the kernel over the image.</param>
/// <param name="padding">The rows and columns of zeros added at each edge.</param>
/// <param name="bias">Whether a bias is added to each output channel.</param>
#pragma warning disable CS9113 // The generator reads what is given here.
public sealed class Conv2D(int filters, int kernel, int stride = 1, int padding = 0, bool bias = true) : Layer
#pragma warning restore CS9113
{
    /// <summary>Convolves images [batch, channels, height, width].</summary>
    public Tensor Apply(Tensor x) => Declared();
}

/// <summary>A fully connected layer as a member; see <see cref="Tensor.Dense"/>.</summary>
/// <param name="units">The number of output features.</param>
/// <param name="bias">Whether a bias is added.</param>
#pragma warning disable CS9113 // The generator reads what is given here.
public sealed class Dense(int units, bool bias = true) : Layer
#pragma warning restore CS9113
{
    /// <summary>Maps features: […, features] → […, units].</summary>
    public Tensor Apply(Tensor x) => Declared();
}

/// <summary>A table of rows to look up as a member; see <see cref="IndexTensor.Embedding"/>.</summary>
/// <param name="rows">The number of rows: one more than the largest index.</param>
/// <param name="width">The length of a row.</param>
#pragma warning disable CS9113 // The generator reads what is given here.
public sealed class Embedding(int rows, int width) : Layer
#pragma warning restore CS9113
{
    /// <summary>Looks up a row for each index: […] → […, width].</summary>
    public Tensor Apply(Tensor<int> indices) => Declared();
}

/// <summary>Multi-head self-attention as a member; see <see cref="Tensor.SelfAttention"/>.</summary>
/// <param name="heads">The number of heads; it divides the features.</param>
/// <param name="causal">Whether a position sees only those up to its own.</param>
/// <param name="dropout">The share of the attention's weights that a training step drops: at least 0 and below 1.</param>
/// <param name="bias">Whether the projections add a bias.</param>
#pragma warning disable CS9113 // The generator reads what is given here.
public sealed class SelfAttention(int heads, bool causal = false, double dropout = 0, bool bias = true) : Layer
#pragma warning restore CS9113
{
    /// <summary>Attends: [batch, time, features] → [batch, time, features].</summary>
    public Tensor Apply(Tensor x) => Declared();
}
