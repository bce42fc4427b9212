namespace ModelGen.Numerics.Tests;

/// <summary>The slope of a small network at its input, as physics-informed networks use it: training derives it a second time.</summary>
[Network]
public partial class GradientOfInput
{
    [Parameter(5, 17)] static partial Tensor W { get; }

    [Parameter(17)] static partial Tensor B { get; }

    [Parameter(17)] static partial Tensor V { get; }

    static Tensor Forward([Shape("batch", 5)] Tensor x) => Tensor.Gradient(((x.Dot(W) + B).Tanh() * V).Sum(), x);

    static Tensor Loss(Tensor slope, [Shape("batch", 5)] Tensor target) => (slope * target).Sum();
}

/// <summary>The second derivative: the gradient of a gradient, whose gradient training takes.</summary>
[Network]
public partial class GradientOfGradient
{
    [Parameter(13)] static partial Tensor Scale { get; }

    [Parameter(13)] static partial Tensor Shift { get; }

    static Tensor Forward([Shape("batch", 13)] Tensor x)
    {
        Tensor value = (x * Scale).Sigmoid() * (x + Shift).Exp() / (1 + x * x * Scale * Scale).Sqrt();
        Tensor first = Tensor.Gradient(value.Sum(), x);
        return Tensor.Gradient(first.Sum(), x);
    }

    static Tensor Loss(Tensor second, [Shape("batch", 13)] Tensor target) => (second * target).Sum();
}

/// <summary>The gradient with respect to a value between, and with respect to a parameter of one that is trained all the same.</summary>
[Network]
public partial class GradientOfHidden
{
    [Parameter(7, 6)] static partial Tensor W { get; }

    [Parameter(6, 6)] static partial Tensor U { get; }

    static Tensor Forward([Shape("batch", 7)] Tensor x)
    {
        Tensor hidden = x.Dot(W).Sigmoid();
        Tensor score = hidden.Dot(U).Softmax().Square().Sum();
        return Tensor.Gradient(score, hidden).Dot(U) + hidden.Dot(Tensor.Gradient(score, U));
    }

    static Tensor Loss(Tensor output, [Shape("batch", 6)] Tensor target) => (output * target).Sum();
}

/// <summary>A gradient penalty (Gulrajani et al., "Improved training of Wasserstein GANs", 2017): how far the slope of a critic is from 1.</summary>
[Network]
public partial class GradientPenalty
{
    static Tensor Forward([Shape("batch", 6)] Tensor x)
    {
        Tensor score = x.Dense(9).Tanh().Dense(1);
        Tensor slope = Tensor.Gradient(score.Sum(), x);
        Tensor length = (slope.Square().Sum(1) + 0.01f).Sqrt();
        return Tensor.Concat(1, score, (length - 1).Square().Unsqueeze(1));
    }

    static Tensor Loss(Tensor output, [Shape("batch", 2)] Tensor target) => (output * target).Sum();
}

/// <summary>The slope of a convolutional network at its images, a saliency map, with layers of the usual kinds between.</summary>
[Network]
public partial class GradientOfImages
{
    static Tensor Forward([Shape("batch", 2, 6, 6)] Tensor image)
    {
        Tensor hidden = image.Conv2D(3, kernel: 3, stride: 2, padding: 1).Tanh().AvgPool2D(2, stride: 1).GroupNorm(1, epsilon: 0.1).Conv2D(4, kernel: 2).Tanh();
        return Tensor.Gradient(hidden.Flatten().Dense(3).LogSoftmax()[.., 0].Sum(), image);
    }

    static Tensor Loss(Tensor slope, [Shape("batch", 2, 6, 6)] Tensor target) => (slope * target).Sum();
}

/// <summary>The slope of a recurrence at its sequence: back through time, and in training through that loop again.</summary>
[Network]
public partial class GradientThroughTime
{
    [Parameter(3, 5)] static partial Tensor W { get; }

    [Parameter(5, 5)] static partial Tensor U { get; }

    static Tensor Forward([Shape("batch", 7, 3)] Tensor x)
    {
        Tensor states = Tensor.Scan(x, Tensor.Zeros("batch", 5), (input, state) => (input.Dot(W) + state.Dot(U)).Tanh());
        return Tensor.Gradient(states.Square().Sum(), x);
    }

    static Tensor Loss(Tensor slope, [Shape("batch", 7, 3)] Tensor target) => (slope * target).Sum();
}

/// <summary>A step that goes down the slope of an energy, as networks that settle do: a gradient inside a loop.</summary>
[Network]
public partial class GradientInStep
{
    [Parameter(4, 4)] static partial Tensor W { get; }

    [Parameter(4)] static partial Tensor B { get; }

    static Tensor Forward([Shape("batch", 5, 4)] Tensor x) => Tensor.Scan(x, Tensor.Zeros("batch", 4), (input, state) =>
    {
        Tensor energy = ((state.Dot(W) + B).Tanh() * input).Sum() + 0.5f * state.Square().Sum();
        return state - 0.3f * Tensor.Gradient(energy, state);
    });

    static Tensor Loss(Tensor states, [Shape("batch", 5, 4)] Tensor target) => (states * target).Sum();
}

/// <summary>The slope at looked-up rows: what adds to rows is looked up again on the way back.</summary>
[Network]
public partial class GradientOfTable
{
    [Parameter(7, 5)] static partial Tensor Table { get; }

    static Tensor Forward([Shape("batch", 4)] Tensor<int> token)
    {
        Tensor read = Table.Gather(token);
        return read.Dot(Tensor.Gradient((read * read.Sigmoid()).Sum(), Table).Transpose());
    }

    static Tensor Loss(Tensor output, [Shape("batch", 4, 7)] Tensor target) => (output * target).Sum();
}

/// <summary>A saliency map of a network with a max-pool: training goes along the winners once more.</summary>
[Network]
public partial class GradientOfPool
{
    static Tensor Forward([Shape("batch", 2, 7, 6)] Tensor image)
    {
        Tensor pooled = image.Conv2D(5, kernel: 2).Tanh().MaxPool2D(2);
        return Tensor.Gradient(pooled.Flatten().Dense(3).LogSoftmax()[.., 0].Sum(), image);
    }

    static Tensor Loss(Tensor saliency, [Shape("batch", 2, 7, 6)] Tensor target) => (saliency * target).Sum();
}
