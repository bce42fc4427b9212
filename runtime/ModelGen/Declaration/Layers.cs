namespace ModelGen;

// What is given to the constructors is read by the generator and kept nowhere.
#pragma warning disable CS9113

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

/// <summary>A convolution layer over images as a member; see <see cref="Tensor.Conv2D(int, int, int, int, bool, int, int, bool, string?)"/>.</summary>
/// <param name="filters">The number of output channels.</param>
/// <param name="kernel">The height and width of the kernel.</param>
/// <param name="stride">The step of the kernel over the image.</param>
/// <param name="padding">The rows and columns of zeros added at each edge.</param>
/// <param name="bias">Whether a bias is added to each output channel.</param>
/// <param name="dilation">The distance of neighbouring places of the kernel on the image.</param>
/// <param name="groups">Into how many groups channels and filters are divided, each group of filters reading its own group of channels; it divides both. As many as there are channels: a depthwise convolution.</param>
/// <param name="samePadding">Whether as many zeros are added as keep height and width, divided by the stride and rounded up: half of them at each edge, an odd one behind (Keras's and PyTorch's <c>same</c>; with a stride Keras's). Then <paramref name="padding"/> stays 0.</param>
public sealed class Conv2D(int filters, int kernel, int stride = 1, int padding = 0, bool bias = true, int dilation = 1, int groups = 1, bool samePadding = false) : Layer
{
    /// <summary>A layer whose kernel is a rectangle; see <see cref="Tensor.Conv2D(int, ValueTuple{int, int}, ValueTuple{int, int}?, ValueTuple{int, int}?, bool, ValueTuple{int, int}?, int, bool, string?)"/>.</summary>
    /// <param name="filters">The number of output channels.</param>
    /// <param name="kernel">The height and the width of the kernel.</param>
    /// <param name="stride">The step of the kernel downwards and to the right; (1, 1) where it is not given.</param>
    /// <param name="padding">The rows of zeros added above and below, and the columns added at each side; (0, 0) where it is not given.</param>
    /// <param name="bias">Whether a bias is added to each output channel.</param>
    /// <param name="dilation">The distance of neighbouring places of the kernel, downwards and to the right; (1, 1) where it is not given.</param>
    /// <param name="groups">Into how many groups channels and filters are divided; it divides both.</param>
    /// <param name="samePadding">Whether as many zeros are added as keep height and width, divided by the strides and rounded up.</param>
    public Conv2D(
        int filters, (int Height, int Width) kernel, (int Height, int Width)? stride = null, (int Height, int Width)? padding = null, bool bias = true,
        (int Height, int Width)? dilation = null, int groups = 1, bool samePadding = false)
        : this(filters, kernel.Height)
    {
    }

    /// <summary>Convolves images: [batch, channels, height, width] → [batch, filters, …].</summary>
    public Tensor Apply(Tensor x) => Declared();
}

/// <summary>A convolution layer over series as a member; see <see cref="Tensor.Conv1D(int, int, int, int, bool, int, int, bool, string?)"/>.</summary>
/// <param name="filters">The number of output channels.</param>
/// <param name="kernel">The length of the kernel.</param>
/// <param name="stride">The step of the kernel over the series.</param>
/// <param name="padding">The zeros added at each end.</param>
/// <param name="bias">Whether a bias is added to each output channel.</param>
/// <param name="dilation">The distance of neighbouring places of the kernel on the series.</param>
/// <param name="groups">Into how many groups channels and filters are divided, each group of filters reading its own group of channels; it divides both. As many as there are channels: a depthwise convolution.</param>
/// <param name="samePadding">Whether as many zeros are added as keep the length, divided by the stride and rounded up. Then <paramref name="padding"/> stays 0.</param>
public sealed class Conv1D(int filters, int kernel, int stride = 1, int padding = 0, bool bias = true, int dilation = 1, int groups = 1, bool samePadding = false) : Layer
{
    /// <summary>Convolves series: [batch, channels, length] → [batch, filters, …].</summary>
    public Tensor Apply(Tensor x) => Declared();
}

/// <summary>A transposed convolution layer over images as a member; see <see cref="Tensor.ConvTranspose2D(int, int, int, int, int, bool, int, string?)"/>.</summary>
/// <param name="filters">The number of output channels.</param>
/// <param name="kernel">The height and width of the kernel.</param>
/// <param name="stride">The distance on the result of what neighbours of the image are added to.</param>
/// <param name="padding">The rows and columns taken away at each edge of the result; less than the kernel.</param>
/// <param name="outputPadding">The rows and columns added behind the result; less than the stride.</param>
/// <param name="bias">Whether a bias is added to each output channel.</param>
/// <param name="groups">Into how many groups channels and filters are divided, each group of channels adding to its own group of filters; it divides both. As many as there are channels: a depthwise one.</param>
public sealed class ConvTranspose2D(int filters, int kernel, int stride = 1, int padding = 0, int outputPadding = 0, bool bias = true, int groups = 1) : Layer
{
    /// <summary>A layer whose kernel is a rectangle.</summary>
    /// <param name="filters">The number of output channels.</param>
    /// <param name="kernel">The height and the width of the kernel.</param>
    /// <param name="stride">The distance on the result of what neighbours of the image are added to, downwards and to the right; (1, 1) where it is not given.</param>
    /// <param name="padding">The rows taken away above and below the result, and the columns taken away at each side; each less than the kernel.</param>
    /// <param name="outputPadding">The rows added below the result, and the columns added at its right; each less than the stride.</param>
    /// <param name="bias">Whether a bias is added to each output channel.</param>
    /// <param name="groups">Into how many groups channels and filters are divided; it divides both.</param>
    public ConvTranspose2D(
        int filters, (int Height, int Width) kernel, (int Height, int Width)? stride = null, (int Height, int Width)? padding = null,
        (int Height, int Width)? outputPadding = null, bool bias = true, int groups = 1)
        : this(filters, kernel.Height)
    {
    }

