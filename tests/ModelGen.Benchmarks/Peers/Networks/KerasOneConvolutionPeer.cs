using TorchSharp;
using static TorchSharp.torch.nn;

namespace ModelGen.Benchmarks.Peers.Networks;

/// <summary>A convolution, a pool and a classifier for images of digits, after Keras's tutorial.</summary>
internal sealed class KerasOneConvolutionPeer : PeerNetwork
{
    /// <inheritdoc/>
    public override int[] SampleShape => [1, 28, 28];

    /// <inheritdoc/>
    public override int Classes => 10;

    /// <inheritdoc/>
    public override IReadOnlyList<LayerSums> Layers => [LayerSums.Conv2D(32, 1, 3, 26, 26), LayerSums.Dense(10, 5408)];

    /// <inheritdoc/>
    public override OurNetwork CreateOurs(int threads)
    {
        KerasOneConvolution network = new(threads: threads);
        return new(network, network.Predict, network.Gradients, network.TrainStep);
    }

    /// <inheritdoc/>
    public override Module<torch.Tensor, torch.Tensor> CreateTheirs() => Sequential(
        ("conv1", Conv2d(1, 32, 3)),
        ("relu1", ReLU()),
        ("pool1", MaxPool2d(2)),
        ("flatten", Flatten()),
        ("dense1", Linear(5408, 10)));
}
