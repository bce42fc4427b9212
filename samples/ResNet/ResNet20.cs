using ModelGen;

namespace ResNet;

/// <summary>
/// ResNet-20 for pictures of 32×32 (He et al. 2016, arXiv:1512.03385, section 4.2), of 272,474 parameters: three stages of three blocks, with 16, 32 and 64 channels.
/// Where a stage begins, a convolution of one pixel brings what skips the block to the new size.
/// </summary>
[Network(Initializer = Initializer.HeNormal)]
public partial class ResNet20
{
    public const int Classes = 10;

    private const int Stages = 3;
    private const int Blocks = 3;

    private static Tensor Forward([Shape("batch", 3, 32, 32)] Tensor x)
    {
        x = x.Conv2D(16, kernel: 3, padding: 1, bias: false, name: "conv1").BatchNorm(name: "bn1").Relu();
        for (int stage = 0; stage < Stages; stage++)
        {
            for (int block = 0; block < Blocks; block++)
            {
                using (Tensor.Scope($"layer{stage + 1}.{block}"))
                {
                    x = Block(x, 16 << stage, begins: stage > 0 && block == 0);
                }
            }
        }

        return x.GlobalAvgPool().Dense(Classes, name: "fc");
    }

    private static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);

    /// <summary>Two convolutions, and a way around them. One that begins a stage halves height and width.</summary>
    private static Tensor Block(Tensor x, int channels, bool begins)
    {
        int stride = begins ? 2 : 1;
        Tensor residual = x.Conv2D(channels, kernel: 3, stride: stride, padding: 1, bias: false, name: "conv1").BatchNorm(name: "bn1").Relu();
        residual = residual.Conv2D(channels, kernel: 3, padding: 1, bias: false, name: "conv2").BatchNorm(name: "bn2");
        if (begins)
        {
            x = x.Conv2D(channels, kernel: 1, stride: 2, bias: false, name: "shortcut").BatchNorm(name: "bn3");
        }

        return (residual + x).Relu();
    }
}
