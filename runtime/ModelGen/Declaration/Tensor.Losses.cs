namespace ModelGen;

/// <content>Losses: each is one number.</content>
public sealed partial class Tensor
{
    /// <summary>The mean over the rows of −log softmax(x)[label]: logits […, classes] against class indices […].</summary>
    /// <param name="label">The right class of each row, 0 to classes − 1.</param>
    /// <param name="labelSmoothing">The share of each target that is spread evenly over all classes (Szegedy et al., 2015): at least 0 and below 1.</param>
    /// <param name="ignoredIndex">A label whose rows count for nothing, as those of padding do (PyTorch uses −100); null where every row counts.</param>
    public Tensor CrossEntropy(Tensor<int> label, double labelSmoothing = 0, int? ignoredIndex = null) => Declared();

    /// <summary>The mean over the rows of −Σ target·log softmax(x): logits […, classes] against rows that sum to one, one-hot rows for example.</summary>
    /// <param name="target">The wanted probabilities of each row.</param>
    /// <param name="labelSmoothing">The share of each target that is spread evenly over all classes (Szegedy et al., 2015): at least 0 and below 1.</param>
    public Tensor CrossEntropy(Tensor target, double labelSmoothing = 0) => Declared();

    /// <summary>The mean over all elements of −(t·log p + (1 − t)·log(1 − p)), for probabilities p; logarithms are cut at −100, as in PyTorch.</summary>
    /// <param name="target">The wanted probabilities t.</param>
    public Tensor BinaryCrossEntropy(Tensor target) => Declared();

    /// <summary>The binary cross-entropy of σ(x), computed from the logits x without overflow: the mean of softplus(x) − t·x.</summary>
    /// <param name="target">The wanted probabilities t.</param>
    public Tensor BinaryCrossEntropyWithLogits(Tensor target) => Declared();

    /// <summary>The mean over all elements of (x − target)².</summary>
    /// <param name="target">The wanted values.</param>
    public Tensor MeanSquaredError(Tensor target) => Declared();

    /// <summary>The mean over all elements of |x − target|.</summary>
    /// <param name="target">The wanted values.</param>
    public Tensor MeanAbsoluteError(Tensor target) => Declared();

    /// <summary>The mean over all elements of ½·d² where d = |x − target| is at most <paramref name="delta"/>, and delta·(d − ½·delta) beyond (Huber, 1964).</summary>
    /// <param name="target">The wanted values.</param>
    /// <param name="delta">Where the square gives way to the straight line; above 0.</param>
    public Tensor Huber(Tensor target, double delta = 1) => Declared();

    /// <summary>The Kullback–Leibler divergence Σ target·(log target − x) of log-probabilities x, over the number of rows; a target of 0 counts nothing.</summary>
    /// <param name="target">The wanted probabilities.</param>
    public Tensor KullbackLeibler(Tensor target) => Declared();
}
