namespace ModelGen;

/// <summary>A rate that falls at equal distances, as PyTorch's <c>StepLR</c>: rate·factor^⌊time/every⌋.</summary>
public sealed class StepSchedule : LearningRateSchedule
{
    private readonly double rate;
    private readonly int every;
    private readonly double factor;

    /// <summary>A rate that falls at equal distances.</summary>
    /// <param name="rate">The learning rate at first.</param>
    /// <param name="every">The time from one fall to the next.</param>
    /// <param name="factor">What the rate is multiplied with then.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public StepSchedule(float rate, int every, float factor = 0.1f)
    {
        this.rate = Rate(rate, "learning rate");
        this.every = Duration(every, "time between two falls of the rate");
        this.factor = Factor(factor, "factor of the rate");
    }

    internal override double ExactRateAt(long time) => rate * Math.Pow(factor, time / every);
}
