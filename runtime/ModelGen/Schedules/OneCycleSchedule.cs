namespace ModelGen;

/// <summary>
/// One cycle (Smith and Topin 2018), as PyTorch's <c>OneCycleLR</c> with cosine annealing and two phases: up from rate/divisor to the rate, then down to
/// rate/divisor/finalDivisor, which it reaches at the last time and keeps. The momentum stays as it is, where PyTorch's moves against the rate unless told not to.
/// </summary>
public sealed class OneCycleSchedule : LearningRateSchedule
{
    private readonly double highest;
    private readonly double first;
    private readonly double last;
    private readonly double peak;
    private readonly double end;

    /// <summary>One cycle.</summary>
    /// <param name="rate">The highest learning rate.</param>
    /// <param name="duration">All steps, or epochs, of the training; at least 2.</param>
    /// <param name="rising">The share of them in which the rate rises; greater than 0 and less than 1.</param>
    /// <param name="divisor">How many times less than the highest rate the first one is.</param>
    /// <param name="finalDivisor">How many times less than the first rate the last one is.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public OneCycleSchedule(float rate, int duration, float rising = 0.3f, float divisor = 25, float finalDivisor = 1e4f)
    {
        highest = Rate(rate, "learning rate");
        if (duration < 2)
            throw new ArgumentOutOfRangeException(null, $"The duration of the cycle is {duration}; it must be at least 2.");
        if (rising is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(null, $"The rising share of the cycle is {rising}; it must be greater than 0 and less than 1.");
        first = highest / Divisor(divisor, "divisor of the first rate");
        last = first / Divisor(finalDivisor, "divisor of the last rate");
        peak = (Runtime.OptimizerState.AsWritten(rising) * duration) - 1;
        end = duration - 1;
    }

    internal override double ExactRateAt(long time)
    {
        if (time >= end)
            return last;
        return time <= peak ? Cosine(first, highest, time / peak) : Cosine(highest, last, (time - peak) / (end - peak));
    }

    private static double Divisor(float value, string name) => float.IsFinite(value) && value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(null, $"The {name} is {value}; it must be a finite number, at least 1.");
}
