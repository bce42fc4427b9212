using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// What moves the parameters along their gradients. What an optimiser remembers between steps it keeps for each network it is used with, so one
/// optimiser may serve several networks.
/// </summary>
public abstract class Optimizer
{
    private protected Optimizer(float learningRate) => LearningRate = learningRate;

    /// <summary>The size of a step; may be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public float LearningRate
    {
        get;
        set => field = NotNegative(value, "learning rate");
    }

    /// <summary>About how many operations a step takes for one parameter.</summary>
    internal abstract int OperationsPerParameter { get; }

    internal abstract OptimizerState CreateState(NetworkPlan plan);

    private protected static float NotNegative(float value, string name) =>
        float.IsFinite(value) && value >= 0 ? value : throw new ArgumentOutOfRangeException(null, $"The {name} is {value}; it must be a finite number, at least 0.");

    private protected static float Fraction(float value, string name) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(null, $"{name} is {value}; it must be at least 0 and less than 1.");
}
