using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// A learning rate as a function of time, in steps or in epochs, counted from 0. It remembers nothing: in a loop of one's own <c>optimizer.LearningRate = schedule.RateAt(step)</c>,
/// with <see cref="CompiledNetwork.Fit(Dataset, Optimizer, FitOptions)"/> as <see cref="FitOptions.Schedule"/>.
/// </summary>
public abstract class LearningRateSchedule
{
    private protected LearningRateSchedule()
    {
    }

    /// <summary>The learning rate at a time.</summary>
    /// <param name="time">The steps, or epochs, that are done: 0 for the first one.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public float RateAt(long time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        return (float)ExactRateAt(time);
    }

    /// <summary>This schedule after a linear warm-up: PyTorch's <c>LinearLR</c> followed by it in a <c>SequentialLR</c>.</summary>
    /// <param name="time">How long the warm-up takes; the schedule itself begins after it.</param>
    /// <param name="startFactor">The share of the schedule's first rate that the warm-up begins with, greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public LearningRateSchedule WithWarmup(int time, float startFactor = 1f / 3f) => new WarmupSchedule(this, time, startFactor);

    internal abstract double ExactRateAt(long time);

    private protected static double Rate(float value, string name) => float.IsFinite(value) && value >= 0
        ? OptimizerState.AsWritten(value)
        : throw new ArgumentOutOfRangeException(null, $"The {name} is {value}; it must be a finite number, at least 0.");

    private protected static double Factor(float value, string name) => value is > 0 and <= 1
        ? OptimizerState.AsWritten(value)
        : throw new ArgumentOutOfRangeException(null, $"The {name} is {value}; it must be greater than 0 and at most 1.");

    private protected static int Duration(int value, string name) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(null, $"The {name} is {value}; it must be at least 1.");

    /// <summary>From one rate to another along half a cosine wave.</summary>
    private protected static double Cosine(double from, double to, double share) => to + ((from - to) * (1 + Math.Cos(Math.PI * share)) / 2);
}

internal sealed class WarmupSchedule : LearningRateSchedule
{
    private readonly LearningRateSchedule following;
    private readonly int duration;
    private readonly double startFactor;

    public WarmupSchedule(LearningRateSchedule following, int duration, float startFactor)
    {
        this.following = following;
        this.duration = Duration(duration, "duration of the warm-up");
        this.startFactor = Factor(startFactor, "factor of the warm-up");
    }

    internal override double ExactRateAt(long time) => time >= duration
        ? following.ExactRateAt(time - duration)
        : following.ExactRateAt(0) * (startFactor + ((1 - startFactor) * time / duration));
}
