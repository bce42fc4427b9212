namespace ModelGen;

/// <summary>
/// Marks a <c>partial</c> class as a network. Its static methods <c>Forward</c> and, for training, <c>Loss</c> say what it computes; the generator
/// checks their shapes while they are typed and adds everything else: constructor, <c>Predict</c>, <c>TrainStep</c>, parameters, saving and loading.
/// </summary>
/// <example><c>[Network(Initializer = Initializer.GlorotUniform)]</c></example>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NetworkAttribute : Attribute
{
    /// <summary>
    /// How the first weights of the layers are drawn. By default as PyTorch does; with any other initialiser the biases start at zero, as Keras does
    /// (whose own default is <see cref="Initializer.GlorotUniform"/>). A <c>[Parameter]</c> has an initialiser of its own.
    /// </summary>
    public Initializer Initializer { get; set; } = Initializer.Default;
}

/// <summary>
/// The shape of an input: a size is a number (<c>28</c>, a constant) or a symbol in quotes (<c>"batch"</c>) that varies at run time.
/// </summary>
/// <example><c>[Shape("batch", 1, 28, 28)] Tensor image</c></example>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ShapeAttribute(params object[] sizes) : Attribute
{
    /// <summary>The sizes, outermost first: <see cref="int"/>s and <see cref="string"/>s.</summary>
    public IReadOnlyList<object> Sizes { get; } = sizes;
}

/// <summary>Declares a trained tensor of a fixed shape as a <c>partial</c> property of the network, for use in expressions.</summary>
/// <example><c>[Parameter(10, 20)] static partial Tensor W1 { get; }</c></example>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParameterAttribute(params int[] sizes) : Attribute
{
    /// <summary>The sizes, outermost first.</summary>
    public IReadOnlyList<int> Sizes { get; } = sizes;

    /// <summary>Its name in saved files; the property's name where it is not set.</summary>
    public string? Name { get; set; }

    /// <summary>How its first values are drawn.</summary>
    public Initializer Initializer { get; set; } = Initializer.Default;
}

/// <summary>
/// Marks a field or property as a layer of the network, whose parameters are called after it: <c>conv1.weight</c>. It is made by its initialiser, is applied in
/// <c>Forward</c>, and shares its parameters wherever it is applied. Layers are those of <see cref="ModelGen.Layer"/>, classes with such members, and arrays of both.
/// </summary>
/// <example><c>[Layer] readonly Conv2D conv1 = new(32, kernel: 3);</c></example>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class LayerAttribute : Attribute;

/// <summary>How the first values of a parameter are drawn. <i>fan-in</i> and <i>fan-out</i> count the inputs and outputs of one of its units.</summary>
public enum Initializer
{
    /// <summary>
    /// PyTorch's: uniform in ±1/√fan-in for the weights and biases of layers (<c>kaiming_uniform_</c> with a = √5). A <c>[Parameter]</c> of one
    /// size starts at zero, one of two or more as <see cref="GlorotUniform"/>.
    /// </summary>
    Default,

    /// <summary>All zeros.</summary>
    Zeros,

    /// <summary>All ones.</summary>
    Ones,

    /// <summary>Uniform in ±√(6 / (fan-in + fan-out)): Glorot and Bengio 2010, for tanh and sigmoid.</summary>
    GlorotUniform,

    /// <summary>Normal with variance 2 / (fan-in + fan-out): Glorot and Bengio 2010.</summary>
    GlorotNormal,

    /// <summary>Uniform in ±√(6 / fan-in): He et al. 2015, for ReLU.</summary>
    HeUniform,

    /// <summary>Normal with variance 2 / fan-in: He et al. 2015, for ReLU.</summary>
    HeNormal,

    /// <summary>Normal with mean 0 and variance 1, as PyTorch's embeddings are.</summary>
    Normal,
}
