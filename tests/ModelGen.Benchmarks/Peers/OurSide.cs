using ModelGen.Benchmarks.Comparison;

namespace ModelGen.Benchmarks.Peers;

/// <summary>The generated <c>Predict</c> of a classifier.</summary>
internal delegate void Predict<T>(ReadOnlySpan<T> inputs, Span<float> output);

/// <summary>The generated <c>Gradients</c> of a classifier.</summary>
internal delegate float Gradients<T>(ReadOnlySpan<T> inputs, ReadOnlySpan<int> labels);

/// <summary>The generated <c>TrainStep</c> of a classifier.</summary>
internal delegate float TrainStep<T>(ReadOnlySpan<T> inputs, ReadOnlySpan<int> labels, Optimizer optimizer);

/// <summary>A compiled network with what was generated for it, on the batch of both sides.</summary>
internal sealed record OurNetwork(CompiledNetwork Network, Action<PeerData, float[]> Predict, Func<PeerData, float> Gradients, Action<PeerData, Optimizer> TrainStep)
{
    /// <summary>A network whose inputs are numbers.</summary>
    public OurNetwork(CompiledNetwork network, Predict<float> predict, Gradients<float> gradients, TrainStep<float> trainStep)
        : this(
            network,
            (data, output) => predict(data.Inputs, output),
            data => gradients(data.Inputs, data.Labels),
            (data, optimizer) => trainStep(data.Inputs, data.Labels, optimizer))
    {
    }

    /// <summary>A network whose inputs are indices.</summary>
    public OurNetwork(CompiledNetwork network, Predict<int> predict, Gradients<int> gradients, TrainStep<int> trainStep)
        : this(
            network,
            (data, output) => predict(data.Indices, output),
            data => gradients(data.Indices, data.Labels),
            (data, optimizer) => trainStep(data.Indices, data.Labels, optimizer))
    {
    }
}

/// <summary>A compiled network with its batch.</summary>
/// <param name="peerCase">What is done with it.</param>
/// <param name="ours">The network.</param>
/// <param name="data">The batch.</param>
internal sealed class OurSide(PeerCase peerCase, OurNetwork ours, PeerData data) : IComparedSide
{
    private float[][] initial = [.. ours.Network.Parameters.Select(ValuesOf)];
    private readonly float[] output = new float[data.Labels.Length * data.Classes];
    private Optimizer optimizer = peerCase.Recipe.CreateOurs();

    /// <summary>The network.</summary>
    public CompiledNetwork Network => ours.Network;

    /// <summary>Computes the gradients of the batch and returns the loss.</summary>
    public float Gradients() => ours.Gradients(data);

    /// <summary>The output for the batch; the same array at every call.</summary>
    public float[] Predict()
    {
        ours.Predict(data, output);
        return output;
    }

    /// <inheritdoc/>
    public void Step()
    {
        if (peerCase.Mode == PeerMode.Training)
        {
            ours.TrainStep(data, optimizer);
        }
        else
        {
            Predict();
        }
    }

    /// <summary>Takes the values of each parameter, as those that <see cref="Restart"/> goes back to.</summary>
    public void Load(ParameterList source)
    {
        initial = [.. source.Select(ValuesOf)];
        Restart();
    }

    /// <summary>Takes back all training, the optimiser's memory included.</summary>
    public void Restart()
    {
        foreach ((Parameter parameter, float[] values) in ours.Network.Parameters.Zip(initial))
        {
            parameter.CopyFrom(values);
        }

        optimizer = peerCase.Recipe.CreateOurs();
    }

    /// <inheritdoc/>
    public void Dispose() => ours.Network.Dispose();

    private static float[] ValuesOf(Parameter parameter)
    {
        var values = new float[parameter.Count];
        parameter.CopyTo(values);
        return values;
    }
}
