namespace ModelGen.Numerics.Cases;

/// <summary>
/// A network with batch normalisation, trained for some steps on a batch each and then asked for its output: what differs between training and prediction shows in the outputs of both,
/// what the steps leave behind in its parameters and states.
/// </summary>
/// <param name="Name">The network's class.</param>
/// <param name="Input">The shape of one sample of the input.</param>
/// <param name="Output">The shape of one sample of the output.</param>
/// <param name="Parameters">Its trained parameters, in the order of the saved file.</param>
/// <param name="Batch">The samples of each step.</param>
public sealed record BatchNormCase(string Name, int[] Input, int[] Output, ParameterDescription[] Parameters, int Batch)
{
    /// <summary>The steps.</summary>
    public const int Steps = 3;

    /// <summary>The learning rate of the steps, of plain gradient descent.</summary>
    public const float LearningRate = 0.05f;

    /// <summary>The golden file of all of them.</summary>
    public const string File = "batch-norm";

    /// <summary>All cases.</summary>
    public static IReadOnlyList<BatchNormCase> All { get; } =
    [
        new("BatchNormRows", [17], [17], [new("Scale", [17], 0.5f, 1.5f), new("norm1.weight", [17], 0.5f, 1.5f), new("norm1.bias", [17])], 13),
        new("BatchNormSeries", [3, 5], [3, 5], [new("Scale", [3, 5], 0.5f, 1.5f)], 7),
        new(
            "BatchNormImages",
            [2, 6, 5],
            [5, 6, 5],
            [
                new("conv1.weight", [5, 2, 3, 3], -0.2f, 0.2f), new("norm1.weight", [5], 0.5f, 1.5f), new("norm1.bias", [5]),
                new("conv2.weight", [5, 5, 3, 3], -0.2f, 0.2f), new("norm2.weight", [5], 0.5f, 1.5f), new("norm2.bias", [5]),
            ],
            3),
    ];

    /// <summary>The input of a step.</summary>
    public float[] DrawInput(int step) => Draw($"input/{step}", Input);

    /// <summary>What the output of a step is multiplied by for its loss.</summary>
    public float[] DrawTarget(int step) => Draw($"target/{step}", Output);

    /// <summary>The first values of a parameter.</summary>
    public float[] DrawParameter(ParameterDescription parameter) =>
        SeededValues.Uniform(SeededValues.Seed($"{Name}/{parameter.Name}"), parameter.Count, parameter.Low, parameter.High);

    private float[] Draw(string what, int[] shape) =>
        SeededValues.Uniform(SeededValues.Seed($"{Name}/{what}"), Batch * shape.Aggregate(1, (product, size) => product * size), -1, 1);
}
