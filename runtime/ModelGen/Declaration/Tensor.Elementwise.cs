namespace ModelGen;

/// <content>Functions of each element.</content>
public sealed partial class Tensor
{
    /// <summary>max(x, 0). Its gradient at 0 is 0.</summary>
    public Tensor Relu() => Declared();

    /// <summary>The rectifier that is cut at 6, min(max(x, 0), 6).</summary>
    public Tensor Relu6() => Declared();

    /// <summary>The leaky rectifier: x above 0, <paramref name="slope"/>·x elsewhere (Maas et al., 2013).</summary>
    /// <param name="slope">What is left of the slope below 0.</param>
    public Tensor LeakyRelu(double slope = 0.01) => Declared();

    /// <summary>The exponential linear unit: x above 0, <paramref name="alpha"/>·(eˣ − 1) elsewhere (Clevert et al., 2015).</summary>
    /// <param name="alpha">The distance from 0 of what it tends to far below 0.</param>
    public Tensor Elu(double alpha = 1) => Declared();

    /// <summary>
    /// The Gaussian error linear unit (Hendrycks and Gimpel, 2016): x·½·(1 + erf(x/√2)), or its approximation x·½·(1 + tanh(√(2/π)·(x + 0.044715·x³))).
    /// </summary>
    /// <param name="approximate">Whether it is the approximation, as in GPT-2; both are within 0.0005 of each other.</param>
    public Tensor Gelu(bool approximate = false) => Declared();

    /// <summary>The sigmoid linear unit x·σ(x), also called swish (Elfwing et al., 2017).</summary>
    public Tensor Silu() => Declared();

    /// <summary>x·tanh(log(1 + eˣ)) (Misra, 2019).</summary>
    public Tensor Mish() => Declared();

    /// <summary>log(1 + eˣ), without overflow and accurate at both ends.</summary>
    public Tensor Softplus() => Declared();

    /// <summary>The hyperbolic tangent.</summary>
    public Tensor Tanh() => Declared();

    /// <summary>The hyperbolic tangent in straight pieces, min(max(x, −1), 1).</summary>
    public Tensor HardTanh() => Declared();

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public Tensor Sigmoid() => Declared();

    /// <summary>The sigmoid in straight pieces, min(max(x + 3, 0), 6)/6.</summary>
    public Tensor HardSigmoid() => Declared();

    /// <summary>x times the hard sigmoid (Howard et al., 2019).</summary>
    public Tensor HardSwish() => Declared();

    /// <summary>The error function, 2/√π · ∫ e^(−t²) dt from 0 to x.</summary>
    public Tensor Erf() => Declared();

    /// <summary>eˣ.</summary>
    public Tensor Exp() => Declared();

    /// <summary>The natural logarithm.</summary>
    public Tensor Log() => Declared();

    /// <summary>The square root.</summary>
    public Tensor Sqrt() => Declared();

    /// <summary>x².</summary>
    public Tensor Square() => Declared();

    /// <summary>x to a constant power. For other exponents than whole ones and halves x must be positive: it is then exp(exponent·log x).</summary>
    /// <param name="exponent">The exponent.</param>
    public Tensor Power(double exponent) => Declared();

    /// <summary>|x|. Its gradient at 0 is 0.</summary>
    public Tensor Abs() => Declared();

    /// <summary>min(max(x, least), most). The gradient passes where x is between the two, or is one of them.</summary>
    /// <param name="least">The lower bound; −∞ for none.</param>
    /// <param name="most">The upper bound; ∞ for none.</param>
    public Tensor Clamp(double least = double.NegativeInfinity, double most = double.PositiveInfinity) => Declared();

    /// <summary>The larger of two values, element by element; where they are equal each gets half of the gradient. Shapes are repeated to fit each other.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static Tensor Maximum(Tensor left, Tensor right) => Declared();

    /// <summary>The smaller of two values, element by element; where they are equal each gets half of the gradient. Shapes are repeated to fit each other.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    public static Tensor Minimum(Tensor left, Tensor right) => Declared();

    /// <summary>
    /// Dropout: a training step makes each element 0 with the probability <paramref name="rate"/> and multiplies the others by 1/(1 − rate); predicting and
    /// evaluating leave all as they are. Which elements are dropped depends on the network's seed, the number of training steps before and the element alone.
    /// </summary>
    /// <param name="rate">The share of elements that are dropped: at least 0 and below 1.</param>
    public Tensor Dropout(double rate = 0.5) => Declared();

    /// <summary>The same value, through which no gradient flows.</summary>
    public static Tensor NoGradient(Tensor value) => Declared();
}
