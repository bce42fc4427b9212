namespace ModelGen.Cuda.Tests;

/// <summary>A network with every kind of kernel: convolutions, pools, dropout, products, softmax and cross-entropy row by row.</summary>
[Network]
public partial class SmallCnn
{
    static Tensor Forward([Shape("batch", 1, 10, 10)] Tensor image) => image
        .Conv2D(4, kernel: 3).Relu().MaxPool2D(2)
        .Conv2D(8, kernel: 2).Relu().MaxPool2D(3)
        .Flatten().Dropout(0.25)
        .Dense(7).Tanh()
        .Dense(5);

    static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}

/// <summary>A network without a loss, of a fixed size.</summary>
[Network]
public partial class FixedClassifier
{
    static Tensor Forward([Shape(4, 6)] Tensor left, [Shape(4, 6)] Tensor right) => ((left - right) * 0.5f).Dense(3, bias: false).Softmax();
}
