namespace ModelGen;

// Convolutions, with PyTorch's names and shapes of parameters.
public sealed partial class Tensor
{
    /// <summary>
    /// A convolution layer with its own weight [<paramref name="filters"/>, channels/<paramref name="groups"/>, <paramref name="kernel"/>, <paramref name="kernel"/>] and bias:
    /// y[n, f, r, c] = bias[f] + Σ x[n, k, stride·r + dilation·i − padding, stride·c + dilation·j − padding]·weight[f, k, i, j] over the channels k of the filter's group and the kernel's places i, j.
    /// </summary>
    /// <param name="filters">The number of output channels.</param>
    /// <param name="kernel">The height and width of the kernel.</param>
    /// <param name="stride">The step of the kernel over the image.</param>
    /// <param name="padding">The rows and columns of zeros added at each edge.</param>
    /// <param name="bias">Whether a bias is added to each output channel.</param>
    /// <param name="dilation">The distance of neighbouring places of the kernel on the image.</param>
    /// <param name="groups">Into how many groups channels and filters are divided, each group of filters reading its own group of channels; it divides both. As many as there are channels: a depthwise convolution.</param>
    /// <param name="samePadding">
    /// Whether as many zeros are added as keep height and width, divided by the stride and rounded up: half of them at each edge, an odd one behind (Keras's and
    /// PyTorch's <c>same</c>; with a stride Keras's). Then <paramref name="padding"/> stays 0.
    /// </param>
    /// <param name="name">The layer's name in messages and saved files; <c>conv1</c>, <c>conv2</c> … where it is not given.</param>
    /// <returns>
    /// [batch, channels, height, width] → [batch, filters, (height + 2·padding − dilation·(kernel − 1) − 1)/stride + 1, …].
    /// </returns>
    public Tensor Conv2D(
        int filters, int kernel, int stride = 1, int padding = 0, bool bias = true, int dilation = 1, int groups = 1, bool samePadding = false, string? name = null) => Declared();

    /// <summary>
    /// A convolution layer whose kernel is a rectangle, with its own weight [<paramref name="filters"/>, channels/<paramref name="groups"/>, kernel height, kernel width] and bias;
    /// otherwise as with a square one. PyTorch's <c>kernel_size=(3, 5)</c> is <c>kernel: (3, 5)</c>.
    /// </summary>
    /// <param name="filters">The number of output channels.</param>
    /// <param name="kernel">The height and the width of the kernel.</param>
    /// <param name="stride">The step of the kernel downwards and to the right; (1, 1) where it is not given.</param>
    /// <param name="padding">The rows of zeros added above and below, and the columns added at each side; (0, 0) where it is not given.</param>
    /// <param name="bias">Whether a bias is added to each output channel.</param>
    /// <param name="dilation">The distance of neighbouring places of the kernel, downwards and to the right; (1, 1) where it is not given.</param>
    /// <param name="groups">Into how many groups channels and filters are divided; it divides both.</param>
    /// <param name="samePadding">Whether as many zeros are added as keep height and width, divided by the strides and rounded up. Then <paramref name="padding"/> is not given.</param>
    /// <param name="name">The layer's name in messages and saved files; <c>conv1</c>, <c>conv2</c> … where it is not given.</param>
    /// <returns>[batch, channels, height, width] → [batch, filters, (height + 2·padding.Height − dilation.Height·(kernel.Height − 1) − 1)/stride.Height + 1, …].</returns>
    public Tensor Conv2D(
        int filters, (int Height, int Width) kernel, (int Height, int Width)? stride = null, (int Height, int Width)? padding = null, bool bias = true,
        (int Height, int Width)? dilation = null, int groups = 1, bool samePadding = false, string? name = null) => Declared();

