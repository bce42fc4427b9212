using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// What moves the parameters along their gradients. What an optimiser remembers between steps it keeps for each network it is used with, so one
/// optimiser may serve several networks.
/// <para>
/// An update first takes the mean of the gradients of <see cref="AccumulationSteps"/> batches, limits each of its values to <see cref="ClipValue"/>, then its length to
/// <see cref="ClipNorm"/>, and then moves every parameter as its <see cref="Groups"/> say.
/// </para>
/// </summary>
public abstract class Optimizer
{
    private protected Optimizer(float learningRate, float weightDecay)
    {
        LearningRate = learningRate;
        WeightDecay = NotNegative(weightDecay, "weight decay");
    }

    /// <summary>The size of a step; may be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public float LearningRate
    {
        get;
        set => field = NotNegative(value, "learning rate");
    }

    /// <summary>The strength of the pull to zero on the parameters whose <see cref="Groups"/> say nothing else.</summary>
    public float WeightDecay { get; }

    /// <summary>What holds for some parameters only: another learning rate, another weight decay, or none of either.</summary>
    public ParameterGroups Groups { get; } = new();

    /// <summary>
    /// How many batches make one update: their gradients' mean, which for batches of one size and a mean loss is the gradient of one large batch. Each
    /// <c>TrainStep</c> is one of them, and the last one updates; 1 at first.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int AccumulationSteps
    {
        get;
        set => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(null, $"AccumulationSteps is {value}; an update takes at least 1 batch.");
    }

    = 1;

    /// <summary>
    /// The longest that the gradient of all parameters together may be, frozen ones left out: longer ones are multiplied with ClipNorm/(‖gradient‖ + 1e-6), as by PyTorch's
    /// <c>clip_grad_norm_</c> (Pascanu et al. 2013). Null, as at first, for no limit; infinity measures <see cref="LastGradientNorm"/> and changes nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not greater than 0.</exception>
    public float? ClipNorm
    {
        get;
        set => field = Limit(value, nameof(ClipNorm));
    }

    /// <summary>The largest size of a single value of the gradient: it is brought into [−ClipValue, ClipValue]. Null, as at first, for no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not greater than 0.</exception>
    public float? ClipValue
    {
        get;
        set => field = Limit(value, nameof(ClipValue));
    }

    /// <summary>The length of the last update's gradient before <see cref="ClipNorm"/> was applied to it; NaN as long as none was measured.</summary>
    public float LastGradientNorm { get; internal set; } = float.NaN;

    /// <summary>About how many operations a step takes for one parameter.</summary>
    internal abstract int OperationsPerParameter { get; }

    /// <summary>Whether there is a kernel of it for GPUs.</summary>
    internal virtual bool RunsOnDevices => true;

    internal abstract OptimizerState CreateState(NetworkPlan plan);

    private protected static float NotNegative(float value, string name) =>
        float.IsFinite(value) && value >= 0 ? value : throw new ArgumentOutOfRangeException(null, $"The {name} is {value}; it must be a finite number, at least 0.");

    private protected static float Fraction(float value, string name) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(null, $"{name} is {value}; it must be at least 0 and less than 1.");

    // At zero, a parameter that never had a gradient would become 0/0.
    private protected static float Positive(float value, string name) =>
        float.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(null, $"{name} is {value}; it must be a finite number greater than 0.");

    private static float? Limit(float? value, string name) =>
        value is null or > 0 ? value : throw new ArgumentOutOfRangeException(null, $"{name} is {value}; it must be greater than 0, or null for no limit.");
}
