namespace ModelGen.Benchmarks;

/// <summary>The residual network of 50 layers (He et al., "Deep residual learning for image recognition", 2016), as PyTorch builds it: the stride lies in a block's middle convolution.</summary>
[Network(Initializer = Initializer.HeNormal)]
internal partial class ResNet50
{
    const int Expansion = 4;

    static readonly int[] Blocks = [3, 4, 6, 3];

    static Tensor Forward([Shape("batch", 3, 224, 224)] Tensor image)
    {
        Tensor x = ConvolutionAndNorm(image, 64, kernel: 7, stride: 2).Relu().MaxPool2D(3, stride: 2, padding: 1);
        for (int stage = 0; stage < Blocks.Length; stage++)
        {
            for (int block = 0; block < Blocks[stage]; block++)
                x = Block(x, 64 << stage, stage > 0 && block == 0 ? 2 : 1, projects: block == 0);
        }

        return x.GlobalAvgPool().Dense(1000);
    }

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);

    private static Tensor Block(Tensor x, int channels, int stride, bool projects)
    {
        Tensor narrow = ConvolutionAndNorm(x, channels, kernel: 1, stride: 1).Relu();
        Tensor middle = ConvolutionAndNorm(narrow, channels, kernel: 3, stride).Relu();
        Tensor wide = ConvolutionAndNorm(middle, channels * Expansion, kernel: 1, stride: 1);
        Tensor shortcut = projects ? ConvolutionAndNorm(x, channels * Expansion, kernel: 1, stride) : x;
        return (wide + shortcut).Relu();
    }

    private static Tensor ConvolutionAndNorm(Tensor x, int channels, int kernel, int stride) =>
        x.Conv2D(channels, kernel, stride, padding: kernel / 2, bias: false).BatchNorm();
}
