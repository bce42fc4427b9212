namespace ModelGen.Numerics.Cases;

/// <summary>What the second argument of a network's loss is.</summary>
public enum LossKind
{
    /// <summary>
    /// Σ output·target with a random target: its gradient at the output is that target, so that no part of the backward pass can hide behind another.
    /// </summary>
    Projection,

    /// <summary>A float target that the output is to come near.</summary>
    SquaredError,

    /// <summary>Class indices.</summary>
    ClassIndices,

    /// <summary>Rows with a single one.</summary>
    OneHotRows,

    /// <summary>Rows of positive numbers that sum to one.</summary>
    ProbabilityRows,
}

/// <summary>How the values of an input are drawn.</summary>
public enum InputValues
{
    /// <summary>Uniform between the bounds.</summary>
    Uniform,

    /// <summary>−½, 0 or ½: many equal values in every pooling window.</summary>
    Ties,

    /// <summary>
    /// The odd multiples of 1/32 around zero in random order: all different, none nearer to zero or to another than 1/32, so that a small step
    /// changes no ReLU's side and no window's winner.
    /// </summary>
    Spaced,
}

/// <summary>A parameter of a network of the list.</summary>
/// <param name="Name">Its name in saved files.</param>
/// <param name="Shape">Its shape, PyTorch's.</param>
/// <param name="Low">The least value it starts with.</param>
/// <param name="High">The bound of the values it starts with.</param>
public sealed record ParameterDescription(string Name, int[] Shape, float Low = -0.5f, float High = 0.5f)
{
    /// <summary>The number of its values.</summary>
    public int Count => Shape.Aggregate(1, (product, size) => product * size);
}

/// <summary>
/// A network of the list that every back end is compared on, at the batch sizes it is compared at. All its numbers follow from its name.
/// </summary>
/// <param name="Name">The network's class, and the name of its golden file.</param>
/// <param name="Input">The shape of one sample of the first input.</param>
/// <param name="Output">The shape of one sample of the output, or of the first of several.</param>
/// <param name="Loss">What its loss takes.</param>
/// <param name="Parameters">Its parameters, in the order of the saved file.</param>
public sealed record CaseDescription(string Name, int[] Input, int[] Output, LossKind Loss, ParameterDescription[] Parameters)
{
    /// <summary>The batch sizes it is compared at.</summary>
    public int[] Batches { get; init; } = [1, 3, 17];

    /// <summary>How the values of the inputs are drawn.</summary>
    public InputValues Values { get; init; } = InputValues.Uniform;

    /// <summary>The least value of the inputs.</summary>
    public float Low { get; init; } = -1;

    /// <summary>The bound of the values of the inputs.</summary>
    public float High { get; init; } = 1;

    /// <summary>The shape of one sample of the second input; null where there is none.</summary>
    public int[]? SecondInput { get; init; }

    /// <summary>Where the first input holds indices, how many rows there are to look up; 0 where it holds floats.</summary>
    public int Rows { get; init; }

    /// <summary>Golden tensors keep every so-many-th of their values: 1, or a prime for what is too large to store whole.</summary>
    public int Thinning { get; init; } = 1;

    /// <summary>The shapes of one sample of the outputs behind the first. The arrays of a case hold one output of the whole batch behind the other.</summary>
    public int[][] FurtherOutputs { get; init; } = [];

    /// <summary>The number of values of one sample of each output.</summary>
    public IEnumerable<int> OutputCounts => FurtherOutputs.Prepend(Output).Select(Count);

    /// <summary>The number of values of one sample of all outputs.</summary>
    public int OutputCount => OutputCounts.Sum();

    /// <summary>The first input of a batch.</summary>
    public float[] DrawInput(int batch) => Draw("input", batch * Count(Input));

    /// <summary>The indices of a batch.</summary>
    public int[] DrawIndices(int batch) => SeededValues.Integers(SeededValues.Seed($"{Name}/indices"), batch * Count(Input), Rows);

    /// <summary>The second input of a batch.</summary>
    public float[] DrawSecondInput(int batch) => Draw("second", batch * Count(SecondInput!));

    /// <summary>The first values of a parameter.</summary>
    public float[] DrawParameter(ParameterDescription parameter) =>
        SeededValues.Uniform(SeededValues.Seed($"{Name}/{parameter.Name}"), parameter.Count, parameter.Low, parameter.High);

    /// <summary>The class of each row.</summary>
    public int[] DrawLabels(int batch) => SeededValues.Integers(SeededValues.Seed($"{Name}/labels"), batch, OutputCount);

    /// <summary>The loss's float argument: projections, targets, one-hot rows or probabilities.</summary>
    public float[] DrawTarget(int batch)
    {
        int width = OutputCount;
        ulong seed = SeededValues.Seed($"{Name}/target");
        if (Loss is LossKind.Projection or LossKind.SquaredError)
        {
            return SeededValues.Uniform(seed, batch * width, -1, 1);
        }

        if (Loss == LossKind.ProbabilityRows)
        {
            float[] rows = SeededValues.Uniform(seed, batch * width, 0.1f, 1);
            for (int row = 0; row < batch; row++)
            {
                Span<float> values = rows.AsSpan(row * width, width);
                float sum = 0;
                foreach (float value in values)
                {
                    sum += value;
                }

                foreach (ref float value in values)
                {
                    value /= sum;
                }
            }

            return rows;
        }

        var oneHot = new float[batch * width];
        int[] labels = DrawLabels(batch);
        for (int row = 0; row < batch; row++)
        {
            oneHot[(row * width) + labels[row]] = 1;
        }

        return oneHot;
    }

    /// <summary>Every so-many-th value, as golden files keep them.</summary>
    public float[] Thin(ReadOnlySpan<float> values)
    {
        if (values.Length <= 4096)
        {
            return values.ToArray();
        }

        var kept = new float[(values.Length + Thinning - 1) / Thinning];
        for (int index = 0; index < kept.Length; index++)
        {
            kept[index] = values[index * Thinning];
        }

        return kept;
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (product, size) => product * size);

    private float[] Draw(string name, int count)
    {
        ulong seed = SeededValues.Seed($"{Name}/{name}");
        return Values switch
        {
            InputValues.Ties => [.. SeededValues.Integers(seed, count, 3).Select(level => (level - 1) * 0.5f)],
            InputValues.Spaced => [.. SeededValues.Permutation(seed, count).Select(place => ((2 * (place - (count / 2))) + 1) / 32f)],
            _ => SeededValues.Uniform(seed, count, Low, High),
        };
    }
}
