using TorchSharp;
using static TorchSharp.torch.nn;

namespace ModelGen.Benchmarks.Peers.Cases;

/// <summary>The two-convolution network of Keras's MNIST tutorial, trained with Adam.</summary>
internal sealed class KerasTwoConvolutionsTraining : PeerCase
{
    private const float LearningRate = 1e-3f;

    /// <inheritdoc/>
    public override string Name => "keras-2conv-b128-train";

    /// <inheritdoc/>
    public override PeerMode Mode => PeerMode.Training;

    /// <inheritdoc/>
    public override int Batch => 128;

    /// <inheritdoc/>
    public override int[] SampleShape => [1, 28, 28];

    /// <inheritdoc/>
    public override int Classes => 10;

    /// <inheritdoc/>
    public override double Floor => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<LayerSums> Layers =>
        [LayerSums.Conv2D(32, 1, 3, 26, 26), LayerSums.Conv2D(64, 32, 3, 11, 11), LayerSums.Dense(128, 1600), LayerSums.Dense(10, 128)];

    /// <inheritdoc/>
    public override OurSide CreateOurs(PeerData data, int threads)
    {
        KerasTwoConvolutions network = new(threads: threads);
        Adam adam = new(LearningRate);
        var logits = new float[Batch * Classes];
        return new(
            network,
            gradients: () => network.Gradients(data.Inputs, data.Labels),
            predict: () =>
            {
                network.Predict(data.Inputs, logits);
                return logits;
            },
            trainStep: () => network.TrainStep(data.Inputs, data.Labels, adam));
    }

    /// <inheritdoc/>
    public override TheirSide CreateTheirs(PeerData data) => new(
        Sequential(
            ("conv1", Conv2d(1, 32, 3)),
            ("relu1", ReLU()),
            ("pool1", MaxPool2d(2)),
            ("conv2", Conv2d(32, 64, 3)),
            ("relu2", ReLU()),
            ("pool2", MaxPool2d(2)),
            ("flatten", Flatten()),
            ("dense1", Linear(1600, 128)),
            ("relu3", ReLU()),
            ("dense2", Linear(128, 10))),
        parameters => torch.optim.Adam(parameters, LearningRate),
        data);
}
