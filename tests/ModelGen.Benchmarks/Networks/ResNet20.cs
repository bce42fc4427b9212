namespace ModelGen.Benchmarks;

/// <summary>The residual network of 20 layers for small pictures in colour (He et al., "Deep residual learning for image recognition", 2016), its shortcuts projected where the size changes.</summary>
[Network(Initializer = Initializer.HeNormal)]
internal partial class ResNet20
{
    const int Stages = 3;
    const int BlocksPerStage = 3;
    const int FirstChannels = 16;

    static Tensor Forward([Shape("batch", 3, 32, 32)] Tensor image)
    {
        Tensor x = ConvolutionAndNorm(image, FirstChannels, kernel: 3, stride: 1).Relu();
        for (int stage = 0; stage < Stages; stage++)
        {
            for (int block = 0; block < BlocksPerStage; block++)
                x = Block(x, FirstChannels << stage, stride: stage > 0 && block == 0 ? 2 : 1);
        }

        return x.GlobalAvgPool().Dense(10);
    }

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);

    private static Tensor Block(Tensor x, int channels, int stride)
    {
        Tensor inner = ConvolutionAndNorm(ConvolutionAndNorm(x, channels, kernel: 3, stride).Relu(), channels, kernel: 3, stride: 1);
        Tensor shortcut = stride == 1 ? x : ConvolutionAndNorm(x, channels, kernel: 1, stride);
        return (inner + shortcut).Relu();
    }

    private static Tensor ConvolutionAndNorm(Tensor x, int channels, int kernel, int stride) =>
        x.Conv2D(channels, kernel, stride, padding: kernel / 2, bias: false).BatchNorm();
}
