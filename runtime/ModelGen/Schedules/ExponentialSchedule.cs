namespace ModelGen;

/// <summary>A rate that falls each time by the same factor, as PyTorch's <c>ExponentialLR</c>: rate·factor^time.</summary>
public sealed class ExponentialSchedule : LearningRateSchedule
{
    private readonly double rate;
    private readonly double factor;

    /// <summary>A rate that falls each time by the same factor.</summary>
    /// <param name="rate">The learning rate at first.</param>
    /// <param name="factor">What the rate is multiplied with each time.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public ExponentialSchedule(float rate, float factor)
    {
        this.rate = Rate(rate, "learning rate");
        this.factor = Factor(factor, "factor of the rate");
    }

    internal override double ExactRateAt(long time) => rate * Math.Pow(factor, time);
}
