namespace ModelGen.Generator.Tests.Harness;

/// <summary>Source of networks that several tests use.</summary>
internal static class Networks
{
    /// <summary>The two-convolution network of the Keras tutorial, as the sample declares it.</summary>
    public const string MnistCnn = """
        using ModelGen;

        namespace MyApp;

        [Network]
        public partial class MnistCnn
        {
            static Tensor Forward([Shape("batch", 1, 28, 28)] Tensor image) => image
                .Conv2D(32, kernel: 3).Relu().MaxPool2D(2)
                .Conv2D(64, kernel: 3).Relu().MaxPool2D(2)
                .Flatten()
                .Dense(128).Relu()
                .Dense(10);

            static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
        }
        """;

    /// <summary>The two-layer perceptron of the Theano tutorial, in expressions over parameters.</summary>
    public const string TanhPerceptron = """
        using ModelGen;

        namespace MyApp;

        [Network]
        public partial class TanhPerceptron
        {
            const int Hidden = 20;

            [Parameter(10, Hidden)] static partial Tensor W1 { get; }
            [Parameter(Hidden)] static partial Tensor B1 { get; }
            [Parameter(Hidden, 5, Name = "out.weight", Initializer = Initializer.HeNormal)] public static partial Tensor W2 { get; }

            static Tensor Forward([Shape("batch", 10)] Tensor x)
            {
                Tensor hidden = (x.Dot(W1) + B1).Tanh();
                return hidden.MatMul(W2);
            }

            static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target)
            {
                var difference = output - target;
                return 0.5f * (difference * difference).Mean();
            }
        }
        """;

    /// <summary>A small network with a convolution: every kind of kernel, in few lines.</summary>
    public const string SmallCnn = """
        using ModelGen;

        namespace MyApp;

        [Network]
        public partial class SmallCnn
        {
            static Tensor Forward([Shape("batch", 1, 6, 6)] Tensor image) => image
                .Conv2D(4, kernel: 3).Relu().MaxPool2D(2)
                .Flatten()
                .Dense(3);

            static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
        }
        """;

    /// <summary>A network that only predicts, nested, internal, of two inputs and a fixed size.</summary>
    public const string NestedClassifier = """
        using ModelGen;

        static partial class Models
        {
            [Network]
            internal sealed partial class NestedClassifier
            {
                static Tensor Forward([Shape(4, 6)] Tensor left, [Shape(4, 6)] Tensor right) =>
                    ((left - right) * 0.5f).Dense(3, bias: false, name: "difference").Softmax();
            }
        }
        """;

    /// <summary>A network of a body alone: what stands in the class, with one input <c>x</c> of 8 features.</summary>
    public static string WithBody(string body, string members = "", string others = "") => $$"""
        using ModelGen;

        [Network]
        partial class Net
        {
            static Tensor Forward([Shape("batch", 8)] Tensor x)
            {
        {{body}}
            }

            static Tensor Loss(Tensor output, [Shape("batch")] Tensor<int> label) => output.CrossEntropy(label);
        {{members}}
        }

        {{others}}
        """;
}
