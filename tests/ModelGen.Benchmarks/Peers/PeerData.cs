namespace ModelGen.Benchmarks.Peers;

/// <summary>The batch that both sides work on.</summary>
internal sealed class PeerData
{
    private const int Seed = 1;

    public PeerData(PeerNetwork network, int batch)
    {
        Random random = new(Seed);
        Shape = [batch, .. network.SampleShape];
        Classes = network.Classes;
        int count = Shape.Aggregate(1, (product, size) => product * size);
        Inputs = network.Indices is null ? [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())] : [];
        Indices = network.Indices is { } indices ? [.. Enumerable.Range(0, count).Select(_ => random.Next(indices))] : [];
        Labels = [.. Enumerable.Range(0, batch * network.LabelsPerSample).Select(_ => random.Next(network.Classes))];
    }

    /// <summary>The shape of the inputs, batch first.</summary>
    public int[] Shape { get; }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The inputs that are numbers, uniform in [0, 1).</summary>
    public float[] Inputs { get; }

    /// <summary>The inputs that are indices.</summary>
    public int[] Indices { get; }

    /// <summary>The classes of each sample.</summary>
    public int[] Labels { get; }
}
