namespace ModelGen.Runtime.Tests;

/// <summary>Schedules against PyTorch's formulas, as its documentation has them; the recursive ones step by step.</summary>
public sealed class ScheduleTests
{
    public static TheoryData<string, LearningRateSchedule, Func<int, double>> Formulas => new()
    {
        { "constant", new ConstantSchedule(0.3f), _ => 0.3 },
        { "step", new StepSchedule(0.1f, every: 30), time => 0.1 * Math.Pow(0.1, time / 30) },
        { "step by 0.7", new StepSchedule(0.5f, every: 7, factor: 0.7f), time => 0.5 * Math.Pow(0.7, time / 7) },
        { "exponential", new ExponentialSchedule(0.1f, 0.95f), time => 0.1 * Math.Pow(0.95, time) },
        { "cosine", new CosineSchedule(0.1f, 100, 0.001f), time => 0.001 + (0.099 * (1 + Math.Cos(Math.PI * Math.Min(time, 100) / 100)) / 2) },
        { "cosine, equal waves", new CosineSchedule(0.1f, 10, restartFactor: 1), time => 0.1 * (1 + Math.Cos(Math.PI * (time % 10) / 10)) / 2 },
        { "cosine, longer waves", new CosineSchedule(0.1f, 10, 0.01f, restartFactor: 2), LongerWaves },
        { "one cycle", new OneCycleSchedule(0.1f, 100), time => OneCycle(time, 0.1, 100, 0.3, 25, 1e4) },
        { "one cycle of 37", new OneCycleSchedule(0.1f, 37, 0.4f, 10, 100), time => OneCycle(time, 0.1, 37, 0.4, 10, 100) },
        { "warm-up", new ConstantSchedule(0.1f).WithWarmup(5), time => time >= 5 ? 0.1 : 0.1 * ((1.0 / 3) + (2.0 / 3 * time / 5)) },
        { "warm-up and cosine", new CosineSchedule(0.1f, 50).WithWarmup(10, 0.01f), time => time >= 10 ? 0.1 * (1 + Math.Cos(Math.PI * Math.Min(time - 10, 50) / 50)) / 2 : 0.1 * (0.01 + (0.99 * time / 10)) },
    };

    public static TheoryData<string, Action> Refused => new()
    {
        { "The learning rate is -1; it must be a finite number, at least 0.", () => _ = new ConstantSchedule(-1) },
        { "The time between two falls of the rate is 0; it must be at least 1.", () => _ = new StepSchedule(1, 0) },
        { "The factor of the rate is 0; it must be greater than 0 and at most 1.", () => _ = new StepSchedule(1, 1, 0) },
        { "The factor of the rate is 2; it must be greater than 0 and at most 1.", () => _ = new ExponentialSchedule(1, 2) },
        { "The duration of the schedule is 0; it must be at least 1.", () => _ = new CosineSchedule(1, 0) },
        { "The lowest learning rate is -1; it must be a finite number, at least 0.", () => _ = new CosineSchedule(1, 1, -1) },
        { "The lowest learning rate is 2; it must be at most the first one, 1.", () => _ = new CosineSchedule(1, 1, 2) },
        { "The factor of the restarts is -1; it must be at least 1, or 0 for no restarts.", () => _ = new CosineSchedule(1, 1, 0, -1) },
        { "The duration of the cycle is 1; it must be at least 2.", () => _ = new OneCycleSchedule(1, 1) },
        { "The rising share of the cycle is 1; it must be greater than 0 and less than 1.", () => _ = new OneCycleSchedule(1, 9, 1) },
        { "The divisor of the first rate is 0; it must be a finite number, at least 1.", () => _ = new OneCycleSchedule(1, 9, 0.3f, 0) },
        { "The divisor of the last rate is NaN; it must be a finite number, at least 1.", () => _ = new OneCycleSchedule(1, 9, 0.3f, 25, float.NaN) },
        { "The duration of the warm-up is 0; it must be at least 1.", () => _ = new ConstantSchedule(1).WithWarmup(0) },
        { "The factor of the warm-up is 0; it must be greater than 0 and at most 1.", () => _ = new ConstantSchedule(1).WithWarmup(1, 0) },
        { "The factor of the rate is 1; it must be greater than 0 and less than 1.", () => _ = new ReduceOnPlateau(1) },
        { "The patience is -1; it must be at least 0.", () => _ = new ReduceOnPlateau(patience: -1) },
        { "The threshold is 1; it must be at least 0 and less than 1.", () => _ = new ReduceOnPlateau(threshold: 1) },
        { "The cooldown is -1; it must be at least 0.", () => _ = new ReduceOnPlateau(cooldown: -1) },
        { "The lowest learning rate is NaN; it must be a finite number, at least 0.", () => _ = new ReduceOnPlateau(minimum: float.NaN) },
    };

