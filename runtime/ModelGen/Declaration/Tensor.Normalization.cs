namespace ModelGen;

// Normalisations, with PyTorch's names, shapes and defaults of parameters.
public sealed partial class Tensor
{
    /// <summary>
    /// Layer normalisation (Ba, Kiros and Hinton 2016): (x − mean)/√(variance + epsilon)·weight + bias, mean and variance over the last axes of each
    /// sample, the variance divided by their number of elements. Weight and bias have the shape of those axes and begin as ones and zeros.
    /// </summary>
    /// <param name="axes">How many of the last axes it normalises over; their sizes must be constant.</param>
    /// <param name="epsilon">What keeps the division from one by zero.</param>
    /// <param name="affine">Whether there are a weight and a bias.</param>
    /// <param name="bias">Whether there is a bias beside the weight.</param>
    /// <param name="name">The layer's name in messages and saved files; <c>norm1</c>, <c>norm2</c> … where it is not given.</param>
    /// <returns>The operand's shape.</returns>
    public Tensor LayerNorm(int axes = 1, double epsilon = 1e-5, bool affine = true, bool bias = true, string? name = null) => Declared();

    /// <summary>
    /// Normalisation by the root of the mean square (Zhang and Sennrich 2019): x/√(mean of x² + epsilon)·weight, the mean over the last axes. The
    /// weight has the shape of those axes and begins as ones.
    /// </summary>
    /// <param name="axes">How many of the last axes it normalises over; their sizes must be constant.</param>
    /// <param name="epsilon">What keeps the division from one by zero; by default PyTorch's, the distance of 1 from the next larger <see cref="float"/>.</param>
    /// <param name="affine">Whether there is a weight.</param>
    /// <param name="name">The layer's name in messages and saved files; <c>norm1</c>, <c>norm2</c> … where it is not given.</param>
    /// <returns>The operand's shape.</returns>
    public Tensor RmsNorm(int axes = 1, double epsilon = 1.1920928955078125e-7, bool affine = true, string? name = null) => Declared();

    /// <summary>
    /// Group normalisation (Wu and He 2018): (x − mean)/√(variance + epsilon)·weight + bias, mean and variance over each sample's neighbouring channels of a group and
    /// all axes behind. Weight and bias have one number for each channel and begin as ones and zeros.
    /// </summary>
    /// <param name="groups">Into how many groups the channels are divided.</param>
    /// <param name="epsilon">What keeps the division from one by zero.</param>
    /// <param name="affine">Whether there are a weight and a bias.</param>
    /// <param name="name">The layer's name in messages and saved files; <c>norm1</c>, <c>norm2</c> … where it is not given.</param>
    /// <returns>[batch, channels, …] → the same.</returns>
    public Tensor GroupNorm(int groups, double epsilon = 1e-5, bool affine = true, string? name = null) => Declared();

    /// <summary>
    /// Instance normalisation (Ulyanov, Vedaldi and Lempitsky 2016): (x − mean)/√(variance + epsilon), mean and variance over the axes behind the channels, for each
    /// sample and channel; as in PyTorch without weight and bias unless asked for, and without running statistics.
    /// </summary>
    /// <param name="epsilon">What keeps the division from one by zero.</param>
    /// <param name="affine">Whether there are a weight and a bias, one number for each channel, which begin as ones and zeros.</param>
    /// <param name="name">The layer's name in messages and saved files; <c>norm1</c>, <c>norm2</c> … where it is not given.</param>
    /// <returns>[batch, channels, …] → the same.</returns>
    public Tensor InstanceNorm(double epsilon = 1e-5, bool affine = false, string? name = null) => Declared();

    /// <summary>
    /// Batch normalisation (Ioffe and Szegedy 2015): (x − mean)/√(variance + epsilon)·weight + bias for each channel. A training step takes mean and variance, divided by the
    /// number of elements, from the batch, over all axes but the channels, and moves <c>running_mean</c> and <c>running_var</c> towards the batch's mean and its
    /// unbiased variance once the optimiser takes its step; predicting and evaluating normalise by those. They are saved with the network and not trained. Where a
    /// training step sees a single element of each channel, that is its mean, and its variance counts as 0: the result is the bias, and no gradient
    /// flows to what was normalised (PyTorch refuses such a step).
    /// </summary>
    /// <param name="momentum">How far running statistics move towards a batch's: 0 to 1.</param>
    /// <param name="epsilon">What keeps the division from one by zero.</param>
    /// <param name="affine">Whether there are a weight and a bias, one number for each channel, which begin as ones and zeros.</param>
    /// <param name="name">The layer's name in messages and saved files; <c>norm1</c>, <c>norm2</c> … where it is not given.</param>
    /// <returns>[batch, features] or [batch, channels, …] → the same.</returns>
    public Tensor BatchNorm(double momentum = 0.1, double epsilon = 1e-5, bool affine = true, string? name = null) => Declared();
}
