using ModelGen;

namespace TorchCnn;

/// <summary>
/// A network for coloured pictures as PyTorch's tutorials write one: layers are members, and a method applies them. Training drops activations; predicting and
/// evaluating do not, which PyTorch's <c>train()</c> and <c>eval()</c> switch.
/// </summary>
[Network]
public partial class Net
{
    public const int Classes = 10;

    [Layer]
    private readonly Conv2D conv1 = new(32, kernel: 3);

    [Layer]
    private readonly Conv2D conv2 = new(64, kernel: 3);

    [Layer]
    private readonly Dense fc1 = new(128);

    [Layer]
    private readonly Dense fc2 = new(Classes);

    private Tensor Forward([Shape("batch", 3, 32, 32)] Tensor x)
    {
        x = conv1.Apply(x).Relu().MaxPool2D(2).Dropout(0.25);
        x = conv2.Apply(x).Relu().MaxPool2D(2).Dropout(0.25);
        x = fc1.Apply(x.Flatten()).Relu().Dropout(0.5);
        return fc2.Apply(x);
    }

    private static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}
