namespace ModelGen.Analyzers.Tests;

/// <summary>How a network may not be declared: one error at the token, whether analyzers run or not.</summary>
public class DeclarationErrorTests
{
    private const string Outputs = "static (Tensor y, Tensor z) Forward([Shape(\"batch\", 8)] Tensor x) => (x.Dense(4), x.Dense(4));";
    private const string Forward = "static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(4);";

    [Theory]
    [InlineData("MG0001", "[Network] class [|Net|] { " + Forward + " }")]
    [InlineData("MG0002", "class Outer { [Network] partial class [|Net|] { " + Forward + " } }")]
    [InlineData("MG0003", "[Network] partial class [|Net|]<T> { " + Forward + " }")]
    [InlineData("MG0004", "[Network] partial record [|Net|] { " + Forward + " }")]
    [InlineData("MG0004", "[Network] static partial class [|Net|] { " + Forward + " }")]
    [InlineData("MG0004", "[Network] abstract partial class [|Net|] { " + Forward + " }")]
    [InlineData("MG0004", "[Network] file partial class [|Net|] { " + Forward + " }")]
    [InlineData("MG0005", "class Base { } [Network] partial class Net : [|Base|] { " + Forward + " }")]
    [InlineData("MG0006", "[Network] partial class [|Net|] { }")]
    [InlineData("MG0006", "[Network] partial class [|Net|] { static Tensor Forwards(Tensor x) => x; }")]
    [InlineData("MG0006", "[Network] partial class [|Net|] { static Tensor Loss(Tensor x) => x.Mean(); }")]
    [InlineData("MG0007", "[Network] partial class Net { static Tensor [|Forward|]() => 1f; }")]
    [InlineData("MG0007", "[Network] partial class Net { static int [|Forward|]([Shape(3)] Tensor x) => 3; }")]
    [InlineData("MG0007", "[Network] partial class Net { static Tensor [|Forward|]<T>([Shape(3)] Tensor x) => x; }")]
    [InlineData("MG0007", "[Network] partial class Net { static Tensor Forward([Shape(3)] [|float|] x) => x; }")]
    [InlineData("MG0007", "[Network] partial class Net { static Tensor Forward([Shape(3)] Tensor x, [Shape(3)] [|Tensor<long>|] y) => x; }")]
    [InlineData("MG0007", "[Network] partial class Net { static Tensor Forward([Shape(3)] params [|Tensor[]|] x) => 1f; }")]
    [InlineData("MG0007", "[Network] partial class Net { " + Forward + " static Tensor [|Forward|]([Shape(3)] Tensor x, [Shape(3)] Tensor y) => x; }")]
    [InlineData("MG0007", "[Network] partial class Net { " + Forward + " static Tensor [|Loss|]() => 1f; }")]
    [InlineData("MG0007", "[Network] partial class Net { " + Forward + " static float [|Loss|](Tensor y) => 1f; }")]
    [InlineData("MG0007", "[Network] partial class Net { " + Forward + " static Tensor [|Loss|](int y) => 1f; }")]
    [InlineData("MG0007", "[Network] partial class Net { static (Tensor, [|(Tensor, Tensor)|]) Forward([Shape(3)] Tensor x) => (x, (x, x)); }")]
    [InlineData("MG0007", "[Network] partial class Net { static (Tensor a, [|int|] b) Forward([Shape(3)] Tensor x) => (x, 3); }")]
    [InlineData("MG0007", "[Network] partial class Net { static ([|Tensor<int>|] a, Tensor b) Forward([Shape(3)] Tensor<int> x) => (x, 1f); }")]
    [InlineData("MG0007", "[Network] partial class Net { static Tensor[] [|Forward|]([Shape(3)] Tensor x) => [x, x]; }")]
    [InlineData("MG0007", "[Network] partial class Net { " + Outputs + " static Tensor [|Loss|](Tensor y) => y.Mean(); }")]
    [InlineData("MG0007", "[Network] partial class Net { " + Outputs + " static Tensor [|Loss|](Tensor y, [Shape(\"batch\")] Tensor<int> label) => y.CrossEntropy(label); }")]
    [InlineData("MG0007", "[Network] partial class Net { " + Outputs + " static Tensor [|Loss|](Tensor y, [Shape(\"batch\", 4)] Tensor target) => (y - target).Mean(); }")]
    [InlineData("MG0007", "[Network] partial class Net { " + Outputs + " static Tensor [|Loss|](Tensor z, Tensor y) => (y - z).Mean(); }")]
    [InlineData("MG0008", "[Network] partial class Net { " + Outputs + " static Tensor Loss(Tensor y, Tensor z, Tensor [|w|]) => (y - z).Mean(); }")]
    [InlineData("MG0008", "[Network] partial class Net { static Tensor Forward(Tensor [|x|]) => x; }")]
    [InlineData("MG0008", "[Network] partial class Net { " + Forward + " static Tensor Loss(Tensor y, Tensor<int> [|label|]) => y.CrossEntropy(label); }")]
    [InlineData("MG0009", "[Network] partial class Net { static Tensor Forward([Shape(\"batch\", [|0|])] Tensor x) => x; }")]
    [InlineData("MG0009", "[Network] partial class Net { static Tensor Forward([Shape([|-3|], 4)] Tensor x) => x; }")]
    [InlineData("MG0009", "[Network] partial class Net { static Tensor Forward([Shape([|2.5|])] Tensor x) => x; }")]
    [InlineData("MG0009", "[Network] partial class Net { static Tensor Forward([Shape([|\"a batch\"|])] Tensor x) => x; }")]
    [InlineData("MG0009", "[Network] partial class Net { static Tensor Forward([[|Shape|]] Tensor x) => x; }")]
    [InlineData("MG0009", "[Network] partial class Net { static Tensor Forward([[|Shape()|]] Tensor x) => x; }")]
    [InlineData("MG0009", "[Network] partial class Net { static Tensor Forward([Shape(2, [|typeof(int)|])] Tensor x) => x; }")]
    [InlineData("MG0009", "[Network] partial class Net { static Tensor Forward([Shape([|null!|])] Tensor x) => x; }")]
    [InlineData("MG0009", "[Network] partial class Net { " + Forward + " static Tensor Loss([[|Shape(3)|]] Tensor y) => y.Mean(); }")]
    [InlineData("MG0009", "[Network] partial class Net { " + Outputs + " static Tensor Loss(Tensor y, [[|Shape(3)|]] Tensor z) => (y - z).Mean(); }")]
    [InlineData("MG0009", "[Network] partial class Net { " + Forward + " static Tensor Loss(Tensor y, [Shape(3)] Tensor [|x|]) => (x - y).Mean(); }")]
    [InlineData("MG0010", "[Network] partial class Net { [Parameter(3)] static Tensor [|W|] { get; } = null!; " + Forward + " }")]
    [InlineData("MG0010", "[Network] partial class Net { [Parameter(3)] static int [|W|] { get; } " + Forward + " }")]
    [InlineData("MG0011", "[Network] partial class Net { [Parameter(3, [|0|])] static partial Tensor W { get; } " + Forward + " }")]
    [InlineData("MG0011", "[Network] partial class Net { const int Size = -1; [Parameter([|Size|])] static partial Tensor W { get; } " + Forward + " }")]
    public async Task One_error_at_the_token(string id, string source)
    {
        await Expectation.OneErrorAsync(id, "using ModelGen; " + source);
        await Expectation.OneErrorAsync(id, "using ModelGen; " + source, ("RunAnalyzers", "false"));
        await Expectation.OneErrorAsync(id, "using ModelGen; " + source, ("RunAnalyzersDuringBuild", "false"));
    }