    [Theory]
    [MemberData(nameof(Formulas))]
    public void Follows_PyTorchs_formula(string name, LearningRateSchedule schedule, Func<int, double> formula)
    {
        for (int time = 0; time < 150; time++)
        {
            double expected = formula(time);
            Assert.True(Math.Abs(schedule.RateAt(time) - expected) <= 2e-7 * expected, $"{name} at {time}: {schedule.RateAt(time):R} and not {expected:R}.");
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_refusal_says_what_is_allowed(string message, Action create) =>
        Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(create).Message);

    [Fact]
    public void A_time_before_the_first_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantSchedule(1).RateAt(-1));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_plateau_lowers_the_rate_after_too_many_observations_without_a_gain(bool largerIsBetter)
    {
        Sgd optimizer = new(1);
        ReduceOnPlateau plateau = new(0.5f, patience: 2, threshold: 0.01f, cooldown: 2, minimum: 0.2f, largerIsBetter: largerIsBetter);
        // 10; 9.95 is less than 1% better; two more may pass, the third lowers the rate; two are not counted; then three again.
        (float Value, float Rate)[] run =
        [
            (10, 1), (9.95f, 1), (10, 1), (11, 0.5f), (11, 0.5f), (11, 0.5f), (11, 0.5f), (11, 0.5f), (11, 0.25f),
            (9, 0.25f), (9, 0.25f), (9, 0.25f), (float.NaN, 0.25f), (9, 0.2f), (9, 0.2f), (9, 0.2f), (9, 0.2f), (9, 0.2f), (9, 0.2f),
        ];
        float rate = 1;
        foreach ((float value, float expected) in run)
        {
            bool lowered = plateau.Observe(largerIsBetter ? 1 / value : value, optimizer);
            Assert.Equal(expected, optimizer.LearningRate);
            Assert.Equal(expected < rate, lowered);
            rate = expected;
        }

        Assert.Equal(largerIsBetter ? 1f / 9 : 9, plateau.Best);
    }

    [Fact]
    public void Fit_follows_a_schedule_by_updates()
    {
        using SoftmaxRegression network = new();
        Sgd optimizer = new(9) { AccumulationSteps = 2 };
        var rates = new List<float>();
        StepSchedule schedule = new(0.1f, every: 1, factor: 0.5f);
        // Five batches an epoch: an update after the second, the fourth, the first of the next epoch.
        FitOptions options = new() { Epochs = 2, BatchSize = 10, Schedule = schedule, OnBatch = _ => rates.Add(optimizer.LearningRate) };
        network.Fit(Samples.Dataset(50), optimizer, options);
        Assert.Equal(new[] { 0, 0, 1, 1, 2, 2, 3, 3, 4, 4 }.Select(update => schedule.RateAt(update)), rates);

        rates.Clear();
        network.Fit(Samples.Dataset(50), new Sgd(), options with { OnBatch = null });
        network.Fit(Samples.Dataset(50), optimizer, options with { Epochs = 1 });
        Assert.Equal(schedule.RateAt(0), rates[0]);
    }

    [Fact]
    public void Fit_follows_a_schedule_by_epochs()
    {
        using SoftmaxRegression network = new();
        Sgd optimizer = new(9);
        var rates = new List<float>();
        ExponentialSchedule schedule = new(0.1f, 0.5f);
        network.Fit(Samples.Dataset(50), optimizer, new FitOptions
        {
            Epochs = 3,
            BatchSize = 25,
            Schedule = schedule,
            SchedulePeriod = SchedulePeriod.Epoch,
            OnBatch = _ => rates.Add(optimizer.LearningRate),
        });
        Assert.Equal(new[] { 0, 0, 1, 1, 2, 2 }.Select(epoch => schedule.RateAt(epoch)), rates);
    }

    [Fact]
    public void Fit_lowers_the_rate_on_a_plateau_of_the_validation()
    {
        using SoftmaxRegression network = new();
        // Steps of no size: the validation's loss stays where it is, and the fourth epoch is the third without a gain.
        Sgd optimizer = new(1);
        optimizer.Groups.Add("*", frozen: true);
        var rates = new List<float>();
        FitOptions options = new() { Epochs = 5, BatchSize = 25, Validation = Samples.Dataset(20, seed: 2), Plateau = new ReduceOnPlateau(0.5f, patience: 2), OnEpoch = _ => rates.Add(optimizer.LearningRate) };
        IReadOnlyList<EpochReport> reports = network.Fit(Samples.Dataset(50), optimizer, options);
        Assert.Equal([1f, 1f, 1f, 0.5f, 0.5f], rates);
        Assert.Equal(reports[0].ValidationLoss, options.Plateau.Best);
    }

    [Fact]
    public void Fit_refuses_two_that_set_the_rate()
    {
        using SoftmaxRegression network = new();
        FitOptions options = new() { Schedule = new ConstantSchedule(0.1f), Plateau = new ReduceOnPlateau() };
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => network.Fit(Samples.Dataset(50), new Sgd(), options));
        Assert.Equal("A schedule and a plateau were both given, and each sets the learning rate; one of them must be left out.", refusal.Message);
    }

    private static double LongerWaves(int time)
    {
        // PyTorch's own way to the wave: n = ⌊log_mult(t/T₀·(mult − 1) + 1)⌋.
        int wave = (int)Math.Floor(Math.Log((time / 10.0) + 1, 2) + 1e-12);
        double begin = 10 * (Math.Pow(2, wave) - 1), length = 10 * Math.Pow(2, wave);
        return 0.01 + (0.09 * (1 + Math.Cos(Math.PI * (time - begin) / length)) / 2);
    }

    private static double OneCycle(int time, double highest, int total, double rising, double divisor, double finalDivisor)
    {
        double first = highest / divisor, last = first / finalDivisor, peak = (rising * total) - 1, end = total - 1;
        time = (int)Math.Min(time, end);
        (double from, double to, double share) = time <= peak ? (first, highest, time / peak) : (highest, last, (time - peak) / (end - peak));
        return to + ((from - to) / 2 * (1 + Math.Cos(Math.PI * share)));
    }
}
