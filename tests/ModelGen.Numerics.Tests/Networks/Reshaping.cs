namespace ModelGen.Numerics.Tests;

[Network]
public partial class FlattenDense
{
    static Tensor Forward([Shape("batch", 3, 5, 5)] Tensor x) => x.Conv2D(4, kernel: 2).Relu().Flatten().Dense(6);

    static Tensor Loss(Tensor output, [Shape("batch", 6)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class FlattenFromAxisTwo
{
    static Tensor Forward([Shape("batch", 2, 4, 5)] Tensor x) => x.Conv2D(4, kernel: 2).Flatten(2).Dense(3);

    static Tensor Loss(Tensor output, [Shape("batch", 4, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ReshapeSplit
{
    static Tensor Forward([Shape("batch", 24)] Tensor x) => x.Reshape(0, 2, 3, 4).Conv2D(3, kernel: 2);

    static Tensor Loss(Tensor output, [Shape("batch", 3, 2, 3)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ReshapeInferred
{
    static Tensor Forward([Shape("batch", 7)] Tensor x) => x.Dense(12).Reshape(0, -1, 4).Softmax();

    static Tensor Loss(Tensor output, [Shape("batch", 3, 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ReshapeOfConv
{
    static Tensor Forward([Shape("batch", 2, 5, 5)] Tensor x) => x.Conv2D(4, kernel: 2).Tanh().Reshape(0, 8, 8);

    static Tensor Loss(Tensor output, [Shape("batch", 8, 8)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ReshapePoolFlattenDense
{
    static Tensor Forward([Shape("batch", 49)] Tensor x) => x
        .Reshape(0, 1, 7, 7)
        .Conv2D(17, kernel: 2).Relu().MaxPool2D(2)
        .Flatten()
        .Dense(5);

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => (output * target).Sum();
}
