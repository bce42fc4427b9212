namespace ModelGen;

/// <content>Comparisons and choices.</content>
public sealed partial class Tensor
{
    /// <summary>Where the left value is above the right one, element by element. Shapes are repeated to fit each other; no gradient flows.</summary>
    public static Tensor<bool> operator >(Tensor left, Tensor right) => Tensor<bool>.Declared();

    /// <summary>Where the left value is below the right one, element by element. Shapes are repeated to fit each other; no gradient flows.</summary>
    public static Tensor<bool> operator <(Tensor left, Tensor right) => Tensor<bool>.Declared();

    /// <summary>Where the left value is at least the right one, element by element. Shapes are repeated to fit each other; no gradient flows.</summary>
    public static Tensor<bool> operator >=(Tensor left, Tensor right) => Tensor<bool>.Declared();

    /// <summary>Where the left value is at most the right one, element by element. Shapes are repeated to fit each other; no gradient flows.</summary>
    public static Tensor<bool> operator <=(Tensor left, Tensor right) => Tensor<bool>.Declared();

    /// <summary>Where two values are equal, element by element. Shapes are repeated to fit each other; no gradient flows.</summary>
    /// <param name="other">The other value.</param>
    public Tensor<bool> EqualTo(Tensor other) => Tensor<bool>.Declared();

    /// <summary>Where two values differ, element by element. Shapes are repeated to fit each other; no gradient flows.</summary>
    /// <param name="other">The other value.</param>
    public Tensor<bool> NotEqualTo(Tensor other) => Tensor<bool>.Declared();

    /// <summary>One of two values, element by element. All three shapes are repeated to fit each other; the gradient goes where the value came from.</summary>
    /// <param name="condition">Says which.</param>
    /// <param name="whenTrue">The value where it holds.</param>
    /// <param name="whenFalse">The value elsewhere.</param>
    public static Tensor Where(Tensor<bool> condition, Tensor whenTrue, Tensor whenFalse) => Declared();
}
