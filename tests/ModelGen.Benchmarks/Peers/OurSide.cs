namespace ModelGen.Benchmarks.Peers;

/// <summary>The generated <c>Predict</c> of a classifier.</summary>
internal delegate void Predict(ReadOnlySpan<float> inputs, Span<float> output);

/// <summary>The generated <c>Gradients</c> of a classifier.</summary>
internal delegate float Gradients(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);

/// <summary>The generated <c>TrainStep</c> of a classifier.</summary>
internal delegate float TrainStep(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels, Optimizer optimizer);

/// <summary>A compiled network with what was generated for it.</summary>
internal sealed record OurNetwork(CompiledNetwork Network, Predict Predict, Gradients Gradients, TrainStep TrainStep);

/// <summary>A compiled network with its batch.</summary>
/// <param name="ours">The network.</param>
/// <param name="data">The batch.</param>
/// <param name="optimizer">What trains it.</param>
internal sealed class OurSide(OurNetwork ours, PeerData data, Optimizer optimizer) : IDisposable
{
    private readonly float[] output = new float[data.Labels.Length * data.Classes];

    /// <summary>The network.</summary>
    public CompiledNetwork Network => ours.Network;

    /// <summary>Computes the gradients of the batch and returns the loss.</summary>
    public float Gradients() => ours.Gradients(data.Inputs, data.Labels);

    /// <summary>The output for the batch; the same array at every call.</summary>
    public float[] Predict()
    {
        ours.Predict(data.Inputs, output);
        return output;
    }

    /// <summary>What is timed.</summary>
    public void Step(PeerMode mode)
    {
        if (mode == PeerMode.Training)
        {
            ours.TrainStep(data.Inputs, data.Labels, optimizer);
        }
        else
        {
            Predict();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => ours.Network.Dispose();
}