    /// <summary>
    /// A convolution with a weight that it is given, such as a <see cref="ParameterAttribute"/>, a fixed kernel or what is computed from others (Theano's <c>conv2d</c>, PyTorch's <c>functional.conv2d</c>):
    /// y[n, f, r, c] = Σ x[n, k, stride·r + dilation·i − padding, stride·c + dilation·j − padding]·weight[f, k, i, j] over the channels k of the filter's group and the kernel's places i, j.
    /// It has no parameters of its own.
    /// </summary>
    /// <param name="weight">[filters, channels/<paramref name="groups"/>, kernel height, kernel width].</param>
    /// <param name="stride">The step of the kernel over the image.</param>
    /// <param name="padding">The rows and columns of zeros added at each edge.</param>
    /// <param name="dilation">The distance of neighbouring places of the kernel on the image.</param>
    /// <param name="groups">Into how many groups channels and filters are divided; it divides both.</param>
    /// <param name="samePadding">Whether as many zeros are added as keep height and width, divided by the stride and rounded up. Then <paramref name="padding"/> stays 0.</param>
    /// <returns>[batch, channels, height, width] → [batch, filters, (height + 2·padding − dilation·(kernel height − 1) − 1)/stride + 1, …].</returns>
    public Tensor Conv2D(Tensor weight, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool samePadding = false) => Declared();

    /// <summary>A convolution with a weight and a bias that it is given, and without parameters of its own.</summary>
    /// <param name="weight">[filters, channels/<paramref name="groups"/>, kernel height, kernel width].</param>
    /// <param name="bias">[filters]; added to each output channel.</param>
    /// <param name="stride">The step of the kernel over the image.</param>
    /// <param name="padding">The rows and columns of zeros added at each edge.</param>
    /// <param name="dilation">The distance of neighbouring places of the kernel on the image.</param>
    /// <param name="groups">Into how many groups channels and filters are divided; it divides both.</param>
    /// <param name="samePadding">Whether as many zeros are added as keep height and width, divided by the stride and rounded up. Then <paramref name="padding"/> stays 0.</param>
    /// <returns>[batch, channels, height, width] → [batch, filters, (height + 2·padding − dilation·(kernel height − 1) − 1)/stride + 1, …].</returns>
    public Tensor Conv2D(Tensor weight, Tensor bias, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool samePadding = false) => Declared();

    /// <summary>
    /// A convolution layer over series with its own weight [<paramref name="filters"/>, channels/<paramref name="groups"/>, <paramref name="kernel"/>] and bias:
    /// y[n, f, t] = bias[f] + Σ x[n, k, stride·t + dilation·i − padding]·weight[f, k, i] over the channels k of the filter's group and the kernel's places i.
    /// </summary>
    /// <param name="filters">The number of output channels.</param>
    /// <param name="kernel">The length of the kernel.</param>
    /// <param name="stride">The step of the kernel over the series.</param>
    /// <param name="padding">The zeros added at each end.</param>
    /// <param name="bias">Whether a bias is added to each output channel.</param>
    /// <param name="dilation">The distance of neighbouring places of the kernel on the series.</param>
    /// <param name="groups">Into how many groups channels and filters are divided, each group of filters reading its own group of channels; it divides both. As many as there are channels: a depthwise convolution.</param>
    /// <param name="samePadding">Whether as many zeros are added as keep the length, divided by the stride and rounded up. Then <paramref name="padding"/> stays 0.</param>
    /// <param name="name">The layer's name in messages and saved files; <c>conv1</c>, <c>conv2</c> … where it is not given.</param>
    /// <returns>[batch, channels, length] → [batch, filters, (length + 2·padding − dilation·(kernel − 1) − 1)/stride + 1].</returns>
    public Tensor Conv1D(
        int filters, int kernel, int stride = 1, int padding = 0, bool bias = true, int dilation = 1, int groups = 1, bool samePadding = false, string? name = null) => Declared();

    /// <summary>
    /// A convolution over series with a weight that it is given, and without parameters of its own: y[n, f, t] = Σ x[n, k, stride·t + dilation·i − padding]·weight[f, k, i] over the channels k of the
    /// filter's group and the kernel's places i.
    /// </summary>
    /// <param name="weight">[filters, channels/<paramref name="groups"/>, kernel length].</param>
    /// <param name="stride">The step of the kernel over the series.</param>
    /// <param name="padding">The zeros added at each end.</param>
    /// <param name="dilation">The distance of neighbouring places of the kernel on the series.</param>
    /// <param name="groups">Into how many groups channels and filters are divided; it divides both.</param>
    /// <param name="samePadding">Whether as many zeros are added as keep the length, divided by the stride and rounded up. Then <paramref name="padding"/> stays 0.</param>
    /// <returns>[batch, channels, length] → [batch, filters, (length + 2·padding − dilation·(kernel length − 1) − 1)/stride + 1].</returns>
    public Tensor Conv1D(Tensor weight, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool samePadding = false) => Declared();

