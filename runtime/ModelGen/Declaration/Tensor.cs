namespace ModelGen;

/// <summary>
/// A value of a network, as <c>Forward</c> and <c>Loss</c> speak of it. It holds nothing and never runs: the generator reads the expressions over it
/// and emits what computes them. Axes are counted from 0, or from the end with −1.
/// </summary>
public sealed partial class Tensor
{
    private Tensor()
    {
    }

    /// <summary>A number, the same at every position.</summary>
    public static implicit operator Tensor(float value) => Declared();

    /// <summary>A number, the same at every position; as a value of the network it has single precision.</summary>
    public static implicit operator Tensor(double value) => Declared();

    /// <summary>Sums element by element; a size of 1, or a missing leading axis, is repeated to fit.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Declared();

    /// <summary>Subtracts element by element; a size of 1, or a missing leading axis, is repeated to fit.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Declared();

    /// <summary>Multiplies element by element; a size of 1, or a missing leading axis, is repeated to fit.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Declared();

    /// <summary>Divides element by element; a size of 1, or a missing leading axis, is repeated to fit.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => Declared();

    /// <summary>Negates each element.</summary>
    public static Tensor operator -(Tensor value) => Declared();

    /// <summary>A fully connected layer, x·weightᵀ + bias, with its own weight [<paramref name="units"/>, features] and bias.</summary>
    /// <param name="units">The number of output features.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="name">The layer's name in messages and saved files; <c>dense1</c>, <c>dense2</c> … where it is not given.</param>
    /// <returns>[…, features] → […, units].</returns>
    public Tensor Dense(int units, bool bias = true, string? name = null) => Declared();

    /// <summary>The matrix product: […, m, k] · […, k, n] → […, m, n]. The axes before the matrices are repeated to fit each other.</summary>
    /// <param name="right">The matrix on the right.</param>
    public Tensor Dot(Tensor right) => Declared();

    /// <summary>The matrix product; another name of <see cref="Dot"/>.</summary>
    /// <param name="right">The matrix on the right.</param>
    public Tensor MatMul(Tensor right) => Declared();

    /// <summary>
    /// Puts a name before those of the layers that follow, up to the end of the <c>using</c> that it stands in: in the scope <c>blocks.3</c> a layer <c>query</c> has the
    /// parameter <c>blocks.3.query.weight</c>. Scopes nest, and layers without a name are numbered anew in each.
    /// </summary>
    /// <param name="name">The name, a constant.</param>
    /// <example><c>using (Tensor.Scope($"blocks.{i}")) x = Block(x);</c></example>
    public static IDisposable Scope(string name) => throw NotRun();

    internal static NotSupportedException NotRun() =>
        new("A Tensor holds nothing: expressions over it are read by ModelGen's generator and never run.");

    private static Tensor Declared() => throw NotRun();
}

/// <summary>
/// A value of another element type than <see cref="float"/>: <c>Tensor&lt;int&gt;</c> for labels and indices, <c>Tensor&lt;bool&gt;</c> for conditions. It holds nothing.
/// </summary>
/// <typeparam name="T">The element type: <see cref="int"/> or <see cref="bool"/>.</typeparam>
public sealed class Tensor<T>
{
    private Tensor()
    {
    }

    /// <summary>Where both conditions hold. Shapes are repeated to fit each other.</summary>
    public static Tensor<T> operator &(Tensor<T> left, Tensor<T> right) => Declared();

    /// <summary>Where at least one of two conditions holds. Shapes are repeated to fit each other.</summary>
    public static Tensor<T> operator |(Tensor<T> left, Tensor<T> right) => Declared();

    /// <summary>Where the condition does not hold.</summary>
    public static Tensor<T> operator !(Tensor<T> condition) => Declared();

    /// <summary>A new axis of size 1.</summary>
    /// <param name="axis">Where it is in the result.</param>
    public Tensor<T> Unsqueeze(int axis) => Declared();

    internal static Tensor<T> Declared() => throw Tensor.NotRun();
}
