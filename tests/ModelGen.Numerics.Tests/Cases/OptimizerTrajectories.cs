namespace ModelGen.Numerics.Cases;

/// <summary>A run of an optimiser over <see cref="Network"/>.</summary>
/// <param name="Name">The run's name in the golden file.</param>
/// <param name="Adam">Adam rather than SGD.</param>
/// <param name="LearningRate">The learning rate.</param>
public sealed record OptimizerTrajectory(string Name, bool Adam, float LearningRate)
{
    /// <summary>The number of steps.</summary>
    public const int Steps = 20;

    /// <summary>The batch size.</summary>
    public const int Batch = 32;

    /// <summary>SGD's momentum.</summary>
    public float Momentum { get; init; }

    /// <summary>Nesterov's form of the momentum.</summary>
    public bool Nesterov { get; init; }

    /// <summary>The factor of the parameter that is added to its gradient.</summary>
    public float WeightDecay { get; init; }

    /// <summary>Adam's decay of the mean.</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Adam's decay of the mean square.</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>Adam's ε.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    /// <summary>The learning rate of the second half of the steps; the same where it is not set.</summary>
    public float? LaterLearningRate { get; init; }

    /// <summary>The network that is trained.</summary>
    public static CaseDescription Network => CaseCatalog.All["MlpTanh"];

    /// <summary>All runs.</summary>
    public static IReadOnlyList<OptimizerTrajectory> All { get; } =
    [
        new("sgd", false, 0.1f),
        new("sgd-weight-decay", false, 0.1f) { WeightDecay = 0.05f },
        new("momentum", false, 0.05f) { Momentum = 0.9f },
        new("momentum-weight-decay", false, 0.05f) { Momentum = 0.8f, WeightDecay = 0.05f },
        new("nesterov", false, 0.05f) { Momentum = 0.9f, Nesterov = true },
        new("nesterov-weight-decay", false, 0.05f) { Momentum = 0.9f, Nesterov = true, WeightDecay = 0.05f },
        new("adam", true, 0.01f),
        new("adam-weight-decay", true, 0.01f) { WeightDecay = 0.05f },
        new("adam-betas", true, 0.01f) { Beta1 = 0.8f, Beta2 = 0.95f, Epsilon = 1e-3f },
        new("sgd-later", false, 0.1f) { LaterLearningRate = 0.01f },
        new("momentum-later", false, 0.05f) { Momentum = 0.9f, LaterLearningRate = 0.005f },
        new("adam-later", true, 0.01f) { LaterLearningRate = 0.001f },
    ];

    /// <summary>The learning rate of a step, counted from 0.</summary>
    public float RateAt(int step) => step < Steps / 2 ? LearningRate : LaterLearningRate ?? LearningRate;

    /// <summary>The inputs of a step.</summary>
    public static float[] Input(int step) => SeededValues.Uniform(SeededValues.Seed($"trajectory/input/{step}"), Batch * 10, -1, 1);

    /// <summary>The labels of a step.</summary>
    public static int[] Labels(int step) => SeededValues.Integers(SeededValues.Seed($"trajectory/labels/{step}"), Batch, 5);
}
