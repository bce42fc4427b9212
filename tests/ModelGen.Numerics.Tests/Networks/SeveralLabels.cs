namespace ModelGen.Numerics.Tests;

/// <summary>A picture of a digit and what is known of its pen; the digit and its slant. The network of docs/training.md.</summary>
[Network]
public partial class DigitAndSlant
{
    static (Tensor digit, Tensor slant) Forward([Shape("batch", 1, 12, 12)] Tensor picture, [Shape("batch", 2)] Tensor pen)
    {
        Tensor features = Tensor.Concat(1, picture.Conv2D(4, kernel: 3, stride: 2).Relu().Flatten(), pen).Dense(32).Relu();
        return (features.Dense(10), features.Dense(1));
    }

    static Tensor Loss(Tensor digit, Tensor slant, [Shape("batch")] Tensor<int> trueDigit, [Shape("batch", 1)] Tensor trueSlant) =>
        digit.CrossEntropy(trueDigit) + 0.5f * slant.MeanSquaredError(trueSlant);
}

/// <summary>A label for each position of a text, of which the padding's counts for nothing, and a target for the whole.</summary>
[Network]
public partial class TagsOfText
{
    static (Tensor tags, Tensor mood) Forward([Shape("batch", 5)] Tensor<int> tokens)
    {
        Tensor features = tokens.Embedding(7, 6).Dense(9).Tanh();
        return (features.Dense(3), features.Mean(1).Dense(1));
    }

    static Tensor Loss(Tensor tags, Tensor mood, [Shape("batch", 5)] Tensor<int> trueTags, [Shape("batch", 1)] Tensor trueMood) =>
        tags.CrossEntropy(trueTags, ignoredIndex: -100) + mood.MeanSquaredError(trueMood);
}
