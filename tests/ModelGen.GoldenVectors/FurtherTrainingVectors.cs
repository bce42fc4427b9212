using ModelGen.Numerics.Cases;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelGen.GoldenVectors;

/// <summary>The further optimisers' trajectories, clipping and groups, and the learning rates of the schedules.</summary>
internal static class FurtherTrainingVectors
{
    /// <summary>Writes losses, final parameters and gradient norms of every <see cref="FurtherTrajectory"/>.</summary>
    public static void WriteTrajectories(string folder)
    {
        SafetensorsWriter writer = new();
        foreach (FurtherTrajectory trajectory in FurtherTrajectory.All)
        {
            Run(trajectory, writer);
        }

        writer.Write(Path.Combine(folder, $"{FurtherTrajectory.File}.safetensors"));
    }

    /// <summary>Writes what each scheduler makes of the learning rate.</summary>
    public static void WriteRates(string folder)
    {
        const double rate = 0.1;
        SafetensorsWriter writer = new();
        Add("step", rate, optimizer => optim.lr_scheduler.StepLR(optimizer, 7, 0.5));
        Add("exponential", rate, optimizer => optim.lr_scheduler.ExponentialLR(optimizer, 0.95));
        Add("cosine", rate, optimizer => optim.lr_scheduler.CosineAnnealingLR(optimizer, ScheduleRates.Steps, 0.001));
        Add("one-cycle", rate, optimizer => optim.lr_scheduler.OneCycleLR(optimizer, rate, ScheduleRates.Steps, cycle_momentum: false));
        Add("warm-up", rate, optimizer => optim.lr_scheduler.LinearLR(optimizer, 0.01, 1, 20));
        writer.Add("plateau", [ScheduleRates.Steps], PlateauRates(rate));
        writer.Write(Path.Combine(folder, $"{ScheduleRates.File}.safetensors"));

        void Add(string name, double start, Func<optim.Optimizer, optim.lr_scheduler.LRScheduler> create)
        {
            using optim.Optimizer optimizer = OfNothing(start);
            optim.lr_scheduler.LRScheduler scheduler = create(optimizer);
            var rates = new float[ScheduleRates.Steps];
            for (int step = 0; step < rates.Length; step++)
            {
                rates[step] = (float)optimizer.ParamGroups.First().LearningRate;
                optimizer.step();
                scheduler.step();
            }

            writer.Add(name, [rates.Length], rates);
        }
    }

    private static float[] PlateauRates(double start)
    {
        using optim.Optimizer optimizer = OfNothing(start);
        optim.lr_scheduler.LRScheduler scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor: 0.5, patience: 3, cooldown: 2, min_lr: [0.01]);
        float[] losses = ScheduleRates.Losses();
        var rates = new float[losses.Length];
        for (int step = 0; step < rates.Length; step++)
        {
            optimizer.step();
            scheduler.step(losses[step]);
            rates[step] = (float)optimizer.ParamGroups.First().LearningRate;
        }

        return rates;
    }

    private static optim.Optimizer OfNothing(double rate) => optim.SGD([new Parameter(zeros(1))], rate);

    private static void Run(FurtherTrajectory trajectory, SafetensorsWriter writer)
    {
        Dictionary<string, Parameter> parameters = OptimizerTrajectory.Network.Parameters.ToDictionary(
            parameter => parameter.Name,
            parameter => new Parameter(torch.tensor(OptimizerTrajectory.Network.DrawParameter(parameter), [.. parameter.Shape.Select(size => (long)size)])));
        using optim.Optimizer optimizer = Create(trajectory, parameters);
        var losses = new float[OptimizerTrajectory.Steps];
        var norms = new float[OptimizerTrajectory.Steps];
        for (int step = 0; step < losses.Length; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = torch.tensor(OptimizerTrajectory.Input(step), [OptimizerTrajectory.Batch, 10]);
            Tensor hidden = functional.linear(x, parameters["dense1.weight"], parameters["dense1.bias"]).tanh();
            Tensor logits = functional.linear(hidden, parameters["dense2.weight"], parameters["dense2.bias"]);
            optimizer.zero_grad();
            Tensor loss = functional.cross_entropy(logits, torch.tensor(OptimizerTrajectory.Labels(step), dtype: ScalarType.Int64));
            loss.backward();
            if (trajectory.ClipValue is { } value)
            {
                nn.utils.clip_grad_value_(parameters.Values, Written(value));
            }

            norms[step] = (float)nn.utils.clip_grad_norm_(parameters.Values, trajectory.ClipNorm is { } norm ? Written(norm) : 1e9);
            optimizer.step();
            losses[step] = loss.item<float>();
        }

        writer.Add($"{trajectory.Name}/losses", [losses.Length], losses);
        writer.Add($"{trajectory.Name}/norms", [norms.Length], norms);
        foreach ((string name, Parameter parameter) in parameters)
        {
            writer.Add($"{trajectory.Name}/{name}", [.. parameter.shape.Select(size => (int)size)], parameter.detach().contiguous().data<float>().ToArray());
        }
    }

    private static optim.Optimizer Create(FurtherTrajectory trajectory, Dictionary<string, Parameter> parameters)
    {
        (double rate, double decay, double epsilon) = (Written(trajectory.LearningRate), Written(trajectory.WeightDecay), Written(trajectory.Epsilon));
        double forgetting = Written(trajectory.Forgetting), momentum = Written(trajectory.Momentum);
        return trajectory.Optimizer switch
        {
            "AdamW" when trajectory.BiasFactor is { } factor => optim.AdamW(
                [
                    new AdamW.ParamGroup(Of("weight"), rate, 0.9, forgetting, epsilon, decay, false, false),
                    new AdamW.ParamGroup(Of("bias"), rate * Written(factor), 0.9, forgetting, epsilon, 0, false, false),
                ]),
            "AdamW" => optim.AdamW(parameters.Values, rate, 0.9, forgetting, epsilon, decay),
            "RmsProp" => optim.RMSProp(parameters.Values, rate, forgetting, epsilon, decay, momentum, trajectory.Centered),
            "Adagrad" => optim.Adagrad(
                parameters.Values, rate, Written(trajectory.LearningRateDecay), decay, Written(trajectory.InitialAccumulator), epsilon),
            "Adadelta" => optim.Adadelta(parameters.Values, rate, forgetting, epsilon, decay),
            _ => optim.SGD(parameters.Values, rate, momentum, weight_decay: decay),
        };

        IEnumerable<Parameter> Of(string kind) => parameters.Where(parameter => parameter.Key.EndsWith(kind, StringComparison.Ordinal)).Select(parameter => parameter.Value);
    }

    // The digits as they stand in the source, as PyTorch's users give them: 0.999f is 0.99900001287 in double precision.
    private static double Written(float value) => (double)(decimal)value;
}
