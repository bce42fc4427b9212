using ModelGen.Numerics.Cases;

namespace ModelGen.Numerics.Tests.Harness;

/// <summary>The arguments of a network of the list at one batch size.</summary>
internal sealed class CaseBatch(CaseDescription description, int count)
{
    /// <summary>The number of samples.</summary>
    public int Count { get; } = count;

    /// <summary>The first input.</summary>
    public float[] Input { get; init; } = description.DrawInput(count);

    /// <summary>The indices that the network takes in the first input's place; empty where it takes floats.</summary>
    public int[] Indices { get; } = description.Rows > 0 ? description.DrawIndices(count) : [];

    /// <summary>The second input; empty where there is none.</summary>
    public float[] SecondInput { get; } = description.SecondInput is null ? [] : description.DrawSecondInput(count);

    /// <summary>The class indices; empty where the loss takes floats.</summary>
    public int[] Labels { get; init; } = description.Loss == LossKind.ClassIndices ? description.DrawLabels(count) : [];

    /// <summary>The loss's float argument; empty where it takes class indices.</summary>
    public float[] Target { get; init; } = description.Loss == LossKind.ClassIndices ? [] : description.DrawTarget(count);

    /// <summary>The loss's float argument for each output.</summary>
    public float[][] Targets => Split(Target);

    /// <summary>The values of each output, out of those of all.</summary>
    public float[][] Split(float[] values)
    {
        int begin = 0;
        return [.. description.OutputCounts.Select(width => values[begin..(begin += Count * width)])];
    }

    /// <summary>How many values the first output has.</summary>
    public int FirstCount => Count * description.OutputCounts.First();

    /// <summary>The targets of a projection; empty for another loss.</summary>
    public ReadOnlySpan<float> Projection => description.Loss == LossKind.Projection ? Target : [];

    /// <summary>Room for the outputs.</summary>
    public float[] NewOutput() => new float[Count * description.OutputCount];
}
