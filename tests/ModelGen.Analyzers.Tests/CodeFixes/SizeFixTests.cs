using ModelGen.CodeFixes;

namespace ModelGen.Analyzers.Tests.CodeFixes;

/// <summary>The mends that the shape rules know: sizes that fit, and calls that make an operand fit.</summary>
public class SizeFixTests
{
    private const string Images = "static Tensor Forward([Shape(\"batch\", 1, 8, 8)] Tensor image) => image.";
    private const string Loss = "static Tensor Loss(Tensor logits, [Shape(\"batch\")] Tensor<int> label) => logits.CrossEntropy(label);";

    [Theory]
    [InlineData(
        "MG0102",
        "Set sizes of 'W' to 72",
        "[Parameter(3000, 10)] static partial Tensor W { get; }\n" + Images + "Conv2D(2, kernel: 3).Flatten().Dot(W);",
        "[Parameter(72, 10)] static partial Tensor W { get; }\n" + Images + "Conv2D(2, kernel: 3).Flatten().Dot(W);")]
    [InlineData(
        "MG0101",
        "Set sizes of 'B' to 4",
        "const int Hidden = 5;\n[Parameter(Hidden, Name = \"b\")] static partial Tensor B { get; }\n" + Images + "Flatten().Dense(4) + B;",
        "const int Hidden = 5;\n[Parameter(4, Name = \"b\")] static partial Tensor B { get; }\n" + Images + "Flatten().Dense(4) + B;")]
    [InlineData(
        "MG0101",
        "Set units of 'dense1' to 5",
        "const int Hidden = 5;\n[Parameter(Hidden, Name = \"b\")] static partial Tensor B { get; }\n" + Images + "Flatten().Dense(4) + B;",
        "const int Hidden = 5;\n[Parameter(Hidden, Name = \"b\")] static partial Tensor B { get; }\n" + Images + "Flatten().Dense(5) + B;")]
    [InlineData(
        "MG0102",
        "Set padding of 'conv1' to 2",
        "[Parameter(200, 10)] static partial Tensor W { get; }\n" + Images + "Conv2D(2, kernel: 3).Flatten().Dot(W);",
        "[Parameter(200, 10)] static partial Tensor W { get; }\n" + Images + "Conv2D(2, kernel: 3, padding: 2).Flatten().Dot(W);")]
    [InlineData(
        "MG0102",
        "Set padding of 'conv' to 2",
        "[Parameter(200, 10)] static partial Tensor W { get; }\n[Layer] static readonly Conv2D conv = new(2, kernel: 3);\nstatic Tensor Forward([Shape(\"batch\", 1, 8, 8)] Tensor image) => conv.Apply(image).Flatten().Dot(W);",
        "[Parameter(200, 10)] static partial Tensor W { get; }\n[Layer] static readonly Conv2D conv = new(2, kernel: 3, padding: 2);\nstatic Tensor Forward([Shape(\"batch\", 1, 8, 8)] Tensor image) => conv.Apply(image).Flatten().Dot(W);")]
    [InlineData("MG0103", "Set kernel of 'conv1' to 8", Images + "Conv2D(2, kernel: 9);", Images + "Conv2D(2, kernel: 8);")]
    [InlineData("MG0103", "Set kernel of 'pool1' to 8", Images + "MaxPool2D(12);", Images + "MaxPool2D(8);")]
    [InlineData("MG0105", "Set sizes of 'Reshape' to 64", Images + "Reshape(0, 63).Dense(4);", Images + "Reshape(0, 64).Dense(4);")]
    [InlineData("MG0105", "Set sizes of 'Reshape' to 8", Images + "Reshape(0, 1, 8, 7).Relu();", Images + "Reshape(0, 1, 8, 8).Relu();")]
    [InlineData(
        "MG0109",
        "Set sizes of 'target' to 4",
        Images + "Flatten().Dense(4);\nstatic Tensor Loss(Tensor y, [Shape(\"batch\", 5)] Tensor target) => y.CrossEntropy(target);",
        Images + "Flatten().Dense(4);\nstatic Tensor Loss(Tensor y, [Shape(\"batch\", 4)] Tensor target) => y.CrossEntropy(target);")]
    [InlineData(
        "MG0109",
        "Set units of 'dense1' to 3",
        Images + "Flatten().Dense(4);\nstatic Tensor Loss(Tensor y, [Shape(\"batch\", 3)] Tensor target) => y.MeanSquaredError(target);",
        Images + "Flatten().Dense(3);\nstatic Tensor Loss(Tensor y, [Shape(\"batch\", 3)] Tensor target) => y.MeanSquaredError(target);")]
    public Task The_size_that_fits_is_set(string id, string title, string before, string after) => Fixing.AssertAsync(new SetSizeFix(), id, title, Fixing.Net(before), Fixing.Net(after));

