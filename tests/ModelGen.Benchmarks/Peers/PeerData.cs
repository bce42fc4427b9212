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
        Inputs = [.. Enumerable.Range(0, Shape.Aggregate(1, (product, size) => product * size)).Select(_ => random.NextSingle())];
        Labels = [.. Enumerable.Range(0, batch).Select(_ => random.Next(network.Classes))];
    }

    /// <summary>The shape of <see cref="Inputs"/>, batch first.</summary>
    public int[] Shape { get; }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The inputs, uniform in [0, 1).</summary>
    public float[] Inputs { get; }

    /// <summary>The class of each sample.</summary>
    public int[] Labels { get; }
}
