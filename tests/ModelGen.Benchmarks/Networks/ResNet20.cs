namespace ModelGen.Benchmarks;

/// <summary>The residual network of 20 layers for small pictures in colour (He et al., "Deep residual learning for image recognition", 2016), its shortcuts projected where the size changes.</summary>
[Network(Initializer = Initializer.HeNormal)]
internal partial class ResNet20
{
    const int Stages = 3;
    const int BlocksPerStage = 3;
    const int FirstChannels = 16;

    static Tensor Forward([Shape("batch", 3, 32, 32)] Tensor image) => Layers(image, smooth: false);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);

    /// <summary>The network's logits, with tanh in place of ReLU where it is to be smooth.</summary>
    internal static Tensor Layers(Tensor image, bool smooth)
    {
        Tensor x = Activation(ConvolutionAndNorm(image, FirstChannels, kernel: 3, stride: 1), smooth);
        for (int stage = 0; stage < Stages; stage++)
        {
            for (int block = 0; block < BlocksPerStage; block++)
                x = Block(x, FirstChannels << stage, stage > 0 && block == 0 ? 2 : 1, smooth);
        }

        return x.GlobalAvgPool().Dense(10);
    }

    private static Tensor Block(Tensor x, int channels, int stride, bool smooth)
    {
        Tensor first = Activation(ConvolutionAndNorm(x, channels, kernel: 3, stride), smooth);
        Tensor second = ConvolutionAndNorm(first, channels, kernel: 3, stride: 1);
        Tensor shortcut = stride == 1 ? x : ConvolutionAndNorm(x, channels, kernel: 1, stride);
        return Activation(second + shortcut, smooth);
    }

    private static Tensor Activation(Tensor x, bool smooth) => smooth ? x.Tanh() : x.Relu();

    private static Tensor ConvolutionAndNorm(Tensor x, int channels, int kernel, int stride) =>
        x.Conv2D(channels, kernel, stride, padding: kernel / 2, bias: false).BatchNorm();
}

/// <summary>The same with tanh in place of ReLU.</summary>
[Network(Initializer = Initializer.HeNormal)]
internal partial class SmoothResNet20
{
    static Tensor Forward([Shape("batch", 3, 32, 32)] Tensor image) => ResNet20.Layers(image, smooth: true);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}
