using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// Lowers an optimiser's learning rate when what is measured no longer becomes better, as PyTorch's <c>ReduceLROnPlateau</c> with a relative threshold. In a loop of one's own
/// <c>plateau.Observe(loss, optimizer)</c> after each evaluation, with <see cref="CompiledNetwork.Fit(Dataset, Optimizer, FitOptions)"/> as <see cref="FitOptions.Plateau"/>. It remembers the best value: each training needs its own.
/// </summary>
public sealed class ReduceOnPlateau
{
    // PyTorch's eps: a smaller change of the rate is none.
    private const double LeastChange = 1e-8;

    private readonly double factor;
    private readonly int patience;
    private readonly double threshold;
    private readonly int cooldown;
    private readonly double minimum;
    private readonly bool largerIsBetter;
    private int withoutGain;
    private int cooling;

    /// <summary>Lowers the learning rate on a plateau.</summary>
    /// <param name="factor">What the learning rate is multiplied with; greater than 0 and less than 1.</param>
    /// <param name="patience">How many observations in a row may be no better than the best; one more lowers the rate.</param>
    /// <param name="threshold">The share of the best by which a better value must differ from it.</param>
    /// <param name="cooldown">How many observations after a fall of the rate are not counted.</param>
    /// <param name="minimum">The lowest learning rate.</param>
    /// <param name="largerIsBetter">Whether larger values are better, as with an accuracy, and not smaller ones, as with a loss.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ReduceOnPlateau(
        float factor = 0.1f, int patience = 10, float threshold = 1e-4f, int cooldown = 0, float minimum = 0, bool largerIsBetter = false)
    {
        if (factor is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(null, $"The factor of the rate is {factor}; it must be greater than 0 and less than 1.");
        if (patience < 0)
            throw new ArgumentOutOfRangeException(null, $"The patience is {patience}; it must be at least 0.");
        if (threshold is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(null, $"The threshold is {threshold}; it must be at least 0 and less than 1.");
        if (cooldown < 0)
            throw new ArgumentOutOfRangeException(null, $"The cooldown is {cooldown}; it must be at least 0.");
        if (!(float.IsFinite(minimum) && minimum >= 0))
            throw new ArgumentOutOfRangeException(null, $"The lowest learning rate is {minimum}; it must be a finite number, at least 0.");
        this.factor = OptimizerState.AsWritten(factor);
        this.patience = patience;
        this.threshold = OptimizerState.AsWritten(threshold);
        this.cooldown = cooldown;
        this.minimum = OptimizerState.AsWritten(minimum);
        this.largerIsBetter = largerIsBetter;
        Best = largerIsBetter ? float.NegativeInfinity : float.PositiveInfinity;
    }

    /// <summary>The best value so far; infinite before the first.</summary>
    public float Best { get; private set; }

    /// <summary>Takes a value in, and lowers the optimiser's learning rate where there have been too many without a gain.</summary>
    /// <param name="value">A loss, or whatever is to become better; not a number counts as no gain.</param>
    /// <param name="optimizer">Whose learning rate it is.</param>
    /// <returns>Whether the learning rate was lowered.</returns>
    public bool Observe(float value, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        bool better = largerIsBetter ? value > Best * (1 + threshold) : value < Best * (1 - threshold);
        if (better)
            Best = value;
        withoutGain = better ? 0 : withoutGain + 1;
        if (cooling > 0)
        {
            cooling--;
            withoutGain = 0;
        }

        if (withoutGain <= patience)
            return false;
        (cooling, withoutGain) = (cooldown, 0);
        double lowered = Math.Max(optimizer.LearningRate * factor, minimum);
        if (optimizer.LearningRate - lowered <= LeastChange)
            return false;
        optimizer.LearningRate = (float)lowered;
        return true;
    }
}
