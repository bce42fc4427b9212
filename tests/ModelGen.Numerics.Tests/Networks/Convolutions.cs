namespace ModelGen.Numerics.Tests;

[Network]
public partial class ConvPlain
{
    static Tensor Forward([Shape("batch", 1, 7, 7)] Tensor x) => x.Conv2D(4, kernel: 3);

    static Tensor Loss(Tensor output, [Shape("batch", 4, 5, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvStride
{
    static Tensor Forward([Shape("batch", 3, 11, 9)] Tensor x) => x.Conv2D(5, kernel: 3, stride: 2);

    static Tensor Loss(Tensor output, [Shape("batch", 5, 5, 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvPadding
{
    static Tensor Forward([Shape("batch", 2, 6, 5)] Tensor x) => x.Conv2D(17, kernel: 3, padding: 1);

    static Tensor Loss(Tensor output, [Shape("batch", 17, 6, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvStridePadding
{
    static Tensor Forward([Shape("batch", 3, 9, 8)] Tensor x) => x.Conv2D(7, kernel: 5, stride: 2, padding: 2);

    static Tensor Loss(Tensor output, [Shape("batch", 7, 5, 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvOneByOne
{
    static Tensor Forward([Shape("batch", 7, 5, 3)] Tensor x) => x.Conv2D(16, kernel: 1);

    static Tensor Loss(Tensor output, [Shape("batch", 16, 5, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvWholeImage
{
    static Tensor Forward([Shape("batch", 5, 4, 4)] Tensor x) => x.Conv2D(9, kernel: 4);

    static Tensor Loss(Tensor output, [Shape("batch", 9, 1, 1)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvGaps
{
    static Tensor Forward([Shape("batch", 2, 8, 7)] Tensor x) => x.Conv2D(3, kernel: 2, stride: 3);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 3, 2)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvEvenKernel
{
    static Tensor Forward([Shape("batch", 4, 5, 5)] Tensor x) => x.Conv2D(15, kernel: 2, padding: 1, bias: false);

    static Tensor Loss(Tensor output, [Shape("batch", 15, 6, 6)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvWidePadding
{
    static Tensor Forward([Shape("batch", 2, 3, 3)] Tensor x) => x.Conv2D(3, kernel: 3, padding: 3);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 7, 7)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvManyFilters
{
    static Tensor Forward([Shape("batch", 16, 5, 5)] Tensor x) => x.Conv2D(33, kernel: 3);

    static Tensor Loss(Tensor output, [Shape("batch", 33, 3, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvRelu
{
    static Tensor Forward([Shape("batch", 3, 6, 6)] Tensor x) => x.Conv2D(8, kernel: 3).Relu();

    static Tensor Loss(Tensor output, [Shape("batch", 8, 4, 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvTwice
{
    static Tensor Forward([Shape("batch", 2, 9, 9)] Tensor x) => x.Conv2D(5, kernel: 3).Conv2D(3, kernel: 3);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 5, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvTwicePadding
{
    static Tensor Forward([Shape("batch", 3, 5, 7)] Tensor x) => x.Conv2D(16, kernel: 3, padding: 1).Relu().Conv2D(4, kernel: 3, padding: 1);

    static Tensor Loss(Tensor output, [Shape("batch", 4, 5, 7)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvTwiceStride
{
    static Tensor Forward([Shape("batch", 2, 11, 10)] Tensor x) => x.Conv2D(6, kernel: 3, stride: 2, padding: 1).Tanh().Conv2D(17, kernel: 3, stride: 2, padding: 1);

    static Tensor Loss(Tensor output, [Shape("batch", 17, 3, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvTwiceGaps
{
    static Tensor Forward([Shape("batch", 2, 10, 10)] Tensor x) => x.Conv2D(4, kernel: 3).Conv2D(5, kernel: 2, stride: 4);

    static Tensor Loss(Tensor output, [Shape("batch", 5, 2, 2)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvTwiceOneByOne
{
    static Tensor Forward([Shape("batch", 3, 5, 5)] Tensor x) => x.Conv2D(17, kernel: 1).Sigmoid().Conv2D(8, kernel: 1);

    static Tensor Loss(Tensor output, [Shape("batch", 8, 5, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ConvResidual
{
    static Tensor Forward([Shape("batch", 3, 6, 7)] Tensor x)
    {
        Tensor image = x.Conv2D(4, kernel: 3, padding: 1);
        return image + image.Relu().Conv2D(4, kernel: 3, padding: 1);
    }

    static Tensor Loss(Tensor output, [Shape("batch", 4, 6, 7)] Tensor target) => (output * target).Sum();
}
