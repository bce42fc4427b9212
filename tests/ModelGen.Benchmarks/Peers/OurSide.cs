using ModelGen.Benchmarks.Comparison;

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
    public float Gradients() => ours.Gradients(data.Inputs, data.Labels);

    /// <summary>The output for the batch; the same array at every call.</summary>
    public float[] Predict()
    {
        ours.Predict(data.Inputs, output);
        return output;
    }

    /// <inheritdoc/>
    public void Step()
    {
        if (peerCase.Mode == PeerMode.Training)
        {
            ours.TrainStep(data.Inputs, data.Labels, optimizer);
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
