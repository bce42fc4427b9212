using ModelGen.Numerics.Cases;

namespace ModelGen.Numerics.Tests.Harness;

/// <summary>A network with batch normalisation, with what was generated for it.</summary>
internal sealed record BatchNormNetwork(
    CompiledNetwork Network, Predict Predict, Gradients<float> Gradients, BatchNormNetwork.TrainStepWithOutput Train) : IDisposable
{
    internal delegate float TrainStepWithOutput(ReadOnlySpan<float> x, ReadOnlySpan<float> target, Span<float> output, Optimizer optimizer);

    /// <summary>Makes a network with the first values of its description.</summary>
    public static BatchNormNetwork Create(BatchNormCase description, int threads = 1)
    {
        BatchNormNetwork made = description.Name switch
        {
            "BatchNormRows" => Of(new BatchNormRows(0, threads), n => new(n, n.Predict, n.Gradients, n.TrainStep)),
            "BatchNormSeries" => Of(new BatchNormSeries(0, threads), n => new(n, n.Predict, n.Gradients, n.TrainStep)),
            _ => Of(new BatchNormImages(0, threads), n => new(n, n.Predict, n.Gradients, n.TrainStep)),
        };
        foreach (ParameterDescription parameter in description.Parameters)
            made.Network.Parameters[parameter.Name].CopyFrom(description.DrawParameter(parameter));
        return made;
    }

    /// <summary>The values of a parameter or state.</summary>
    public float[] Values(string name)
    {
        var values = new float[Network.Parameters[name].Count];
        Network.Parameters[name].CopyTo(values);
        return values;
    }

    /// <summary>The gradient of a parameter.</summary>
    public float[] Gradient(string name)
    {
        var values = new float[Network.Parameters[name].Count];
        Network.Parameters[name].CopyGradientTo(values);
        return values;
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private static BatchNormNetwork Of<TNetwork>(TNetwork network, Func<TNetwork, BatchNormNetwork> bind) => bind(network);
}
