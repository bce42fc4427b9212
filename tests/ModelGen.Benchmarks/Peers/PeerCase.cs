using ModelGen.Benchmarks.Peers.Cases;

namespace ModelGen.Benchmarks.Peers;

/// <summary>What is timed.</summary>
internal enum PeerMode
{
    /// <summary>A step: forward, backward, update.</summary>
    Training,

    /// <summary>A prediction.</summary>
    Inference,
}

/// <summary>A network that both sides run. A case is one small class; it joins the comparison by its line in <see cref="All"/>.</summary>
internal abstract class PeerCase
{
    /// <summary>All cases, in the order they are run.</summary>
    public static IReadOnlyList<PeerCase> All { get; } = [new KerasTwoConvolutionsTraining()];

    /// <summary>The case's name.</summary>
    public abstract string Name { get; }

    /// <summary>What is timed.</summary>
    public abstract PeerMode Mode { get; }

    /// <summary>The number of samples of a step.</summary>
    public abstract int Batch { get; }

    /// <summary>The shape of one sample.</summary>
    public abstract int[] SampleShape { get; }

    /// <summary>The number of classes of the labels.</summary>
    public abstract int Classes { get; }

    /// <summary>How many times as fast as libtorch the case must be.</summary>
    public abstract double Floor { get; }

    /// <summary>The network's dense sums, in order from its input.</summary>
    public abstract IReadOnlyList<LayerSums> Layers { get; }

    /// <summary>The floating-point operations of a step if every sum of every layer is computed in full.</summary>
    public double Operations => Layers.Select((layer, index) => layer.Operations(Mode, first: index == 0)).Sum() * Batch;

    /// <summary>The network that ModelGen compiled.</summary>
    public abstract OurSide CreateOurs(PeerData data, int threads);

    /// <summary>The same network in libtorch, its modules named as ours are.</summary>
    public abstract TheirSide CreateTheirs(PeerData data);
}
