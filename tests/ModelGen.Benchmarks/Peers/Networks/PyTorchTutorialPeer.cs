using TorchSharp;
using static TorchSharp.torch.nn;

namespace ModelGen.Benchmarks.Peers.Networks;

/// <summary>Two convolutions with dropout for small pictures in colour, after PyTorch's tutorials.</summary>
internal sealed class PyTorchTutorialPeer : PeerNetwork
{
    /// <inheritdoc/>
    public override int[] SampleShape => [3, 32, 32];

    /// <inheritdoc/>
    public override int Classes => 10;

    /// <inheritdoc/>
    public override IReadOnlyList<LayerSums> Layers =>
        [LayerSums.Conv2D(32, 3, 3, 30, 30), LayerSums.Conv2D(64, 32, 3, 13, 13), LayerSums.Dense(128, 2304), LayerSums.Dense(10, 128)];

    /// <inheritdoc/>
    public override OurNetwork CreateOurs(int threads)
    {
        PyTorchTutorial network = new(threads: threads);
        return new(network, network.Predict, network.Gradients, network.TrainStep);
    }

    /// <inheritdoc/>
    public override OurNetwork CreateWithoutDropout(int threads)
    {
        PyTorchTutorialWithoutDropout network = new(threads: threads);
        return new(network, network.Predict, network.Gradients, network.TrainStep);
    }

    /// <inheritdoc/>
    public override Module<torch.Tensor, torch.Tensor> CreateTheirs() => Sequential(
        ("conv1", Conv2d(3, 32, 3)),
        ("relu1", ReLU()),
        ("pool1", MaxPool2d(2)),
        ("dropout1", Dropout(0.5)),
        ("conv2", Conv2d(32, 64, 3)),
        ("relu2", ReLU()),
        ("pool2", MaxPool2d(2)),
        ("dropout2", Dropout(0.5)),
        ("flatten", Flatten()),
        ("dense1", Linear(2304, 128)),
        ("relu3", ReLU()),
        ("dropout3", Dropout(0.5)),
        ("dense2", Linear(128, 10)));
}
