using TorchSharp;
using static TorchSharp.torch.nn;

namespace ModelGen.Benchmarks.Peers.Networks;

/// <summary>The residual network of 20 layers for small pictures in colour.</summary>
internal sealed class ResNet20Peer : PeerNetwork
{
    /// <inheritdoc/>
    public override int[] SampleShape => [3, 32, 32];

    /// <inheritdoc/>
    public override int Classes => 10;

    /// <inheritdoc/>
    public override IReadOnlyList<LayerSums> Layers =>
    [
        LayerSums.Conv2D(16, 3, 3, 32, 32),
        .. Enumerable.Repeat(LayerSums.Conv2D(16, 16, 3, 32, 32), 6),
        LayerSums.Conv2D(32, 16, 3, 16, 16),
        LayerSums.Conv2D(32, 16, 1, 16, 16),
        .. Enumerable.Repeat(LayerSums.Conv2D(32, 32, 3, 16, 16), 5),
        LayerSums.Conv2D(64, 32, 3, 8, 8),
        LayerSums.Conv2D(64, 32, 1, 8, 8),
        .. Enumerable.Repeat(LayerSums.Conv2D(64, 64, 3, 8, 8), 5),
        LayerSums.Dense(10, 64),
    ];

    /// <inheritdoc/>
    public override OurNetwork CreateOurs(int threads)
    {
        ResNet20 network = new(threads: threads);
        return new(network, network.Predict, network.Gradients, network.TrainStep);
    }

    /// <inheritdoc/>
    public override Module<torch.Tensor, torch.Tensor> CreateTheirs() => new Residual(x => x.relu());

    /// <inheritdoc/>
    public override (OurNetwork Ours, Module<torch.Tensor, torch.Tensor> Theirs)? CreateSmooth(int threads)
    {
        SmoothResNet20 network = new(threads: threads);
        return (new(network, network.Predict, network.Gradients, network.TrainStep), new Residual(x => x.tanh()));
    }

    private sealed class Residual : Module<torch.Tensor, torch.Tensor>
    {
        private readonly Func<torch.Tensor, torch.Tensor> activation;
        private readonly Module<torch.Tensor, torch.Tensor> first;
        private readonly List<Block> blocks = [];
        private readonly Module<torch.Tensor, torch.Tensor> dense = Linear(64, 10);
        private int layers;

        public Residual(Func<torch.Tensor, torch.Tensor> activation)
            : base(nameof(ResNet20))
        {
            this.activation = activation;
            first = Layer(3, 16, 3, 1);
            int channels = 16;
            for (int block = 0; block < 9; block++)
            {
                int filters = 16 << (block / 3), stride = block is 3 or 6 ? 2 : 1;
                blocks.Add(new Block(Layer(channels, filters, 3, stride), Layer(filters, filters, 3, 1), stride == 1 ? null : Layer(channels, filters, 1, stride)));
                channels = filters;
            }

            register_module("dense1", dense);
        }

        public override torch.Tensor forward(torch.Tensor input)
        {
            torch.Tensor x = activation(first.forward(input));
            foreach (Block block in blocks)
                x = activation(block.Second.forward(activation(block.First.forward(x))) + (block.Shortcut is null ? x : block.Shortcut.forward(x)));
            return dense.forward(x.mean([2L, 3L]));
        }

        private Module<torch.Tensor, torch.Tensor> Layer(int channels, int filters, int kernel, int stride)
        {
            Module<torch.Tensor, torch.Tensor> convolution = Conv2d(channels, filters, kernel, stride, kernel / 2, bias: false), norm = BatchNorm2d(filters);
            layers++;
            register_module($"conv{layers}", convolution);
            register_module($"norm{layers}", norm);
            return Sequential(convolution, norm);
        }

        private sealed record Block(Module<torch.Tensor, torch.Tensor> First, Module<torch.Tensor, torch.Tensor> Second, Module<torch.Tensor, torch.Tensor>? Shortcut);
    }
}
