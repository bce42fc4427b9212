namespace ModelGen.Numerics.Tests;

[Network]
public partial class WinnersOdd
{
    static Tensor Forward([Shape("batch", 2, 12, 11)] Tensor x) => x
        .Conv2D(9, kernel: 2).Relu()
        .Conv2D(17, kernel: 3).Relu().MaxPool2D(2);

    static Tensor Loss(Tensor output, [Shape("batch", 17, 4, 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class WinnersStridePadding
{
    static Tensor Forward([Shape("batch", 2, 11, 10)] Tensor x) => x
        .Conv2D(24, kernel: 3).Relu()
        .Conv2D(5, kernel: 3, stride: 2, padding: 1).Relu().MaxPool2D(2);

    static Tensor Loss(Tensor output, [Shape("batch", 5, 2, 2)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class WinnersGaps
{
    static Tensor Forward([Shape("batch", 1, 12, 12)] Tensor x) => x
        .Conv2D(10, kernel: 3).Relu()
        .Conv2D(6, kernel: 2).Relu().MaxPool2D(2, stride: 3);

    static Tensor Loss(Tensor output, [Shape("batch", 6, 3, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class WinnersDeep
{
    static Tensor Forward([Shape("batch", 3, 8, 8)] Tensor x) => x
        .Conv2D(40, kernel: 1).Relu()
        .Conv2D(3, kernel: 5).Relu().MaxPool2D(2);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 2, 2)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class WinnersThree
{
    static Tensor Forward([Shape("batch", 2, 11, 11)] Tensor x) => x
        .Conv2D(16, kernel: 3).Relu()
        .Conv2D(4, kernel: 4).Relu().MaxPool2D(3);

    static Tensor Loss(Tensor output, [Shape("batch", 4, 2, 2)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class WinnersOneByOne
{
    static Tensor Forward([Shape("batch", 2, 8, 8)] Tensor x) => x
        .Conv2D(8, kernel: 3).Relu()
        .Conv2D(7, kernel: 1).Relu().MaxPool2D(3);

    static Tensor Loss(Tensor output, [Shape("batch", 7, 2, 2)] Tensor target) => (output * target).Sum();
}
