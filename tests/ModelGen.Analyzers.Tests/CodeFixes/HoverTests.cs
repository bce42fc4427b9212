using Microsoft.CodeAnalysis.QuickInfo;

namespace ModelGen.Analyzers.Tests.CodeFixes;

/// <summary>What stands under the cursor, from the service that Visual Studio and the C# language server ask.</summary>
public class HoverTests
{
    [Fact]
    public async Task The_summary_stands_at_the_class() => Assert.Equal(
        """
        Description: class MyApp.MnistCnn
        RemarksDocumentationComments: MnistCnn: 225,034 parameters
        layer                         output               parameters
        conv1 (Conv2D)                [batch, 32, 26, 26]         320
        relu1 (Relu)                  [batch, 32, 26, 26]
        pool1 (MaxPool2D)             [batch, 32, 13, 13]
        conv2 (Conv2D)                [batch, 64, 11, 11]      18,496
        relu2 (Relu)                  [batch, 64, 11, 11]
        pool2 (MaxPool2D)             [batch, 64, 5, 5]
        flatten1 (Flatten)            [batch, 1600]
        dense1 (Dense)                [batch, 128]            204,928
        relu3 (Relu)                  [batch, 128]
        dense2 (Dense)                [batch, 10]               1,290
        crossEntropy1 (CrossEntropy)  []
        Operations for each of batch, at batch = 128: 5.3 million for predicting, 8.4 million for a training step.
        Memory: 2,824,704 bytes at batch = 1, 4,674,496 bytes at batch = 32, 10,618,048 bytes at batch = 128, without the optimiser's state.
        """,
        await HoverAsync(Networks.MnistCnn, "MnistCnn"));

    [Fact]
    public async Task What_the_user_has_written_stands_before_it()
    {
        string hover = await HoverAsync(Documented("[Network]", "/// <summary>Two layers.</summary>"), "TanhPerceptron");
        Assert.StartsWith("Description: class MyApp.TanhPerceptron\nDocumentationComments: Two layers.\nRemarksDocumentationComments: TanhPerceptron: 320 parameters\n", hover, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remarks_of_the_users_own_are_shown_in_its_place() => Assert.Equal(
        "Description: class MyApp.TanhPerceptron\nRemarksDocumentationComments: Read this.",
        await HoverAsync(Documented("[Network]", "/// <remarks>Read this.</remarks>"), "TanhPerceptron"));

    [Theory]
    [InlineData("W1", "The parameter W1, [10, 20].")]
    [InlineData("W2", "The parameter out.weight, [20, 5].")]
    public async Task A_parameter_has_its_shape(string name, string documentation) =>
        Assert.Equal($"Description: Tensor TanhPerceptron.{name} {{ get; }}\nDocumentationComments: {documentation}", await HoverAsync(Networks.TanhPerceptron, name + " {"));

    [Fact]
    public async Task Or_what_the_user_says_of_it() => Assert.Equal(
        "Description: Tensor TanhPerceptron.W1 { get; }\nDocumentationComments: The first.",
        await HoverAsync(Documented("[Parameter(10, Hidden)]", "/// <summary>The first.</summary>"), "W1 {"));

    private static string Documented(string before, string documentation) => Networks.TanhPerceptron.Replace(before, documentation + "\n" + before, StringComparison.Ordinal);

    private static async Task<string> HoverAsync(string source, string word)
    {
        using var project = new EditorProject(source);
        int position = source.IndexOf(word, source.IndexOf("class", StringComparison.Ordinal), StringComparison.Ordinal);
        QuickInfoService service = QuickInfoService.GetService(project.File(0))!;
        QuickInfoItem item = (await service.GetQuickInfoAsync(project.File(0), position, TestContext.Current.CancellationToken))!;
        return string.Join('\n', item.Sections.Select(section => $"{section.Kind}: {section.Text.Trim()}")).Replace("\r", "", StringComparison.Ordinal);
    }
}