    /// <summary>Convolves images: [batch, channels, height, width] → [batch, filters, …].</summary>
    public Tensor Apply(Tensor x) => Declared();
}

/// <summary>A fully connected layer as a member; see <see cref="Tensor.Dense"/>.</summary>
/// <param name="units">The number of output features.</param>
/// <param name="bias">Whether a bias is added.</param>
public sealed class Dense(int units, bool bias = true) : Layer
{
    /// <summary>Maps features: […, features] → […, units].</summary>
    public Tensor Apply(Tensor x) => Declared();
}

/// <summary>A table of rows to look up as a member; see <see cref="IndexTensor.Embedding"/>.</summary>
/// <param name="rows">The number of rows: one more than the largest index.</param>
/// <param name="width">The length of a row.</param>
public sealed class Embedding(int rows, int width) : Layer
{
    /// <summary>Looks up a row for each index: […] → […, width].</summary>
    public Tensor Apply(Tensor<int> indices) => Declared();
}

/// <summary>Multi-head self-attention as a member; see <see cref="Tensor.SelfAttention"/>.</summary>
/// <param name="heads">The number of heads; it divides the features.</param>
/// <param name="causal">Whether a position sees only those up to its own.</param>
/// <param name="dropout">The share of the attention's weights that a training step drops: at least 0 and below 1.</param>
/// <param name="bias">Whether the projections add a bias.</param>
public sealed class SelfAttention(int heads, bool causal = false, double dropout = 0, bool bias = true) : Layer
{
    /// <summary>Attends: [batch, time, features] → [batch, time, features].</summary>
    public Tensor Apply(Tensor x) => Declared();
}

/// <summary>Layer normalisation as a member; see <see cref="Tensor.LayerNorm"/>.</summary>
/// <param name="axes">How many of the last axes it normalises over; their sizes must be constant.</param>
/// <param name="epsilon">What keeps the division from one by zero.</param>
/// <param name="affine">Whether there are a weight and a bias.</param>
/// <param name="bias">Whether there is a bias beside the weight.</param>
public sealed class LayerNorm(int axes = 1, double epsilon = 1e-5, bool affine = true, bool bias = true) : Layer
{
    /// <summary>Normalises; the shape stays.</summary>
    public Tensor Apply(Tensor x) => Declared();
}

/// <summary>Normalisation by the root of the mean square as a member; see <see cref="Tensor.RmsNorm"/>.</summary>
/// <param name="axes">How many of the last axes it normalises over; their sizes must be constant.</param>
/// <param name="epsilon">What keeps the division from one by zero; by default PyTorch's, the distance of 1 from the next larger <see cref="float"/>.</param>
/// <param name="affine">Whether there is a weight.</param>
public sealed class RmsNorm(int axes = 1, double epsilon = 1.1920928955078125e-7, bool affine = true) : Layer
{
    /// <summary>Normalises; the shape stays.</summary>
    public Tensor Apply(Tensor x) => Declared();
}

/// <summary>Group normalisation as a member; see <see cref="Tensor.GroupNorm"/>.</summary>
/// <param name="groups">Into how many groups the channels are divided.</param>
/// <param name="epsilon">What keeps the division from one by zero.</param>
/// <param name="affine">Whether there are a weight and a bias.</param>
public sealed class GroupNorm(int groups, double epsilon = 1e-5, bool affine = true) : Layer
{
    /// <summary>Normalises; the shape stays.</summary>
    public Tensor Apply(Tensor x) => Declared();
}

/// <summary>Instance normalisation as a member; see <see cref="Tensor.InstanceNorm"/>.</summary>
/// <param name="epsilon">What keeps the division from one by zero.</param>
/// <param name="affine">Whether there are a weight and a bias, one number for each channel, which begin as ones and zeros.</param>
public sealed class InstanceNorm(double epsilon = 1e-5, bool affine = false) : Layer
{
    /// <summary>Normalises; the shape stays.</summary>
    public Tensor Apply(Tensor x) => Declared();
}

/// <summary>Batch normalisation as a member; see <see cref="Tensor.BatchNorm"/>.</summary>
/// <param name="momentum">How far running statistics move towards a batch's: 0 to 1.</param>
/// <param name="epsilon">What keeps the division from one by zero.</param>
/// <param name="affine">Whether there are a weight and a bias, one number for each channel, which begin as ones and zeros.</param>
public sealed class BatchNorm(double momentum = 0.1, double epsilon = 1e-5, bool affine = true) : Layer
{
    /// <summary>Normalises; the shape stays.</summary>
    public Tensor Apply(Tensor x) => Declared();
}
