using TorchSharp;
using static TorchSharp.torch.nn;

namespace ModelGen.Benchmarks.Peers.Networks;

/// <summary>The transformer over characters. libtorch's attends with its fused kernel.</summary>
internal sealed class CharTransformerPeer : PeerNetwork
{
    private const int Width = CharTransformer.Width;
    private const int Context = CharTransformer.Context;
    private const int Vocabulary = CharTransformer.Vocabulary;

    /// <inheritdoc/>
    public override int[] SampleShape => [Context];

    /// <inheritdoc/>
    public override int Classes => Vocabulary;

    /// <inheritdoc/>
    public override int? Indices => Vocabulary;

    /// <inheritdoc/>
    public override int LabelsPerSample => Context;

    /// <inheritdoc/>
    public override IReadOnlyList<LayerSums> Layers =>
    [
        // What looks up rows multiplies nothing.
        default,
        .. Enumerable.Repeat<LayerSums[]>(
            [
                LayerSums.Dense(3 * Width, Width).Times(Context),
                LayerSums.Attention(Context, Width),
                LayerSums.Dense(Width, Width).Times(Context),
                LayerSums.Dense(4 * Width, Width).Times(Context),
                LayerSums.Dense(Width, 4 * Width).Times(Context),
            ],
            CharTransformer.Blocks).SelectMany(block => block),
        LayerSums.Dense(Vocabulary, Width).Times(Context),
    ];

    /// <inheritdoc/>
    public override OurNetwork CreateOurs(int threads)
    {
        CharTransformer network = new(threads: threads);
        return new(network, network.Predict, network.Gradients, network.TrainStep);
    }

    /// <inheritdoc/>
    public override Module<torch.Tensor, torch.Tensor> CreateTheirs() => new Transformer();

    private static Module<torch.Tensor, torch.Tensor> Norm() => LayerNorm([Width], elementwise_affine: true, bias: false);

    private static Module<torch.Tensor, torch.Tensor> Dense(int features, int units) => Linear(features, units, hasBias: false);

    private sealed class Transformer : Module<torch.Tensor, torch.Tensor>
    {
        private readonly Module<torch.Tensor, torch.Tensor> characters = Embedding(Vocabulary, Width);
        private readonly Module<torch.Tensor, torch.Tensor> positions = Embedding(Context, Width);
        private readonly Module<torch.Tensor, torch.Tensor> blocks = Sequential([.. Enumerable.Range(0, CharTransformer.Blocks).Select(block => ($"{block}", (Module<torch.Tensor, torch.Tensor>)new Block()))]);
        private readonly Module<torch.Tensor, torch.Tensor> norm = Norm();
        private readonly Module<torch.Tensor, torch.Tensor> head = Dense(Width, Vocabulary);

        public Transformer()
            : base(nameof(CharTransformer)) => RegisterComponents();

        // One row of logits for each position, as cross-entropy takes them.
        public override torch.Tensor forward(torch.Tensor input) =>
            head.forward(norm.forward(blocks.forward(characters.forward(input) + positions.forward(torch.arange(Context))))).flatten(0, 1);
    }

    private sealed class Block : Module<torch.Tensor, torch.Tensor>
    {
        private readonly Module<torch.Tensor, torch.Tensor> norm1 = Norm();
        private readonly Module<torch.Tensor, torch.Tensor> attention = new Attention();
        private readonly Module<torch.Tensor, torch.Tensor> norm2 = Norm();
        private readonly Module<torch.Tensor, torch.Tensor> expand = Dense(Width, 4 * Width);
        private readonly Module<torch.Tensor, torch.Tensor> project = Dense(4 * Width, Width);

        public Block()
            : base(nameof(Block)) => RegisterComponents();

        public override torch.Tensor forward(torch.Tensor input)
        {
            torch.Tensor x = input + attention.forward(norm1.forward(input));
            return x + project.forward(functional.gelu(expand.forward(norm2.forward(x))));
        }
    }

    private sealed class Attention : Module<torch.Tensor, torch.Tensor>
    {
        private const string Projection = "in_proj_weight";

        private readonly Module<torch.Tensor, torch.Tensor> output = Dense(Width, Width);

        public Attention()
            : base(nameof(Attention))
        {
            register_parameter(Projection, Parameter(torch.empty(3 * Width, Width)));
            register_module("out_proj", output);
        }

        public override torch.Tensor forward(torch.Tensor input)
        {
            long batch = input.shape[0];
            torch.Tensor[] parts = [.. functional.linear(input, get_parameter(Projection)!).chunk(3, 2).Select(part => part.view(batch, Context, CharTransformer.Heads, -1).transpose(1, 2))];
            torch.Tensor attended = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], is_casual: true);
            return output.forward(attended.transpose(1, 2).reshape(batch, Context, Width));
        }
    }
}
