using TorchSharp;
using static TorchSharp.torch.nn;

namespace ModelGen.Benchmarks.Peers.Networks;

/// <summary>The perceptron of 10, 20 and 5 units of Theano's tutorial.</summary>
internal sealed class TutorialPerceptronPeer : PeerNetwork
{
    /// <inheritdoc/>
    public override int[] SampleShape => [10];

    /// <inheritdoc/>
    public override int Classes => 5;

    /// <inheritdoc/>
    public override IReadOnlyList<LayerSums> Layers => [LayerSums.Dense(20, 10), LayerSums.Dense(5, 20)];

    /// <inheritdoc/>
    public override OurNetwork CreateOurs(int threads)
    {
        TutorialPerceptron network = new(threads: threads);
        return new(network, network.Predict, network.Gradients, network.TrainStep);
    }

    /// <inheritdoc/>
    public override Module<torch.Tensor, torch.Tensor> CreateTheirs() => Sequential(
        ("dense1", Linear(10, 20)),
        ("tanh1", Tanh()),
        ("dense2", Linear(20, 5)));
}
