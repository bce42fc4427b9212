namespace ModelGen.Benchmarks.Peers;

/// <summary>A compiled network with its batch.</summary>
/// <param name="network">The network.</param>
/// <param name="gradients">Computes the gradients of the batch and returns the loss.</param>
/// <param name="predict">Predicts the batch.</param>
/// <param name="trainStep">Takes a step on the batch.</param>
internal sealed class OurSide(CompiledNetwork network, Func<float> gradients, Func<float[]> predict, Action trainStep) : IDisposable
{
    /// <summary>The parameters, by the names that libtorch's side has too.</summary>
    public ParameterList Parameters => network.Parameters;

    /// <summary>Computes the gradients of the batch and returns the loss.</summary>
    public float Gradients() => gradients();

    /// <summary>The output for the batch; the same array at every call.</summary>
    public float[] Predict() => predict();

    /// <summary>What is timed.</summary>
    public void Step(PeerMode mode)
    {
        if (mode == PeerMode.Training)
        {
            trainStep();
        }
        else
        {
            predict();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();
}
