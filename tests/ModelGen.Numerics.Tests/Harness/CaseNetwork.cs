using ModelGen.Numerics.Cases;

namespace ModelGen.Numerics.Tests.Harness;

internal delegate void Predict(ReadOnlySpan<float> x, Span<float> output);

internal delegate void PredictTwo(ReadOnlySpan<float> x, ReadOnlySpan<float> second, Span<float> output);

internal delegate float Evaluate<T>(ReadOnlySpan<float> x, ReadOnlySpan<T> target, Span<float> output);

internal delegate float EvaluateTwo(ReadOnlySpan<float> x, ReadOnlySpan<float> second, ReadOnlySpan<float> target, Span<float> output);

internal delegate float Gradients<T>(ReadOnlySpan<float> x, ReadOnlySpan<T> target);

internal delegate float GradientsTwo(ReadOnlySpan<float> x, ReadOnlySpan<float> second, ReadOnlySpan<float> target);

internal delegate float TrainStep<T>(ReadOnlySpan<float> x, ReadOnlySpan<T> target, Optimizer optimizer);

internal delegate float TrainStepTwo(ReadOnlySpan<float> x, ReadOnlySpan<float> second, ReadOnlySpan<float> target, Optimizer optimizer);

internal delegate void PredictBoth(ReadOnlySpan<float> x, Span<float> first, Span<float> second);

internal delegate float EvaluateBoth(ReadOnlySpan<float> x, ReadOnlySpan<float> firstTarget, ReadOnlySpan<float> secondTarget, Span<float> first, Span<float> second);

internal delegate float GradientsBoth(ReadOnlySpan<float> x, ReadOnlySpan<float> firstTarget, ReadOnlySpan<float> secondTarget);

internal delegate float TrainStepBoth(ReadOnlySpan<float> x, ReadOnlySpan<float> firstTarget, ReadOnlySpan<float> secondTarget, Optimizer optimizer);

internal delegate void PredictRows(ReadOnlySpan<int> indices, Span<float> output);

internal delegate float EvaluateRows(ReadOnlySpan<int> indices, ReadOnlySpan<float> target, Span<float> output);

internal delegate float GradientsRows(ReadOnlySpan<int> indices, ReadOnlySpan<float> target);

internal delegate float TrainStepRows(ReadOnlySpan<int> indices, ReadOnlySpan<float> target, Optimizer optimizer);

/// <summary>A network of the list on some back end, whatever its inputs are. Its calls allocate nothing of their own.</summary>
internal abstract class CaseNetwork(CompiledNetwork network) : IDisposable
{
    /// <summary>The network.</summary>
    public CompiledNetwork Network => network;

    /// <summary>Writes the output.</summary>
    public abstract void Predict(CaseBatch batch, Span<float> output);

    /// <summary>Writes the output and returns the loss.</summary>
    public abstract float Evaluate(CaseBatch batch, Span<float> output);

    /// <summary>Leaves each parameter's gradient and returns the loss.</summary>
    public abstract float Gradients(CaseBatch batch);

    /// <summary>Takes one step and returns the loss before it.</summary>
    public abstract float TrainStep(CaseBatch batch, Optimizer optimizer);

    /// <summary>Gives every parameter the first values of its description, once their names and shapes are as described.</summary>
    public CaseNetwork Draw(CaseDescription description)
    {
        Assert.Equal(description.Parameters.Select(parameter => parameter.Name), network.Parameters.Select(parameter => parameter.Name));
        foreach (ParameterDescription parameter in description.Parameters)
        {
            Assert.Equal(parameter.Shape, network.Parameters[parameter.Name].Shape.ToArray());
            network.Parameters[parameter.Name].CopyFrom(description.DrawParameter(parameter));
        }

        return this;
    }

    /// <summary>The values of a parameter.</summary>
    public float[] Values(string parameter)
    {
        var values = new float[network.Parameters[parameter].Count];
        network.Parameters[parameter].CopyTo(values);
        return values;
    }

    /// <summary>The gradient of a parameter.</summary>
    public float[] Gradient(string parameter)
    {
        var values = new float[network.Parameters[parameter].Count];
        network.Parameters[parameter].CopyGradientTo(values);
        return values;
    }

    /// <summary>The values of all parameters, one after the other.</summary>
    public float[] AllValues() => [.. network.Parameters.SelectMany(parameter => Values(parameter.Name))];

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();
}

