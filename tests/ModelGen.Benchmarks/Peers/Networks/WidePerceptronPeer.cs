using TorchSharp;
using static TorchSharp.torch.nn;

namespace ModelGen.Benchmarks.Peers.Networks;

/// <summary>A perceptron of two wide hidden layers for images of digits, as in Keras's MNIST example.</summary>
internal sealed class WidePerceptronPeer : PeerNetwork
{
    /// <inheritdoc/>
    public override int[] SampleShape => [784];

    /// <inheritdoc/>
    public override int Classes => 10;

    /// <inheritdoc/>
    public override IReadOnlyList<LayerSums> Layers => [LayerSums.Dense(512, 784), LayerSums.Dense(512, 512), LayerSums.Dense(10, 512)];

    /// <inheritdoc/>
    public override OurNetwork CreateOurs(int threads)
    {
        WidePerceptron network = new(threads: threads);
        return new(network, network.Predict, network.Gradients, network.TrainStep);
    }

    /// <inheritdoc/>
    public override Module<torch.Tensor, torch.Tensor> CreateTheirs() => Sequential(
        ("dense1", Linear(784, 512)),
        ("relu1", ReLU()),
        ("dense2", Linear(512, 512)),
        ("relu2", ReLU()),
        ("dense3", Linear(512, 10)));
}