    /// <summary>A convolution over series with a weight and a bias that it is given, and without parameters of its own.</summary>
    /// <param name="weight">[filters, channels/<paramref name="groups"/>, kernel length].</param>
    /// <param name="bias">[filters]; added to each output channel.</param>
    /// <param name="stride">The step of the kernel over the series.</param>
    /// <param name="padding">The zeros added at each end.</param>
    /// <param name="dilation">The distance of neighbouring places of the kernel on the series.</param>
    /// <param name="groups">Into how many groups channels and filters are divided; it divides both.</param>
    /// <param name="samePadding">Whether as many zeros are added as keep the length, divided by the stride and rounded up. Then <paramref name="padding"/> stays 0.</param>
    /// <returns>[batch, channels, length] → [batch, filters, (length + 2·padding − dilation·(kernel length − 1) − 1)/stride + 1].</returns>
    public Tensor Conv1D(Tensor weight, Tensor bias, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool samePadding = false) => Declared();

    /// <summary>
    /// A transposed convolution layer with its own weight [channels, <paramref name="filters"/>/<paramref name="groups"/>, <paramref name="kernel"/>, <paramref name="kernel"/>] and bias: each element
    /// x[n, k, r, c] adds x·weight[k, f, i, j] to y[n, f, stride·r + i − padding, stride·c + j − padding], where f counts the filters of the channel's group, as the gradient of a convolution does to its images.
    /// </summary>
    /// <param name="filters">The number of output channels.</param>
    /// <param name="kernel">The height and width of the kernel.</param>
    /// <param name="stride">The distance on the result of what neighbours of the image are added to.</param>
    /// <param name="padding">The rows and columns taken away at each edge of the result; less than the kernel.</param>
    /// <param name="outputPadding">The rows and columns added behind the result; less than the stride.</param>
    /// <param name="bias">Whether a bias is added to each output channel.</param>
    /// <param name="groups">Into how many groups channels and filters are divided, each group of channels adding to its own group of filters; it divides both. As many as there are channels: a depthwise one.</param>
    /// <param name="name">The layer's name in messages and saved files; <c>conv1</c>, <c>conv2</c> … where it is not given.</param>
    /// <returns>[batch, channels, height, width] → [batch, filters, (height − 1)·stride − 2·padding + kernel + outputPadding, …].</returns>
    public Tensor ConvTranspose2D(
        int filters, int kernel, int stride = 1, int padding = 0, int outputPadding = 0, bool bias = true, int groups = 1, string? name = null) => Declared();

    /// <summary>A transposed convolution layer whose kernel is a rectangle, with its own weight [channels, <paramref name="filters"/>/<paramref name="groups"/>, kernel height, kernel width] and bias; otherwise as with a square one.</summary>
    /// <param name="filters">The number of output channels.</param>
    /// <param name="kernel">The height and the width of the kernel.</param>
    /// <param name="stride">The distance on the result of what neighbours of the image are added to, downwards and to the right; (1, 1) where it is not given.</param>
    /// <param name="padding">The rows taken away above and below the result, and the columns taken away at each side; each less than the kernel.</param>
    /// <param name="outputPadding">The rows added below the result, and the columns added at its right; each less than the stride.</param>
    /// <param name="bias">Whether a bias is added to each output channel.</param>
    /// <param name="groups">Into how many groups channels and filters are divided; it divides both.</param>
    /// <param name="name">The layer's name in messages and saved files; <c>conv1</c>, <c>conv2</c> … where it is not given.</param>
    /// <returns>[batch, channels, height, width] → [batch, filters, (height − 1)·stride.Height − 2·padding.Height + kernel.Height + outputPadding.Height, …].</returns>
    public Tensor ConvTranspose2D(
        int filters, (int Height, int Width) kernel, (int Height, int Width)? stride = null, (int Height, int Width)? padding = null,
        (int Height, int Width)? outputPadding = null, bool bias = true, int groups = 1, string? name = null) => Declared();
}
