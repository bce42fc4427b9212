using ModelGen.Benchmarks.Comparison;
using ModelGen.Benchmarks.Peers.Networks;

namespace ModelGen.Benchmarks.Peers;

/// <summary>A network at a batch, trained or run.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Network">The network.</param>
/// <param name="Mode">What is timed.</param>
/// <param name="Batch">The number of samples of a step.</param>
/// <param name="Recipe">How it is trained.</param>
/// <param name="Floor">How many times as fast as libtorch it must be.</param>
internal sealed record PeerCase(string Name, PeerNetwork Network, PeerMode Mode, int Batch, Recipe Recipe, double Floor) : ComparedCase(Name, Floor)
{
    /// <summary>All cases, in the order they are run.</summary>
    public static IReadOnlyList<PeerCase> All { get; } =
    [
        new("mlp-10-20-5-b32-train", new TutorialPerceptronPeer(), PeerMode.Training, 32, Recipe.Sgd, Floor: 15),
        new("mlp-784-128-10-b128-train", new DigitsPerceptronPeer(), PeerMode.Training, 128, Recipe.Sgd, Floor: 1.2),
        new("mlp-784-512-512-10-b128-train", new WidePerceptronPeer(), PeerMode.Training, 128, Recipe.Adam, Floor: 1.3),
        new("keras-1conv-b128-train", new KerasOneConvolutionPeer(), PeerMode.Training, 128, Recipe.Adam, Floor: 8),
        new("keras-2conv-b128-train", new KerasTwoConvolutionsPeer(), PeerMode.Training, 128, Recipe.Adam, Floor: 4),
        new("pytorch-cnn-b64-train", new PyTorchTutorialPeer(), PeerMode.Training, 64, Recipe.Sgd, Floor: 4),
        new("resnet-20-b64-train", new ResNet20Peer(), PeerMode.Training, 64, Recipe.Momentum, Floor: 1.2),
        new("char-gpt-b12-train", new CharTransformerPeer(), PeerMode.Training, 12, Recipe.AdamW, Floor: 1.3),
        new("lstm-32-128-t64-b32-train", new LstmPeer(), PeerMode.Training, 32, Recipe.Adam, Floor: 1.1),
        new("gru-32-128-t64-b32-train", new GruPeer(), PeerMode.Training, 32, Recipe.Adam, Floor: 1.6),
        new("keras-2conv-b1-train", new KerasTwoConvolutionsPeer(), PeerMode.Training, 1, Recipe.Adam, Floor: 3),
        new("keras-2conv-b1-predict", new KerasTwoConvolutionsPeer(), PeerMode.Inference, 1, Recipe.Adam, Floor: 2),
        new("keras-2conv-b128-predict", new KerasTwoConvolutionsPeer(), PeerMode.Inference, 128, Recipe.Adam, Floor: 3),
    ];

    /// <inheritdoc/>
    public override double Operations => Network.Layers.Select((layer, index) => layer.Operations(Mode, first: index == 0)).Sum() * Batch;

    /// <inheritdoc/>
    public override OurSide CreateOurs(int threads) => new(this, Network.CreateOurs(threads), new PeerData(Network, Batch));

    /// <inheritdoc/>
    public override TheirSide CreateTheirs() => new(this, Network.CreateTheirs(), new PeerData(Network, Batch));

    /// <inheritdoc/>
    public override string? CreateBoth(int threads, out IComparedSide ours, out IComparedSide theirs)
    {
        OurSide our = CreateOurs(threads);
        TheirSide their = CreateTheirs();
        (ours, theirs) = (our, their);
        their.Load(our.Network.Parameters);
        their.Train(Mode == PeerMode.Training);
        var data = new PeerData(Network, Batch);
        // In double precision: libtorch's own single precision strays in deep networks.
        using TheirSide judge = new(this, Network.CreateTheirs(), data, TorchSharp.torch.ScalarType.Float64);
        string? disagreement = PeerAgreement.CheckOutput(our, judge);
        if (Mode == PeerMode.Inference || disagreement is not null)
            return disagreement;
        if (Network.CreateWithoutDropout(threads) is { } steady)
        {
            using OurSide comparable = new(this, steady, data);
            return PeerAgreement.CheckGradients(our.Network.Parameters, comparable, judge, trains: false);
        }

        if (Network.CreateSmooth(threads) is { } smooth)
        {
            using OurSide comparable = new(this, smooth.Ours, data);
            using TheirSide smoothJudge = new(this, smooth.Theirs, data, TorchSharp.torch.ScalarType.Float64);
            return PeerAgreement.CheckGradients(our.Network.Parameters, comparable, smoothJudge, trains: true);
        }

        return PeerAgreement.CheckGradients(our.Network.Parameters, our, judge, trains: true);
    }
}
