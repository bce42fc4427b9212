using TorchSharp;

namespace ModelGen.Benchmarks.Peers;

/// <summary>A classifier that both sides can run.</summary>
internal abstract class PeerNetwork
{
    /// <summary>The shape of one sample.</summary>
    public abstract int[] SampleShape { get; }

    /// <summary>The number of classes of the labels.</summary>
    public abstract int Classes { get; }

    /// <summary>Where the inputs are indices, how many there are; null where they are numbers.</summary>
    public virtual int? Indices => null;

    /// <summary>The labels of one sample.</summary>
    public virtual int LabelsPerSample => 1;

    /// <summary>The network's dense sums, in order from its input.</summary>
    public abstract IReadOnlyList<LayerSums> Layers { get; }

    /// <summary>The network that ModelGen compiled.</summary>
    public abstract OurNetwork CreateOurs(int threads);

    /// <summary>Where the network drops out: the same network without it, whose gradients libtorch's can be compared with; else null.</summary>
    public virtual OurNetwork? CreateWithoutDropout(int threads) => null;

    /// <summary>
    /// Where the network is so deep that rounding sends some ReLU to the other side of its kink, which no bound on gradients survives: the same network, in both
    /// versions, with tanh in its place; else null.
    /// </summary>
    public virtual (OurNetwork Ours, torch.nn.Module<torch.Tensor, torch.Tensor> Theirs)? CreateSmooth(int threads) => null;

    /// <summary>The same network in libtorch, its modules named as ours are.</summary>
    public abstract torch.nn.Module<torch.Tensor, torch.Tensor> CreateTheirs();
}
