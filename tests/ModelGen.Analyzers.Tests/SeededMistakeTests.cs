using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelGen.Analyzers.Tests;

/// <summary>
/// One mistake in a sample's network gives one diagnostic, at its token, in the whole program: no second one of ours, and none of the C# compiler's in the code that uses the network.
/// </summary>
public class SeededMistakeTests
{
    [Theory]
    [InlineData("Mnist/MnistCnn.cs", "public partial class MnistCnn", "public class [|MnistCnn|]", "MG0001")]
    [InlineData("Mnist/MnistCnn.cs", "partial class MnistCnn", "partial class [|MnistCnn|]<T>", "MG0003")]
    [InlineData("Mnist/MnistCnn.cs", "Tensor Forward([Shape(\"batch\", 1", "Tensor Forwards([Shape(\"batch\", 1", "MG0006", "class [|MnistCnn|]")]
    [InlineData("Mnist/MnistCnn.cs", "\"batch\", 1, 28", "\"batch\", [|0|], 28", "MG0009")]
    [InlineData("Mnist/MnistCnn.cs", "[Shape(\"batch\", 1, 28, 28)] Tensor image", "Tensor [|image|]", "MG0008")]
    [InlineData("Mnist/MnistCnn.cs", ".Conv2D(32, kernel: 3)", ".Conv2D(32, kernel: [|30|])", "MG0103")]
    [InlineData("Mnist/MnistCnn.cs", ".Dense(128)", ".Dense([|0|])", "MG0106")]
    [InlineData("Mnist/MnistCnn.cs", ".Dense(Classes);", ".Dense(Classes).[|Softmax|]();", "MG0206")]
    [InlineData("Mnist/MnistCnn.cs", ".Dense(Classes);", ".Dense(Classes).[|Relu|]();", "MG0207")]
    [InlineData("Mnist/MnistCnn.cs", "\"batch\", 1, 28, 28)", "\"batch\", 784)", "MG0104", ".[|Conv2D|](32")]
    [InlineData("Mnist/MnistCnn.cs", "private const int Classes", "private static int Classes", "MG0013", ".Dense([|Classes|])")]
    [InlineData("Mnist/MnistCnn.cs", ".MaxPool2D(2)", ".[|MaxPol2D|](2)", "CS1061")]
    [InlineData("Mnist/MnistCnn.cs", "Dense(128).Relu()", "Dense(128).Relu().[|Relu|]()", "MG0212")]
    [InlineData("TorchCnn/Net.cs", "return fc2.Apply(x);", "return fc1.[|Apply|](x);", "MG0113")]
    [InlineData("TorchCnn/Net.cs", "return fc2.Apply(x);", "return x.Dense(Classes);", "MG0202", "Dense [|fc2|]")]
    [InlineData("TorchCnn/Net.cs", "x = conv2.Apply(x).Relu().MaxPool2D(2).Dropout(0.25);", "conv2.Apply(x).Relu().MaxPool2D(2).[|Dropout|](0.25);", "MG0016")]
    [InlineData("TorchCnn/Net.cs", "new(Classes)", "new(1)", "MG0209", ".[|CrossEntropy|](")]
    [InlineData("TorchCnn/Net.cs", "[Layer]\n    private readonly Conv2D conv1 = new", "private readonly Conv2D conv1 = [|new|]", "MG0020")]
    [InlineData("TorchCnn/Net.cs", "[Layer]\n    private readonly Conv2D conv1", "[Layer]\n    private Conv2D conv1", "MG0020", "x = [|conv1|].Apply")]
    [InlineData("TorchCnn/Net.cs", "fc1.Apply(x.Flatten())", "fc1.Apply(x)", "MG0109", "CrossEntropy([|label|])")]
    [InlineData("TorchCnn/Net.cs", "new(64, kernel: 3)", "new(64, kernel: [|20|])", "MG0103")]
    [InlineData("TorchCnn/Net.cs", "Dropout(0.5)", "Dropout([|1.5|])", "MG0106")]
    [InlineData("TheanoMlp/Perceptron.cs", "[Parameter(Inputs, Hidden)]", "[Parameter(Inputs, Inputs)]", "MG0101", "x.Dot(W1) [|+|] B1")]
    [InlineData("TheanoMlp/Perceptron.cs", "(x.Dot(W1) + B1)", "x.Dot(W1)", "MG0116", "Tensor.Gradient(cost, [|B1|])")]
    [InlineData("TheanoMlp/Perceptron.cs", "hidden.Dot(W2)", "x.Dot([|W2|])", "MG0102")]
    [InlineData("TheanoMlp/Perceptron.cs", "[Parameter(Hidden)]", "[Parameter([|0|])]", "MG0011")]
    [InlineData("TheanoMlp/Perceptron.cs", "private static partial Tensor W1", "private static Tensor [|W1|]", "MG0010")]
    [InlineData("TheanoMlp/Perceptron.cs", ".Sum(1).Mean()", ".Sum(1)", "MG0115", "Tensor.Gradient([|cost|], W1)")]
    [InlineData("TheanoMlp/Perceptron.cs", "Tensor.Update(B1, ", "Tensor.[|Update|](W1, ", "MG0021")]
    [InlineData("TheanoMlp/Perceptron.cs", "Rate * Decay", "[|Rate + B1|]", "MG0117")]
    [InlineData("TheanoMlp/Perceptron.cs", ".Clamp(least: 1e-7).Log()", ".[|Log|]()", "MG0214")]
    [InlineData("TheanoMlp/Perceptron.cs", "oneHot * probabilities", "probabilities * probabilities", "MG0203", "Tensor [|oneHot|]")]
    [InlineData("TheanoMlp/Perceptron.cs", "[Shape(\"batch\", Classes)]", "[Shape(\"rows\", Classes)]", "MG0101", "oneHot [|*|]")]
    [InlineData("TheanoCnn/LeNet.cs", "50 * 4 * 4", "50 * 5 * 5", "MG0102", "Dot([|W|])")]
    [InlineData("TheanoCnn/LeNet.cs", "Tensor.Maximum(x, 0)", "[|Rectify|](x)", "MG0015")]
    [InlineData("TheanoCnn/LeNet.cs", "layer0.Conv2D(50, kernel: 5)", "layer0.Conv2D(50, kernel: [|15|])", "MG0103")]
    [InlineData("TheanoCnn/LeNet.cs", "Rectify(layer0.Conv2D", "Rectify(x.Conv2D", "MG0102", "Dot([|W|])")]
    [InlineData("ResNet/ResNet20.cs", "begins: stage > 0 && block == 0", "begins: false", "MG0101", "(residual [|+|] x)")]
    [InlineData("ResNet/ResNet20.cs", "Conv2D(channels, kernel: 3, padding: 1, bias: false, name: \"conv2\")", "[|Conv2D|](channels, kernel: 3, padding: 1, bias: false, name: \"conv1\")", "MG0111")]
    [InlineData("ResNet/ResNet20.cs", "kernel: 1, stride: 2", "kernel: 1, stride: 1", "MG0101", "(residual [|+|] x)")]
    [InlineData("ResNet/ResNet20.cs", "begins ? 2 : 1", "begins ? 2 : 0", "MG0106", "stride: [|stride|]")]
    [InlineData("ResNet/ResNet20.cs", "for (int block = 0; block < Blocks", "[|for|] (int block = 0; stage < Blocks", "MG0014")]
    [InlineData("ResNet/ResNet20.cs", "x.GlobalAvgPool().Dense", "x.Dense", "MG0109", "CrossEntropy([|label|])")]
    [InlineData("ResNet/ResNet20.cs", "        residual = residual.Conv2D", "        residual.Conv2D", "MG0016", ".[|BatchNorm|](name: \"bn2\")")]
    [InlineData("CharGpt/Gpt.cs", "[Parameter(Context, Width", "[Parameter(Width, Context", "MG0101", "[|+|] Positions")]
    [InlineData("CharGpt/Gpt.cs", "SelfAttention(Heads", "SelfAttention([|3|]", "MG0106")]
    [InlineData("CharGpt/Gpt.cs", "Context)] Tensor<int> next", "Width)] Tensor<int> next", "MG0109", "CrossEntropy([|next|])")]
    [InlineData("KerasCnn/OneConvolution.cs", "[Shape(\"batch\", 10)]", "[Shape(\"batch\", 12)]", "MG0109", "CrossEntropy([|oneHot|])")]
    [InlineData("KerasCnn/TwoConvolutions.cs", ".Dropout(0.5)", ".[|Softmax|](0)", "MG0210")]
    [InlineData("ImageClassifier/Classifier.cs", "64, kernel: 3).Relu().MaxPool2D(2)", "64, kernel: 3).Relu().MaxPool2D([|20|])", "MG0103")]
    public async Task One_mistake_is_one_diagnostic(string file, string old, string replacement, string id, string mark = "")
    {
        string original = SampleSources.Read(file);
        int at = original.IndexOf(old, StringComparison.Ordinal);
        Assert.True(at >= 0, $"'{old}' is not in {file}.");
        string text = original[..at] + replacement + original[(at + old.Length)..];
        if (mark.Length > 0)
            text = text.Replace(MarkedSource.Parse(mark).Text, mark, StringComparison.Ordinal);
        MarkedSource source = MarkedSource.Parse(text);

        Diagnostic only = Assert.Single(await DiagnosticsAsync(SampleSources.Program(file, source.Text)));
        Assert.Equal(id, only.Id);
        Expectation.AssertPlace(source, only);
    }

    public static TheoryData<string> Files => [.. SampleSources.Networks];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_sample_has_none(string file) => Assert.Empty(await DiagnosticsAsync(SampleSources.Program(file, SampleSources.Read(file))));

    // As the compiler's driver goes about it: what a generator reports as an error ends it before the bodies of methods.
    private static async Task<IReadOnlyList<Diagnostic>> DiagnosticsAsync(CSharpCompilation compilation)
    {
        Workbench.Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation completed, out ImmutableArray<Diagnostic> reported, TestContext.Current.CancellationToken);
        IEnumerable<Diagnostic> all = reported.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            ? reported.Concat(completed.GetDeclarationDiagnostics(TestContext.Current.CancellationToken))
            : completed.GetDiagnostics(TestContext.Current.CancellationToken)
                .Concat(await completed.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
        return [.. all.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error || (diagnostic.Severity == DiagnosticSeverity.Warning && diagnostic.Id.StartsWith("MG", StringComparison.Ordinal)) || diagnostic.Id is "AD0001" or "CS8785")];
    }
}