    [Theory]
    [InlineData("MG0109", "Insert Flatten()", Images + "Conv2D(2, kernel: 3).Dense(4);\n" + Loss, Images + "Conv2D(2, kernel: 3).Flatten().Dense(4);\n" + Loss)]
    [InlineData(
        "MG0109",
        "Insert Flatten()",
        "[Layer] static readonly Dense fc = new(4);\nstatic Tensor Forward([Shape(\"batch\", 1, 8, 8)] Tensor image) => fc.Apply(image + 1f);\n" + Loss,
        "[Layer] static readonly Dense fc = new(4);\nstatic Tensor Forward([Shape(\"batch\", 1, 8, 8)] Tensor image) => fc.Apply((image + 1f).Flatten());\n" + Loss)]
    [InlineData(
        "MG0102",
        "Insert Flatten()",
        "[Parameter(64, 10)] static partial Tensor W { get; }\n" + Images + "Dot(W);",
        "[Parameter(64, 10)] static partial Tensor W { get; }\n" + Images + "Flatten().Dot(W);")]
    [InlineData(
        "MG0104",
        "Insert Reshape(0, 1, 28, 28)",
        "static Tensor Forward([Shape(\"batch\", 784)] Tensor x) => x.Conv2D(2, kernel: 3);",
        "static Tensor Forward([Shape(\"batch\", 784)] Tensor x) => x.Reshape(0, 1, 28, 28).Conv2D(2, kernel: 3);")]
    [InlineData(
        "MG0104",
        "Insert Reshape(0, 3, 32, 32)",
        "static Tensor Forward([Shape(\"batch\", 3072)] Tensor x) => x.MaxPool2D(2);",
        "static Tensor Forward([Shape(\"batch\", 3072)] Tensor x) => x.Reshape(0, 3, 32, 32).MaxPool2D(2);")]
    [InlineData(
        "MG0104",
        "Insert Unsqueeze(1)",
        "static Tensor Forward([Shape(\"batch\", 28, 28)] Tensor x) => x.Conv2D(2, kernel: 3);",
        "static Tensor Forward([Shape(\"batch\", 28, 28)] Tensor x) => x.Unsqueeze(1).Conv2D(2, kernel: 3);")]
    [InlineData("MG0104", "Insert Unsqueeze(0)", "static Tensor Forward([Shape(8)] Tensor x) => x.Dense(4);", "static Tensor Forward([Shape(8)] Tensor x) => x.Unsqueeze(0).Dense(4);")]
    public Task A_call_that_makes_it_fit_is_inserted(string id, string title, string before, string after) => Fixing.AssertAsync(new InsertCallFix(), id, title, Fixing.Net(before), Fixing.Net(after));

    [Theory]
    [InlineData("MG0105", "static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Reshape(0, 3, 5);")]
    [InlineData("MG0104", "static Tensor Forward([Shape(\"batch\", 785)] Tensor x) => x.Conv2D(2, kernel: 3);")]
    [InlineData("MG0104", "static Tensor Forward([Shape(\"batch\", 784)] Tensor x) => Outside.Convolve(x);")]
    [InlineData("MG0103", "static Tensor Forward([Shape(\"batch\", 1, 2, 2)] Tensor x) => Outside.Convolve(x);")]
    public async Task Where_nothing_fits_or_the_code_lies_outside_the_class_nothing_is_offered(string id, string members)
    {
        string source = Fixing.Net(members) + "\nstatic class Outside { public static Tensor Convolve(Tensor x) => x.Conv2D(2, kernel: 3); }";
        if (new SetSizeFix().FixableDiagnosticIds.Contains(id))
            await Fixing.AssertNoneAsync(new SetSizeFix(), id, source);
        if (new InsertCallFix().FixableDiagnosticIds.Contains(id))
            await Fixing.AssertNoneAsync(new InsertCallFix(), id, source);
    }

    [Fact]
    public async Task The_size_is_set_in_the_file_that_it_stands_in()
    {
        using var project = new EditorProject(
            Fixing.Net("static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dot(W);"),
            "using ModelGen;\npartial class Net { [Parameter(3, 10)] static partial Tensor W { get; } }");
        EditorProject mended = await project.AfterAsync(Assert.Single(await project.FixesAsync(new SetSizeFix(), "MG0102"), action => action.Title == "Set sizes of 'W' to 8"));
        Assert.Equal("using ModelGen;\npartial class Net { [Parameter(8, 10)] static partial Tensor W { get; } }", await mended.TextAsync(1));
        Assert.Equal(await project.TextAsync(), await mended.TextAsync());
        await Fixing.AssertBuildsAsync(mended);
    }

    [Fact]
    public async Task All_of_a_solution_are_mended_at_once()
    {
        static string Network(string name, int kernel) =>
            $"using ModelGen;\n[Network] partial class {name} {{ static Tensor Forward([Shape(\"batch\", 1, 8, 8)] Tensor x) => x.Conv2D(2, kernel: {kernel}); }}";
        using var project = new EditorProject(Network("A", 9), Network("B", 3) + Network("C", 12).Replace("using ModelGen;", "", StringComparison.Ordinal), Network("D", 20));
        EditorProject mended = await project.AfterAllAsync(new SetSizeFix(), "MG0103", "SetSizeFix0");
        Assert.Equal(Network("A", 8), await mended.TextAsync(0));
        Assert.Equal(Network("B", 3) + Network("C", 8).Replace("using ModelGen;", "", StringComparison.Ordinal), await mended.TextAsync(1));
        Assert.Equal(Network("D", 8), await mended.TextAsync(2));
        await Fixing.AssertBuildsAsync(mended);
    }
}
