using System.Globalization;

namespace ModelGen.Benchmarks.Generating;

/// <summary>A network's file and what is typed in it: a number of the network, which gets one value after another.</summary>
/// <param name="Name">The network's name.</param>
/// <param name="File">Its file among this program's resources.</param>
/// <param name="Before">What stands before the number.</param>
/// <param name="Number">The number.</param>
/// <param name="After">What stands behind it.</param>
internal sealed record EditedNetwork(string Name, string File, string Before, int Number, string After)
{
    /// <summary>The samples' networks, and two of the sizes that are in use.</summary>
    public static IReadOnlyList<EditedNetwork> All { get; } =
    [
        new("MnistCnn", "samples/MnistCnn.cs", ".Dense(", 128, ").Relu()"),
        new("OneConvolution", "samples/OneConvolution.cs", ".Dense(", 100, ").Relu()"),
        new("TwoConvolutions", "samples/TwoConvolutions.cs", ".Dense(", 128, ").Relu()"),
        new("Perceptron", "samples/Perceptron.cs", "Hidden = ", 20, ";"),
        new("LeNet", "samples/LeNet.cs", "Classes = ", 10, ";"),
        new("Net", "samples/Net.cs", "Classes = ", 10, ";"),
        new("Classifier", "samples/Classifier.cs", ".Dense(", 256, ").Relu()"),
        new("Adders (three)", "samples/Adders.cs", "Hidden = ", 64, ";"),
        new("RowReaders (three)", "samples/RowReaders.cs", "Hidden = ", 128, ";"),
        new("Gpt", "samples/Gpt.cs", "Vocabulary = ", 65, ";"),
        new("ResNet20", "samples/ResNet20.cs", "Classes = ", 10, ";"),
        new("ResNet50", "ResNet50.cs", ".Dense(", 1000, ")"),
        new("Transformer12", "Transformer12.cs", "Vocabulary = ", 50257, ";"),
    ];

    /// <summary>The text of the file after some edits.</summary>
    /// <param name="edits">How many; 0 for the file as it is.</param>
    public string Text(int edits)
    {
        string text = NetworkSource.Text(File), number = Before + Number.ToString(CultureInfo.InvariantCulture) + After;
        return text.Contains(number, StringComparison.Ordinal)
            ? text.Replace(number, Before + (Number + edits).ToString(CultureInfo.InvariantCulture) + After, StringComparison.Ordinal)
            : throw new InvalidOperationException($"{File} has no '{number}'.");
    }
}
