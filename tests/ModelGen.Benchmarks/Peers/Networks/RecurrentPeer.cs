using TorchSharp;
using static TorchSharp.torch.nn;

namespace ModelGen.Benchmarks.Peers.Networks;

/// <summary>A recurrent layer of 128 features over 64 steps of 32, and ten classes told from its last state.</summary>
internal abstract class RecurrentPeer : PeerNetwork
{
    protected const int Steps = 64;
    protected const int Features = 32;
    protected const int Hidden = 128;

    /// <inheritdoc/>
    public override int[] SampleShape => [Steps, Features];

    /// <inheritdoc/>
    public override int Classes => 10;

    /// <inheritdoc/>
    public override IReadOnlyList<LayerSums> Layers =>
        [LayerSums.Dense(Gates * Hidden, Features).Times(Steps), LayerSums.Dense(Gates * Hidden, Hidden).Times(Steps), LayerSums.Dense(Classes, Hidden)];

    /// <summary>How many blocks of rows the layer's weights have.</summary>
    protected abstract int Gates { get; }

    // The module's name is a part of its parameters' names.
    protected sealed class Classifier : Module<torch.Tensor, torch.Tensor>
    {
        private readonly Func<torch.Tensor, torch.Tensor> states;
        private readonly Module<torch.Tensor, torch.Tensor> dense = Linear(Hidden, 10);

        public Classifier(string name, Module layer, Func<torch.Tensor, torch.Tensor> states)
            : base(name)
        {
            this.states = states;
            register_module(name, layer);
            register_module("dense1", dense);
        }

        public override torch.Tensor forward(torch.Tensor input) => dense.forward(states(input)[.., -1]);
    }
}

/// <summary>The classifier with long short-term memory.</summary>
internal sealed class LstmPeer : RecurrentPeer
{
    /// <inheritdoc/>
    protected override int Gates => 4;

    /// <inheritdoc/>
    public override OurNetwork CreateOurs(int threads)
    {
        LstmClassifier network = new(threads: threads);
        return new(network, network.Predict, network.Gradients, network.TrainStep);
    }

    /// <inheritdoc/>
    public override Module<torch.Tensor, torch.Tensor> CreateTheirs()
    {
        TorchSharp.Modules.LSTM layer = LSTM(Features, Hidden, batchFirst: true);
        return new Classifier("lstm1", layer, input => layer.call(input).Item1);
    }
}

/// <summary>The classifier with a gated recurrent unit.</summary>
internal sealed class GruPeer : RecurrentPeer
{
    /// <inheritdoc/>
    protected override int Gates => 3;

    /// <inheritdoc/>
    public override OurNetwork CreateOurs(int threads)
    {
        GruClassifier network = new(threads: threads);
        return new(network, network.Predict, network.Gradients, network.TrainStep);
    }

    /// <inheritdoc/>
    public override Module<torch.Tensor, torch.Tensor> CreateTheirs()
    {
        TorchSharp.Modules.GRU layer = GRU(Features, Hidden, batchFirst: true);
        return new Classifier("gru1", layer, input => layer.call(input).Item1);
    }
}
