namespace ModelGen.Numerics.Tests;

/// <summary>What a network says, and what it looked at: the weights of an attention beside the logits that come of it.</summary>
[Network]
public partial class LogitsAndWeights
{
    static (Tensor logits, Tensor weights) Forward([Shape("batch", 5, 7)] Tensor x)
    {
        Tensor query = x.Dense(6), key = x.Dense(6, bias: false);
        Tensor weights = (query.MatMul(key.Transpose(1, 2)) * 0.4f).Softmax();
        return (weights.MatMul(x.Dense(6)).Tanh().Mean(1).Dense(3), weights);
    }

    static Tensor Loss(Tensor logits, Tensor weights, [Shape("batch", 3)] Tensor target, [Shape("batch", 5, 5)] Tensor weightsTarget) =>
        (logits * target).Sum() + (weights * weightsTarget).Sum();
}

/// <summary>An image that is stored channels last and given out the other way, and that further layers go on from.</summary>
[Network]
public partial class ImageAndRows
{
    static (Tensor image, Tensor rows) Forward([Shape("batch", 2, 7, 6)] Tensor x)
    {
        Tensor image = x.Conv2D(5, kernel: 3).Tanh();
        return (image, image.MaxPool2D(2).Flatten().Dense(3));
    }

    static Tensor Loss(Tensor image, Tensor rows, [Shape("batch", 5, 5, 4)] Tensor target, [Shape("batch", 3)] Tensor rowsTarget) =>
        (image * target).Sum() + (rows * rowsTarget).Sum();
}

/// <summary>The states of all steps, and the last of them once more.</summary>
[Network]
public partial class StatesAndLast
{
    static (Tensor states, Tensor last) Forward([Shape("batch", 4, 3)] Tensor x)
    {
        Tensor states = x.Gru(5);
        return (states, states.At(axis: 1, position: -1));
    }

    static Tensor Loss(Tensor states, Tensor last, [Shape("batch", 4, 5)] Tensor target, [Shape("batch", 5)] Tensor lastTarget) =>
        (states * target).Sum() + (last * lastTarget).Sum();
}

/// <summary>Outputs that are one another, the input, a parameter, or the same numbers in another shape; of names that emitted code uses itself.</summary>
[Network]
public partial class SharedOutputs
{
    [Parameter(4)] static partial Tensor Weight { get; }

    static (Tensor logits, Tensor loss, Tensor inputs, Tensor optimizer, Tensor weight) Forward([Shape("batch", 2, 2)] Tensor x)
    {
        Tensor logits = x.Flatten() * Weight;
        return (logits, logits, x, x.Flatten(), Weight);
    }

    static Tensor Loss(Tensor logits, Tensor loss, Tensor inputs, Tensor optimizer, Tensor weight, [Shape("batch")] Tensor<int> label) => (logits + loss).CrossEntropy(label);
}
