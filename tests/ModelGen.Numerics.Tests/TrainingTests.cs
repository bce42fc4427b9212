using ModelGen.Numerics.Cases;
using ModelGen.Numerics.Tests.Harness;

namespace ModelGen.Numerics.Tests;

/// <summary>Training against libtorch's: the optimisers' trajectories and the golden loss curve.</summary>
public sealed class TrainingTests
{
    public static TheoryData<string> Trajectories => [.. OptimizerTrajectory.All.Select(trajectory => trajectory.Name)];

    [Theory]
    [MemberData(nameof(Trajectories))]
    public void Optimizer_takes_libtorchs_path(string name)
    {
        OptimizerTrajectory trajectory = OptimizerTrajectory.All.Single(candidate => candidate.Name == name);
        GoldenFile golden = GoldenFile.Named("optimizers");
        using CaseNetwork network = NetworkCases.CreateDrawn(OptimizerTrajectory.Network.Name, threads: 2);
        Optimizer optimizer = Create(trajectory);
        var losses = new float[OptimizerTrajectory.Steps];
        for (int step = 0; step < losses.Length; step++)
        {
            optimizer.LearningRate = trajectory.RateAt(step);
            losses[step] = network.TrainStep(BatchOf(OptimizerTrajectory.Input(step), OptimizerTrajectory.Labels(step)), optimizer);
        }

        Assert.InRange(Closeness.Difference(losses, golden.Reference($"{name}/losses")), 0, Closeness.Forward);
        foreach (Parameter parameter in network.Network.Parameters)
        {
            float[] expected = golden.Reference($"{name}/{parameter.Name}");
            Assert.InRange(Closeness.Difference(network.Values(parameter.Name), expected), 0, Closeness.Gradient);
        }
    }

    [Fact]
    public void Loss_curve_is_libtorchs()
    {
        float[] golden = GoldenFile.Named("loss-curve").Reference("losses");
        Assert.True(golden[^1] < 0.8f * golden[0], "The golden curve learns nothing, so that following it would say nothing.");
        using KerasCnn network = new(threads: 2);
        foreach (ParameterDescription parameter in LossCurve.Network.Parameters)
        {
            network.Parameters[parameter.Name].CopyFrom(LossCurve.Network.DrawParameter(parameter));
        }

        Adam optimizer = new(LossCurve.LearningRate);
        for (int step = 0; step < LossCurve.Steps; step++)
        {
            // 1e-4 at the first step, 1e-2 at the last, and in between what lies between.
            double bound = 1e-4 * Math.Pow(100, (double)step / (LossCurve.Steps - 1));
            float loss = network.TrainStep(LossCurve.Images(step), LossCurve.Labels(step), optimizer);
            double difference = Math.Abs(loss - golden[step]) / golden[step];
            Assert.True(difference < bound, $"Step {step + 1}: the loss is {loss}, libtorch's {golden[step]}; relative difference {difference:g3}, bound {bound:g2}.");
        }
    }

    private static CaseBatch BatchOf(float[] input, int[] labels) =>
        new(OptimizerTrajectory.Network, OptimizerTrajectory.Batch) { Input = input, Labels = labels };

    private static Optimizer Create(OptimizerTrajectory trajectory) => trajectory.Adam
        ? new Adam(trajectory.LearningRate, trajectory.Beta1, trajectory.Beta2, trajectory.Epsilon, trajectory.WeightDecay)
        : new Sgd(trajectory.LearningRate, trajectory.Momentum, trajectory.Nesterov, trajectory.WeightDecay);
}
