using ModelGen.Numerics.Cases;
using ModelGen.Numerics.Tests.Harness;

namespace ModelGen.Numerics.Tests;

/// <summary>The further optimisers, clipping, groups and schedules against libtorch's; accumulation against one large batch.</summary>
public sealed class FurtherTrainingTests
{
    public static TheoryData<string> Trajectories => [.. FurtherTrajectory.All.Select(trajectory => trajectory.Name)];

    public static TheoryData<string, LearningRateSchedule> Schedules => new()
    {
        { "step", new StepSchedule(ScheduleRates.Rate, every: 7, factor: 0.5f) },
        { "exponential", new ExponentialSchedule(ScheduleRates.Rate, 0.95f) },
        { "cosine", new CosineSchedule(ScheduleRates.Rate, ScheduleRates.Steps, 0.001f) },
        { "one-cycle", new OneCycleSchedule(ScheduleRates.Rate, ScheduleRates.Steps) },
        { "warm-up", new ConstantSchedule(ScheduleRates.Rate).WithWarmup(20, 0.01f) },
    };

    [Theory]
    [MemberData(nameof(Trajectories))]
    public void Optimizer_takes_libtorchs_path(string name)
    {
        FurtherTrajectory trajectory = FurtherTrajectory.All.Single(candidate => candidate.Name == name);
        GoldenFile golden = GoldenFile.Named(FurtherTrajectory.File);
        using CaseNetwork network = NetworkCases.CreateDrawn(OptimizerTrajectory.Network.Name, threads: 2);
        Optimizer optimizer = Create(trajectory);
        float[] losses = new float[OptimizerTrajectory.Steps], norms = new float[OptimizerTrajectory.Steps];
        for (int step = 0; step < losses.Length; step++)
        {
            losses[step] = network.TrainStep(BatchOf(step), optimizer);
            norms[step] = optimizer.LastGradientNorm;
        }

        Assert.InRange(Closeness.Difference(losses, golden.Reference($"{name}/losses")), 0, Closeness.Forward);
        Assert.InRange(Closeness.Difference(norms, golden.Reference($"{name}/norms")), 0, Closeness.Gradient);
        foreach (Parameter parameter in network.Network.Parameters)
        {
            float[] expected = golden.Reference($"{name}/{parameter.Name}");
            Assert.InRange(Closeness.Difference(network.Values(parameter.Name), expected), 0, Closeness.Gradient);
        }
    }

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Schedule_has_libtorchs_rates(string name, LearningRateSchedule schedule)
    {
        float[] golden = GoldenFile.Named(ScheduleRates.File).Reference(name);
        for (int step = 0; step < golden.Length; step++)
        {
            Assert.InRange(schedule.RateAt(step), golden[step] * (1 - 1e-6f), golden[step] * (1 + 1e-6f));
        }
    }

    [Fact]
    public void Plateau_has_libtorchs_rates()
    {
        float[] golden = GoldenFile.Named(ScheduleRates.File).Reference("plateau"), losses = ScheduleRates.Losses();
        Assert.True(golden[^1] < golden[0] / 4, "The golden rates hardly fall, so that following them would say nothing.");
        Sgd optimizer = new(ScheduleRates.Rate);
        ReduceOnPlateau plateau = new(0.5f, patience: 3, cooldown: 2, minimum: 0.01f);
        for (int step = 0; step < golden.Length; step++)
        {
            plateau.Observe(losses[step], optimizer);
            Assert.InRange(optimizer.LearningRate, golden[step] * (1 - 1e-6f), golden[step] * (1 + 1e-6f));
        }
    }

    [Theory]
    [InlineData("SmallCnn")]
    [InlineData("MlpTanh")]
    public void Every_optimizer_has_the_same_bits_on_two_threads(string name)
    {
        CaseBatch batch = new(CaseCatalog.All[name], 16);
        foreach (Func<Optimizer> create in (Func<Optimizer>[])[() => new AdamW(), () => new RmsProp(centered: true), () => new Lion(), () => new Muon { ClipNorm = 0.1f, AccumulationSteps = 2 }])
        {
            using CaseNetwork one = NetworkCases.CreateDrawn(name, threads: 1), two = NetworkCases.CreateDrawn(name, threads: 2);
            Optimizer ofOne = create(), ofTwo = create();
            for (int step = 0; step < 4; step++)
            {
                one.TrainStep(batch, ofOne);
                two.TrainStep(batch, ofTwo);
            }

            foreach (Parameter parameter in one.Network.Parameters)
            {
                Assert.Equal(one.Values(parameter.Name), two.Values(parameter.Name));
            }
        }
    }

    [Fact]
    public void Muon_trains_a_convolutional_network()
    {
        CaseBatch batch = new(CaseCatalog.All["SmallCnn"], 16);
        using CaseNetwork network = NetworkCases.CreateDrawn("SmallCnn", threads: 2);
        Muon optimizer = new();
        float first = network.TrainStep(batch, optimizer), last = 0;
        for (int step = 0; step < 30; step++)
        {
            last = network.TrainStep(batch, optimizer);
        }

        Assert.InRange(last, 0, 0.5f * first);
    }

    private static CaseBatch BatchOf(int step) =>
        new(OptimizerTrajectory.Network, OptimizerTrajectory.Batch) { Input = OptimizerTrajectory.Input(step), Labels = OptimizerTrajectory.Labels(step) };

    private static Optimizer Create(FurtherTrajectory trajectory)
    {
        (float rate, float decay, float epsilon) = (trajectory.LearningRate, trajectory.WeightDecay, trajectory.Epsilon);
        Optimizer optimizer = trajectory.Optimizer switch
        {
            "AdamW" => new AdamW(rate, beta2: trajectory.Forgetting, epsilon: epsilon, weightDecay: decay),
            "RmsProp" => new RmsProp(rate, trajectory.Forgetting, epsilon, decay, trajectory.Momentum, trajectory.Centered),
            "Adagrad" => new Adagrad(rate, trajectory.LearningRateDecay, decay, trajectory.InitialAccumulator, epsilon),
            "Adadelta" => new Adadelta(rate, trajectory.Forgetting, epsilon, decay),
            _ => new Sgd(rate, weightDecay: decay),
        };
        // Without a limit of the norm it is measured all the same.
        optimizer.ClipNorm = trajectory.ClipNorm ?? float.PositiveInfinity;
        optimizer.ClipValue = trajectory.ClipValue;
        if (trajectory.BiasFactor is { } factor)
        {
            optimizer.Groups.Add("*.bias", learningRateFactor: factor, weightDecay: 0);
        }

        return optimizer;
    }
}
