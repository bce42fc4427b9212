namespace ModelGen;

/// <content>Sums, means and extremes over axes.</content>
public sealed partial class Tensor
{
    /// <summary>The sum over <paramref name="axes"/>, which disappear from the shape; over all of them where none is given.</summary>
    /// <param name="axes">The axes to go over.</param>
    public Tensor Sum(params int[] axes) => Declared();

    /// <summary>The sum over <paramref name="axes"/>; over all of them where none is given.</summary>
    /// <param name="axes">The axes to go over.</param>
    /// <param name="keepAxes">Whether they stay in the shape, with the size 1, so that the result fits the value element by element.</param>
    public Tensor Sum(int[] axes, bool keepAxes) => Declared();

    /// <summary>The mean over <paramref name="axes"/>, which disappear from the shape; over all of them where none is given.</summary>
    /// <param name="axes">The axes to go over.</param>
    public Tensor Mean(params int[] axes) => Declared();

    /// <summary>The mean over <paramref name="axes"/>; over all of them where none is given.</summary>
    /// <param name="axes">The axes to go over.</param>
    /// <param name="keepAxes">Whether they stay in the shape, with the size 1, so that the result fits the value element by element.</param>
    public Tensor Mean(int[] axes, bool keepAxes) => Declared();

    /// <summary>The largest element over <paramref name="axes"/>, which disappear from the shape; over all of them where none is given. Equal ones share the gradient evenly.</summary>
    /// <param name="axes">The axes to go over.</param>
    public Tensor Max(params int[] axes) => Declared();

    /// <summary>The largest element over <paramref name="axes"/>; over all of them where none is given. Equal ones share the gradient evenly.</summary>
    /// <param name="axes">The axes to go over.</param>
    /// <param name="keepAxes">Whether they stay in the shape, with the size 1, so that the result fits the value element by element.</param>
    public Tensor Max(int[] axes, bool keepAxes) => Declared();

    /// <summary>The smallest element over <paramref name="axes"/>, which disappear from the shape; over all of them where none is given. Equal ones share the gradient evenly.</summary>
    /// <param name="axes">The axes to go over.</param>
    public Tensor Min(params int[] axes) => Declared();

    /// <summary>The smallest element over <paramref name="axes"/>; over all of them where none is given. Equal ones share the gradient evenly.</summary>
    /// <param name="axes">The axes to go over.</param>
    /// <param name="keepAxes">Whether they stay in the shape, with the size 1, so that the result fits the value element by element.</param>
    public Tensor Min(int[] axes, bool keepAxes) => Declared();

    /// <summary>The variance over <paramref name="axes"/>: the mean of the squared distances from the mean.</summary>
    /// <param name="axes">The axes to go over; all of them where it is empty.</param>
    /// <param name="corrected">Whether the sum is divided by n − 1 (Bessel's correction, PyTorch's default) and not by n.</param>
    /// <param name="keepAxes">Whether they stay in the shape, with the size 1.</param>
    public Tensor Variance(int[] axes, bool corrected = true, bool keepAxes = false) => Declared();

    /// <summary>exp(x) / Σ exp(x) along <paramref name="axis"/>.</summary>
    /// <param name="axis">The axis that sums to one.</param>
    public Tensor Softmax(int axis = -1) => Declared();

    /// <summary>log(exp(x) / Σ exp(x)) along <paramref name="axis"/>, without overflow.</summary>
    /// <param name="axis">The axis whose exponentials sum to one.</param>
    public Tensor LogSoftmax(int axis = -1) => Declared();
}
