namespace ModelGen.Numerics.Tests;

/// <summary>A perceptron that goes down its gradient by itself, as Theano's tutorials write one.</summary>
[Network]
public partial class DescendingPerceptron
{
    [Parameter(7, 17)] static partial Tensor W1 { get; }

    [Parameter(17)] static partial Tensor B1 { get; }

    [Parameter(17, 5)] static partial Tensor W2 { get; }

    [Parameter(5)] static partial Tensor B2 { get; }

    static Tensor Forward([Shape("batch", 7)] Tensor x) => (x.Dot(W1) + B1).Tanh().Dot(W2) + B2;

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label)
    {
        Tensor loss = logits.CrossEntropy(label);
        foreach (Tensor parameter in new[] { W1, B1, W2, B2 })
            Tensor.Update(parameter, parameter - 0.1f * Tensor.Gradient(loss, parameter));
        return loss;
    }
}

/// <summary>The same perceptron, left to an optimiser.</summary>
[Network]
public partial class OptimisedPerceptron
{
    [Parameter(7, 17)] static partial Tensor W1 { get; }

    [Parameter(17)] static partial Tensor B1 { get; }

    [Parameter(17, 5)] static partial Tensor W2 { get; }

    [Parameter(5)] static partial Tensor B2 { get; }

    static Tensor Forward([Shape("batch", 7)] Tensor x) => (x.Dot(W1) + B1).Tanh().Dot(W2) + B2;

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}

/// <summary>The same perceptron with momentum: Theano's shared variables for the velocities.</summary>
[Network]
public partial class RollingPerceptron
{
    [Parameter(7, 17)] static partial Tensor W1 { get; }

    [Parameter(17)] static partial Tensor B1 { get; }

    [Parameter(17, 5)] static partial Tensor W2 { get; }

    [Parameter(5)] static partial Tensor B2 { get; }

    [Parameter(7, 17, Initializer = Initializer.Zeros)] static partial Tensor VelocityW1 { get; }

    [Parameter(17)] static partial Tensor VelocityB1 { get; }

    [Parameter(17, 5, Initializer = Initializer.Zeros)] static partial Tensor VelocityW2 { get; }

    [Parameter(5)] static partial Tensor VelocityB2 { get; }

    static Tensor Forward([Shape("batch", 7)] Tensor x) => (x.Dot(W1) + B1).Tanh().Dot(W2) + B2;

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label)
    {
        Tensor loss = logits.CrossEntropy(label);
        Roll(loss, W1, VelocityW1);
        Roll(loss, B1, VelocityB1);
        Roll(loss, W2, VelocityW2);
        Roll(loss, B2, VelocityB2);
        return loss;
    }

    static void Roll(Tensor loss, Tensor parameter, Tensor velocity)
    {
        Tensor next = 0.9f * velocity + Tensor.Gradient(loss, parameter);
        Tensor.Update(velocity, next);
        Tensor.Update(parameter, parameter - 0.1f * next);
    }
}

/// <summary>A recurrence that goes down its gradient by itself: one loop goes back for all three weights.</summary>
[Network]
public partial class DescendingRecurrence
{
    [Parameter(3, 9)] static partial Tensor W { get; }

    [Parameter(9, 9)] static partial Tensor U { get; }

    [Parameter(9, 4)] static partial Tensor V { get; }

    static Tensor Forward([Shape("batch", 6, 3)] Tensor x) =>
        Tensor.Scan(x, Tensor.Zeros("batch", 9), (input, state) => (input.Dot(W) + state.Dot(U)).Tanh()).At(axis: 1, position: -1).Dot(V);

    static Tensor Loss(Tensor output, [Shape("batch", 4)] Tensor target)
    {
        Tensor loss = output.MeanSquaredError(target);
        foreach (Tensor parameter in new[] { W, U, V })
            Tensor.Update(parameter, parameter - 0.2f * Tensor.Gradient(loss, parameter));
        return loss;
    }
}

/// <summary>The same recurrence, left to an optimiser.</summary>
[Network]
public partial class OptimisedRecurrence
{
    [Parameter(3, 9)] static partial Tensor W { get; }

    [Parameter(9, 9)] static partial Tensor U { get; }

    [Parameter(9, 4)] static partial Tensor V { get; }

    static Tensor Forward([Shape("batch", 6, 3)] Tensor x) =>
        Tensor.Scan(x, Tensor.Zeros("batch", 9), (input, state) => (input.Dot(W) + state.Dot(U)).Tanh()).At(axis: 1, position: -1).Dot(V);

    static Tensor Loss(Tensor output, [Shape("batch", 4)] Tensor target) => output.MeanSquaredError(target);
}

/// <summary>Layers that an optimiser trains, and beside them a running mean, a count of steps and a copy of what the step found.</summary>
[Network]
public partial class MixedUpdates
{
    [Parameter(5)] static partial Tensor Mean { get; }

    [Parameter(1)] static partial Tensor Steps { get; }

    [Parameter(1)] static partial Tensor StepsBefore { get; }

    static Tensor Forward([Shape("batch", 7)] Tensor x) => x.Dense(5) - Mean;

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target)
    {
        Tensor.Update(Steps, Steps + 1);
        Tensor.Update(StepsBefore, Steps);
        Tensor.Update(Mean, 0.9f * Mean + 0.1f * (output + Mean).Mean(0));
        return output.MeanSquaredError(target);
    }
}

/// <summary>Slopes of a network that behaves otherwise in training: batch normalisation and dropout.</summary>
[Network]
public partial class SlopeByMode
{
    static Tensor Forward([Shape("batch", 6)] Tensor x) => Tensor.Gradient(x.Dense(5).BatchNorm().Tanh().Dropout(0.5f).Dense(3).Square().Sum(), x);

    static Tensor Loss(Tensor slope, [Shape("batch", 6)] Tensor target) => slope.MeanSquaredError(target);
}

/// <summary>A convolution that an optimiser trains, and a head behind flattened images that goes down its gradient by itself.</summary>
[Network]
public partial class DescendingHead
{
    [Parameter(48, 5)] static partial Tensor W { get; }

    static Tensor Forward([Shape("batch", 1, 10, 10)] Tensor image) => image.Conv2D(3, kernel: 3).Relu().MaxPool2D(2).Flatten().Dot(W);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label)
    {
        Tensor loss = logits.CrossEntropy(label);
        Tensor.Update(W, W - 0.1f * Tensor.Gradient(loss, W));
        return loss;
    }
}

/// <summary>The same network, left to an optimiser.</summary>
[Network]
public partial class OptimisedHead
{
    [Parameter(48, 5)] static partial Tensor W { get; }

    static Tensor Forward([Shape("batch", 1, 10, 10)] Tensor image) => image.Conv2D(3, kernel: 3).Relu().MaxPool2D(2).Flatten().Dot(W);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}
