using ModelGen.Numerics.Cases;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelGen.GoldenVectors;

/// <summary>What training leaves behind, in single precision as everyone trains: the loss curve, and the optimisers' trajectories.</summary>
internal static class TrainingVectors
{
    /// <summary>Writes the losses of <see cref="LossCurve"/>.</summary>
    public static void WriteCurve(string folder)
    {
        Dictionary<string, Parameter> parameters = Draw(LossCurve.Network);
        using optim.Optimizer optimizer = optim.Adam(parameters.Values, Written(LossCurve.LearningRate));
        var losses = new float[LossCurve.Steps];
        for (int step = 0; step < LossCurve.Steps; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor images = torch.tensor(LossCurve.Images(step), [LossCurve.Batch, 1, 28, 28]);
            Tensor first = functional.max_pool2d(Conv(images, parameters, "conv1").relu(), 2);
            Tensor second = functional.max_pool2d(Conv(first, parameters, "conv2").relu(), 2);
            Tensor logits = Dense(Dense(second.flatten(1), parameters, "dense1").relu(), parameters, "dense2");
            losses[step] = Step(optimizer, logits, LossCurve.Labels(step));
        }

        SafetensorsWriter writer = new();
        writer.Add("losses", [losses.Length], losses);
        writer.Write(Path.Combine(folder, "loss-curve.safetensors"));
        Console.WriteLine($"loss curve: {string.Join(" ", losses.Where((_, step) => step % 7 == 0).Select(loss => loss.ToString("f4")))}");
    }

    /// <summary>Writes losses and final parameters of every <see cref="OptimizerTrajectory"/>, and the first parameters as a file of weights.</summary>
    public static void WriteTrajectories(string folder)
    {
        SafetensorsWriter weights = new();
        foreach ((string name, Parameter parameter) in Draw(OptimizerTrajectory.Network))
        {
            Add(weights, name, parameter);
        }

        weights.Write(Path.Combine(folder, "weights-of-MlpTanh.safetensors"));
        SafetensorsWriter writer = new();
        foreach (OptimizerTrajectory trajectory in OptimizerTrajectory.All)
        {
            Run(trajectory, writer);
        }

        writer.Write(Path.Combine(folder, "optimizers.safetensors"));
    }

    private static void Run(OptimizerTrajectory trajectory, SafetensorsWriter writer)
    {
        Dictionary<string, Parameter> parameters = Draw(OptimizerTrajectory.Network);
        using optim.Optimizer optimizer = Create(trajectory, parameters.Values);
        var losses = new float[OptimizerTrajectory.Steps];
        for (int step = 0; step < losses.Length; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            foreach (optim.ILearningRateController group in optimizer.ParamGroups)
            {
                group.LearningRate = Written(trajectory.RateAt(step));
            }

            Tensor x = torch.tensor(OptimizerTrajectory.Input(step), [OptimizerTrajectory.Batch, 10]);
            Tensor logits = Dense(Dense(x, parameters, "dense1").tanh(), parameters, "dense2");
            losses[step] = Step(optimizer, logits, OptimizerTrajectory.Labels(step));
        }

        writer.Add($"{trajectory.Name}/losses", [losses.Length], losses);
        foreach ((string name, Parameter parameter) in parameters)
        {
            Add(writer, $"{trajectory.Name}/{name}", parameter);
        }
    }

    private static optim.Optimizer Create(OptimizerTrajectory trajectory, IEnumerable<Parameter> parameters) => trajectory.Adam
        ? optim.Adam(
            parameters,
            Written(trajectory.LearningRate),
            Written(trajectory.Beta1),
            Written(trajectory.Beta2),
            Written(trajectory.Epsilon),
            Written(trajectory.WeightDecay))
        : optim.SGD(
            parameters,
            Written(trajectory.LearningRate),
            Written(trajectory.Momentum),
            weight_decay: Written(trajectory.WeightDecay),
            nesterov: trajectory.Nesterov);

    // The digits as they stand in the source, as PyTorch's users give them: 0.999f is 0.99900001287 in double precision.
    private static double Written(float value) => (double)(decimal)value;

    private static float Step(optim.Optimizer optimizer, Tensor logits, int[] labels)
    {
        optimizer.zero_grad();
        Tensor loss = functional.cross_entropy(logits, torch.tensor(labels, dtype: ScalarType.Int64));
        loss.backward();
        optimizer.step();
        return loss.item<float>();
    }

    private static Dictionary<string, Parameter> Draw(CaseDescription network) => network.Parameters.ToDictionary(
        parameter => parameter.Name,
        parameter => new Parameter(torch.tensor(network.DrawParameter(parameter), [.. parameter.Shape.Select(size => (long)size)])));

    private static void Add(SafetensorsWriter writer, string name, Parameter parameter) =>
        writer.Add(name, [.. parameter.shape.Select(size => (int)size)], parameter.detach().contiguous().data<float>().ToArray());

    private static Tensor Conv(Tensor x, Dictionary<string, Parameter> parameters, string layer) =>
        functional.conv2d(x, parameters[$"{layer}.weight"], parameters[$"{layer}.bias"]);

    private static Tensor Dense(Tensor x, Dictionary<string, Parameter> parameters, string layer) =>
        functional.linear(x, parameters[$"{layer}.weight"], parameters[$"{layer}.bias"]);
}
