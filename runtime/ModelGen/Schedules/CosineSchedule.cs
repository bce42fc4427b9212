namespace ModelGen;

/// <summary>
/// A rate that falls along half a cosine wave (Loshchilov and Hutter 2017): minimum + (rate − minimum)·(1 + cos(π·time/duration))/2, as PyTorch's <c>CosineAnnealingLR</c> up to the
/// duration. After it the rate stays at the minimum, where PyTorch's rises again; with restarts it begins anew, as PyTorch's <c>CosineAnnealingWarmRestarts</c>.
/// </summary>
public sealed class CosineSchedule : LearningRateSchedule
{
    private readonly double rate;
    private readonly int duration;
    private readonly double minimum;
    private readonly int restartFactor;

    /// <summary>A rate that falls along half a cosine wave.</summary>
    /// <param name="rate">The learning rate at first.</param>
    /// <param name="duration">The time until the minimum.</param>
    /// <param name="minimum">The lowest learning rate; at most <paramref name="rate"/>.</param>
    /// <param name="restartFactor">0 for no restarts; else how many times as long each wave is as the one before: 1 for equal ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public CosineSchedule(float rate, int duration, float minimum = 0, int restartFactor = 0)
    {
        this.rate = Rate(rate, "learning rate");
        this.duration = Duration(duration, "duration of the schedule");
        this.minimum = Rate(minimum, "lowest learning rate");
        if (minimum > rate)
            throw new ArgumentOutOfRangeException(null, $"The lowest learning rate is {minimum}; it must be at most the first one, {rate}.");
        if (restartFactor < 0)
            throw new ArgumentOutOfRangeException(null, $"The factor of the restarts is {restartFactor}; it must be at least 1, or 0 for no restarts.");
        this.restartFactor = restartFactor;
    }

    internal override double ExactRateAt(long time)
    {
        long length = duration;
        if (restartFactor == 0)
            return time >= length ? minimum : Cosine(rate, minimum, (double)time / length);
        if (restartFactor == 1)
            return Cosine(rate, minimum, (double)(time % length) / length);
        while (time >= length)
        {
            time -= length;
            length *= restartFactor;
        }

        return Cosine(rate, minimum, (double)time / length);
    }
}
