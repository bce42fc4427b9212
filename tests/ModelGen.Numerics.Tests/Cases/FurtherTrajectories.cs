namespace ModelGen.Numerics.Cases;

/// <summary>A run of one of the further optimisers, or with gradients clipped or parameters in groups, over <see cref="OptimizerTrajectory.Network"/> and its batches.</summary>
/// <param name="Name">The run's name in the golden file.</param>
/// <param name="Optimizer">The optimiser's class: Sgd, AdamW, RmsProp, Adagrad, Adadelta.</param>
/// <param name="LearningRate">The learning rate.</param>
public sealed record FurtherTrajectory(string Name, string Optimizer, float LearningRate)
{
    /// <summary>The golden file.</summary>
    public const string File = "further-optimizers";

    /// <summary>The weight decay.</summary>
    public float WeightDecay { get; init; }

    /// <summary>How slowly the mean of the squares forgets: beta2, alpha, rho.</summary>
    public float Forgetting { get; init; }

    /// <summary>The optimiser's ε.</summary>
    public float Epsilon { get; init; }

    /// <summary>RMSprop's momentum.</summary>
    public float Momentum { get; init; }

    /// <summary>Whether RMSprop is centred.</summary>
    public bool Centered { get; init; }

    /// <summary>Adagrad's decay of the learning rate.</summary>
    public float LearningRateDecay { get; init; }

    /// <summary>What Adagrad's sums start from.</summary>
    public float InitialAccumulator { get; init; }

    /// <summary>The longest gradient.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>The largest value of a gradient.</summary>
    public float? ClipValue { get; init; }

    /// <summary>What the biases' learning rate is multiplied with; they have then no weight decay either.</summary>
    public float? BiasFactor { get; init; }

    /// <summary>All runs.</summary>
    public static IReadOnlyList<FurtherTrajectory> All { get; } =
    [
        new("adamw", "AdamW", 0.01f) { Forgetting = 0.999f, Epsilon = 1e-8f, WeightDecay = 0.01f },
        new("adamw-strong-decay", "AdamW", 0.02f) { Forgetting = 0.95f, Epsilon = 1e-3f, WeightDecay = 0.5f },
        new("adamw-groups", "AdamW", 0.01f) { Forgetting = 0.999f, Epsilon = 1e-8f, WeightDecay = 0.5f, BiasFactor = 0.5f },
        new("rmsprop", "RmsProp", 0.01f) { Forgetting = 0.99f, Epsilon = 1e-8f },
        new("rmsprop-weight-decay", "RmsProp", 0.005f) { Forgetting = 0.9f, Epsilon = 1e-4f, WeightDecay = 0.05f },
        new("rmsprop-momentum", "RmsProp", 0.005f) { Forgetting = 0.99f, Epsilon = 1e-8f, Momentum = 0.7f },
        new("rmsprop-centered", "RmsProp", 0.005f) { Forgetting = 0.9f, Epsilon = 1e-3f, Centered = true },
        new("rmsprop-centered-momentum", "RmsProp", 0.002f) { Forgetting = 0.9f, Epsilon = 1e-3f, Momentum = 0.7f, Centered = true },
        new("adagrad", "Adagrad", 0.05f) { Epsilon = 1e-10f },
        new("adagrad-decays", "Adagrad", 0.05f) { Epsilon = 1e-6f, LearningRateDecay = 0.1f, InitialAccumulator = 0.1f, WeightDecay = 0.05f },
        new("adadelta", "Adadelta", 1) { Forgetting = 0.9f, Epsilon = 1e-6f },
        new("adadelta-weight-decay", "Adadelta", 0.5f) { Forgetting = 0.8f, Epsilon = 1e-3f, WeightDecay = 0.05f },
        new("sgd-clip-norm", "Sgd", 0.5f) { ClipNorm = 0.1f },
        new("sgd-clip-value", "Sgd", 0.5f) { ClipValue = 0.01f },
        new("adamw-clip-norm", "AdamW", 0.01f) { Forgetting = 0.999f, Epsilon = 1e-8f, ClipNorm = 0.1f },
    ];
}

/// <summary>The learning rates that libtorch's side takes over time, by the names in the golden file.</summary>
public static class ScheduleRates
{
    /// <summary>The golden file.</summary>
    public const string File = "learning-rates";

    /// <summary>The steps.</summary>
    public const int Steps = 60;

    /// <summary>The learning rate that they start from or come to.</summary>
    public const float Rate = 0.1f;

    /// <summary>What a plateau is looked for in: falling, then not.</summary>
    public static float[] Losses() =>
        [.. Enumerable.Range(0, Steps).Select(step => step < 10 ? 1f / (1 + step) : 0.1f + (0.001f * (step % 7)))];
}
