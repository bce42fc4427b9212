namespace ModelGen;

/// <summary>The same rate always: what a warm-up may lead to.</summary>
public sealed class ConstantSchedule : LearningRateSchedule
{
    private readonly double rate;

    /// <summary>A constant rate.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public ConstantSchedule(float rate) => this.rate = Rate(rate, "learning rate");

    internal override double ExactRateAt(long time) => rate;
}