/// <summary>A network whose loss takes a float target.</summary>
internal sealed class TargetNetwork(
    CompiledNetwork network,
    Predict predict,
    Evaluate<float> evaluate,
    Gradients<float> gradients,
    TrainStep<float> trainStep) : CaseNetwork(network)
{
    /// <inheritdoc/>
    public override void Predict(CaseBatch batch, Span<float> output) => predict(batch.Input, output);

    /// <inheritdoc/>
    public override float Evaluate(CaseBatch batch, Span<float> output) => evaluate(batch.Input, batch.Target, output);

    /// <inheritdoc/>
    public override float Gradients(CaseBatch batch) => gradients(batch.Input, batch.Target);

    /// <inheritdoc/>
    public override float TrainStep(CaseBatch batch, Optimizer optimizer) => trainStep(batch.Input, batch.Target, optimizer);
}

/// <summary>A network whose loss takes class indices.</summary>
internal sealed class LabelNetwork(
    CompiledNetwork network,
    Predict predict,
    Evaluate<int> evaluate,
    Gradients<int> gradients,
    TrainStep<int> trainStep) : CaseNetwork(network)
{
    /// <inheritdoc/>
    public override void Predict(CaseBatch batch, Span<float> output) => predict(batch.Input, output);

    /// <inheritdoc/>
    public override float Evaluate(CaseBatch batch, Span<float> output) => evaluate(batch.Input, batch.Labels, output);

    /// <inheritdoc/>
    public override float Gradients(CaseBatch batch) => gradients(batch.Input, batch.Labels);

    /// <inheritdoc/>
    public override float TrainStep(CaseBatch batch, Optimizer optimizer) => trainStep(batch.Input, batch.Labels, optimizer);
}

/// <summary>A network of two inputs whose loss takes a float target.</summary>
internal sealed class TwoInputNetwork(
    CompiledNetwork network,
    PredictTwo predict,
    EvaluateTwo evaluate,
    GradientsTwo gradients,
    TrainStepTwo trainStep) : CaseNetwork(network)
{
    /// <inheritdoc/>
    public override void Predict(CaseBatch batch, Span<float> output) => predict(batch.Input, batch.SecondInput, output);

    /// <inheritdoc/>
    public override float Evaluate(CaseBatch batch, Span<float> output) => evaluate(batch.Input, batch.SecondInput, batch.Target, output);

    /// <inheritdoc/>
    public override float Gradients(CaseBatch batch) => gradients(batch.Input, batch.SecondInput, batch.Target);

    /// <inheritdoc/>
    public override float TrainStep(CaseBatch batch, Optimizer optimizer) => trainStep(batch.Input, batch.SecondInput, batch.Target, optimizer);
}

/// <summary>A network of two outputs whose loss takes a float target for each.</summary>
internal sealed class TwoOutputNetwork(
    CompiledNetwork network,
    PredictBoth predict,
    EvaluateBoth evaluate,
    GradientsBoth gradients,
    TrainStepBoth trainStep) : CaseNetwork(network)
{
    /// <inheritdoc/>
    public override void Predict(CaseBatch batch, Span<float> output) => predict(batch.Input, output[..batch.FirstCount], output[batch.FirstCount..]);

    /// <inheritdoc/>
    public override float Evaluate(CaseBatch batch, Span<float> output) =>
        evaluate(batch.Input, batch.Target.AsSpan(..batch.FirstCount), batch.Target.AsSpan(batch.FirstCount..), output[..batch.FirstCount], output[batch.FirstCount..]);

    /// <inheritdoc/>
    public override float Gradients(CaseBatch batch) => gradients(batch.Input, batch.Target.AsSpan(..batch.FirstCount), batch.Target.AsSpan(batch.FirstCount..));

    /// <inheritdoc/>
    public override float TrainStep(CaseBatch batch, Optimizer optimizer) =>
        trainStep(batch.Input, batch.Target.AsSpan(..batch.FirstCount), batch.Target.AsSpan(batch.FirstCount..), optimizer);
}

/// <summary>A network of indices whose loss takes a float target.</summary>
internal sealed class IndexNetwork(
    CompiledNetwork network,
    PredictRows predict,
    EvaluateRows evaluate,
    GradientsRows gradients,
    TrainStepRows trainStep) : CaseNetwork(network)
{
    /// <inheritdoc/>
    public override void Predict(CaseBatch batch, Span<float> output) => predict(batch.Indices, output);

    /// <inheritdoc/>
    public override float Evaluate(CaseBatch batch, Span<float> output) => evaluate(batch.Indices, batch.Target, output);

    /// <inheritdoc/>
    public override float Gradients(CaseBatch batch) => gradients(batch.Indices, batch.Target);

    /// <inheritdoc/>
    public override float TrainStep(CaseBatch batch, Optimizer optimizer) => trainStep(batch.Indices, batch.Target, optimizer);
}
