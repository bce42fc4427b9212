using TorchSharp;
using static TorchSharp.torch.nn;

namespace ModelGen.Benchmarks.Peers.Networks;

/// <summary>A perceptron of one hidden layer for images of digits.</summary>
internal sealed class DigitsPerceptronPeer : PeerNetwork
{
    /// <inheritdoc/>
    public override int[] SampleShape => [784];

    /// <inheritdoc/>
    public override int Classes => 10;

    /// <inheritdoc/>
    public override IReadOnlyList<LayerSums> Layers => [LayerSums.Dense(128, 784), LayerSums.Dense(10, 128)];

    /// <inheritdoc/>
    public override OurNetwork CreateOurs(int threads)
    {
        DigitsPerceptron network = new(threads: threads);
        return new(network, network.Predict, network.Gradients, network.TrainStep);
    }

    /// <inheritdoc/>
    public override Module<torch.Tensor, torch.Tensor> CreateTheirs() => Sequential(
        ("dense1", Linear(784, 128)),
        ("relu1", ReLU()),
        ("dense2", Linear(128, 10)));
}
