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

    /// <summary>Whatever the layouts that the compiler gave to convolutions and products: a first step against the formula, in the order of the file.</summary>
    [Theory]
    [InlineData("SmallCnn")]
    [InlineData("MlpTanh")]
    public void Muon_takes_its_step_in_the_files_order(string name)
    {
        const float rate = 0.05f;
        using CaseNetwork network = NetworkCases.CreateDrawn(name, threads: 2);
        Dictionary<string, float[]> before = network.Network.Parameters.ToDictionary(parameter => parameter.Name, parameter => network.Values(parameter.Name));
        network.TrainStep(new CaseBatch(CaseCatalog.All[name], 16), new Muon(rate));
        Parameter[] matrices = [.. network.Network.Parameters.Where(parameter => parameter.Shape.Length >= 2)];
        Assert.NotEmpty(matrices);
        foreach (Parameter parameter in matrices)
        {
            int rows = parameter.Shape[0], columns = parameter.Count / rows;
            double scale = rate * Math.Sqrt(Math.Max(1, (double)rows / columns));
            double[] direction = Orthogonal([.. network.Gradient(parameter.Name).Select(value => (double)value)], rows, columns);
            float[] moved = [.. network.Values(parameter.Name).Zip(before[parameter.Name], (after, first) => (float)((first - after) / scale))];
            Assert.InRange(Closeness.Difference(moved, [.. direction.Select(value => (float)value)]), 0, Closeness.Gradient);
        }
    }

    /// <summary>Muon's five steps in double, by definition: X ← aX + (bXXᵀ + c(XXᵀ)²)X.</summary>
    private static double[] Orthogonal(double[] matrix, int rows, int columns)
    {
        double norm = Math.Sqrt(matrix.Sum(value => value * value));
        double[] x = [.. matrix.Select(value => value / norm)];
        for (int iteration = 0; iteration < 5; iteration++)
        {
            // (XXᵀ)X is X(XᵀX): it does not matter which side of the matrix is the longer one.
            double[] turned = [.. Enumerable.Range(0, x.Length).Select(index => x[(index % rows * columns) + (index / rows)])];
            double[] cubic = Product(Product(x, turned, rows, columns, rows), x, rows, rows, columns);
            double[] quintic = Product(Product(x, turned, rows, columns, rows), cubic, rows, rows, columns);
            x = [.. x.Select((value, index) => (3.4445 * value) - (4.7750 * cubic[index]) + (2.0315 * quintic[index]))];
        }

        return x;
    }

    private static double[] Product(double[] left, double[] right, int rows, int depth, int columns)
    {
        var result = new double[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                for (int term = 0; term < depth; term++)
                {
                    result[(row * columns) + column] += left[(row * depth) + term] * right[(term * columns) + column];
                }
            }
        }

        return result;
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
