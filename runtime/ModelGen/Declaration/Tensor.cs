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

    /// <summary>The matrix product: [m, k] · [k, n] → [m, n].</summary>
    public Tensor Dot(Tensor right) => Declared();

    /// <summary>The matrix product: [m, k] · [k, n] → [m, n]; another name of <see cref="Dot"/>.</summary>
    public Tensor MatMul(Tensor right) => Declared();

    /// <summary>max(x, 0). Its gradient at 0 is 0.</summary>
    public Tensor Relu() => Declared();

    /// <summary>The hyperbolic tangent.</summary>
    public Tensor Tanh() => Declared();

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public Tensor Sigmoid() => Declared();

    /// <summary>The error function, 2/√π · ∫ e^(−t²) dt from 0 to x.</summary>
    public Tensor Erf() => Declared();

    /// <summary>The Gaussian error linear unit in its exact form, x·½·(1 + erf(x/√2)).</summary>
    public Tensor Gelu() => Declared();

    /// <summary>eˣ.</summary>
    public Tensor Exp() => Declared();

    /// <summary>The natural logarithm.</summary>
    public Tensor Log() => Declared();

    /// <summary>The square root.</summary>
    public Tensor Sqrt() => Declared();

    /// <summary>
    /// Dropout: a training step makes each element 0 with the probability <paramref name="rate"/> and multiplies the others by 1/(1 − rate); predicting and
    /// evaluating leave all as they are. Which elements are dropped depends on the network's seed, the number of training steps before and the element alone.
    /// </summary>
    /// <param name="rate">The share of elements that are dropped: at least 0 and below 1.</param>
    public Tensor Dropout(double rate = 0.5) => Declared();

    /// <summary>Joins all axes from <paramref name="startAxis"/> on into one: [batch, c, h, w] → [batch, c·h·w].</summary>
    /// <param name="startAxis">The first axis to join.</param>
    public Tensor Flatten(int startAxis = 1) => Declared();

    /// <summary>The same values, in order, in another shape. A size of −1 is what is left; 0 keeps the size of that axis.</summary>
    /// <param name="sizes">The new sizes, outermost first.</param>
    public Tensor Reshape(params int[] sizes) => Declared();

    /// <summary>The sum over <paramref name="axes"/>, which disappear from the shape; over all of them where none is given.</summary>
    /// <param name="axes">The axes to sum over.</param>
    public Tensor Sum(params int[] axes) => Declared();

    /// <summary>The mean over <paramref name="axes"/>, which disappear from the shape; over all of them where none is given.</summary>
    /// <param name="axes">The axes to average over.</param>
    public Tensor Mean(params int[] axes) => Declared();

    /// <summary>exp(x) / Σ exp(x) along <paramref name="axis"/>.</summary>
    /// <param name="axis">The axis that sums to one.</param>
    public Tensor Softmax(int axis = -1) => Declared();

    /// <summary>log(exp(x) / Σ exp(x)) along <paramref name="axis"/>, without overflow.</summary>
    /// <param name="axis">The axis whose exponentials sum to one.</param>
    public Tensor LogSoftmax(int axis = -1) => Declared();

    /// <summary>The mean over the batch of −log softmax(x)[label]: logits [batch, classes] against class indices [batch].</summary>
    /// <param name="label">The right class of each row, 0 to classes − 1.</param>
    public Tensor CrossEntropy(Tensor<int> label) => Declared();

    /// <summary>The mean over the batch of −Σ target·log softmax(x): logits [batch, classes] against rows that sum to one, one-hot rows for example.</summary>
    /// <param name="target">The wanted probabilities of each row.</param>
    public Tensor CrossEntropy(Tensor target) => Declared();

    /// <summary>The same value, through which no gradient flows.</summary>
    public static Tensor NoGradient(Tensor value) => Declared();

    private static Tensor Declared() =>
        throw new NotSupportedException("A Tensor holds nothing: expressions over it are read by ModelGen's generator and never run.");
}

/// <summary>A value of another element type than <see cref="float"/>: <c>Tensor&lt;int&gt;</c> for labels and indices. It holds nothing.</summary>
/// <typeparam name="T">The element type; <see cref="int"/>.</typeparam>
public sealed class Tensor<T>
{
    private Tensor()
    {
    }
}
