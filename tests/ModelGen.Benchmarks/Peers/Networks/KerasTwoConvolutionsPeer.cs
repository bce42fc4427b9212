using TorchSharp;
using static TorchSharp.torch.nn;

namespace ModelGen.Benchmarks.Peers.Networks;

/// <summary>The two-convolution network of Keras's MNIST tutorial.</summary>
internal sealed class KerasTwoConvolutionsPeer : PeerNetwork
{
    /// <inheritdoc/>
    public override int[] SampleShape => [1, 28, 28];

    /// <inheritdoc/>
    public override int Classes => 10;

    /// <inheritdoc/>
    public override IReadOnlyList<LayerSums> Layers =>
        [LayerSums.Conv2D(32, 1, 3, 26, 26), LayerSums.Conv2D(64, 32, 3, 11, 11), LayerSums.Dense(128, 1600), LayerSums.Dense(10, 128)];

    /// <inheritdoc/>
    public override OurNetwork CreateOurs(int threads)
    {
        KerasTwoConvolutions network = new(threads: threads);
        return new(network, network.Predict, network.Gradients, network.TrainStep);
    }

    /// <inheritdoc/>
    public override Module<torch.Tensor, torch.Tensor> CreateTheirs() => Sequential(
        ("conv1", Conv2d(1, 32, 3)),
        ("relu1", ReLU()),
        ("pool1", MaxPool2d(2)),
        ("conv2", Conv2d(32, 64, 3)),
        ("relu2", ReLU()),
        ("pool2", MaxPool2d(2)),
        ("flatten", Flatten()),
        ("dense1", Linear(1600, 128)),
        ("relu3", ReLU()),
        ("dense2", Linear(128, 10)));
}