    [Fact]
    public async Task Every_mistake_has_its_own_error()
    {
        IReadOnlyList<Microsoft.CodeAnalysis.Diagnostic> errors = await Expectation.ErrorsAsync(
            "using ModelGen; [Network] partial class Net { static Tensor Forward(Tensor x, Tensor y) => x.Dot(y); }");
        Assert.Equal(["MG0008", "MG0008"], errors.Select(error => error.Id));
    }

    [Theory]
    [InlineData("RunAnalyzers", "true")]
    [InlineData("RunAnalyzers", "")]
    public async Task Where_analyzers_run_the_generator_is_silent(string property, string value)
    {
        string source = "using ModelGen; [Network] partial class Net { static Tensor Forward(Tensor x) => x; }";
        Assert.Empty(await Workbench.ErrorsAsync(Workbench.Compilation(source), analyzer: null, (property, value), ("RunAnalyzersDuringBuild", "")));
    }

    [Fact]
    public async Task RunAnalyzers_goes_before_RunAnalyzersDuringBuild()
    {
        string source = "using ModelGen; [Network] partial class Net { static Tensor Forward(Tensor x) => x; }";
        Assert.Empty(await Workbench.ErrorsAsync(Workbench.Compilation(source), analyzer: null, ("RunAnalyzers", "true"), ("RunAnalyzersDuringBuild", "false")));
    }
}
