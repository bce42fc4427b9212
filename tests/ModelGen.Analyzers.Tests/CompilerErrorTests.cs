namespace ModelGen.Analyzers.Tests;

/// <summary>Mistakes that the C# compiler reports itself: its one error, and nothing of ours on top.</summary>
public class CompilerErrorTests
{
    private const string Use = "static class Program { static void Main() { var net = new Net(seed: 1); } }";

    [Theory]
    [InlineData("CS1061", "return x.[|Foo|](3);")]
    [InlineData("CS0103", "return [|y|].Relu();")]
    [InlineData("CS1503", "return x.Dense([|\"4\"|]);")]
    [InlineData("CS0165", "Tensor y; return [|y|];")]
    [InlineData("CS0029", "int y = [|x|]; return x;")]
    [InlineData("CS1501", "return x.[|Relu|](1, 2);")]
    [InlineData("CS0161", "", "[|Helper|]")]
    public async Task One_error_and_no_cascade(string id, string body, string helper = "")
    {
        string members = helper.Length == 0 ? "" : $"static Tensor {helper}(Tensor y) {{ }}";
        string source = Networks.WithBody(helper.Length == 0 ? body : "return Helper(x);", members, Use);
        await Expectation.OneErrorAsync(id, source);
        await Expectation.OneErrorAsync(id, source, ("RunAnalyzers", "false"));
    }

    [Theory]
    [InlineData("CS0246", "static Tensor Forward([Shape(\"batch\", 8)] [|Tensr|] x) => 1f;")]
    [InlineData("CS0246", "static [|Tensr|] Forward([Shape(\"batch\", 8)] Tensor x) => null!;")]
    [InlineData("CS0103", "static Tensor Forward([Shape([|batch|], 8)] Tensor x) => x;")]
    [InlineData("CS0111", "static Tensor Forward([Shape(8)] Tensor x) => x; static Tensor [|Forward|]([Shape(8)] Tensor x) => x;")]
    [InlineData("CS0246", "[Parameter(3)] static partial [|Tensr|] W { get; } static Tensor Forward([Shape(8)] Tensor x) => x;", "CS9248")]
    [InlineData("CS1503", "[Parameter([|\"3\"|])] static partial Tensor W { get; } static Tensor Forward([Shape(8)] Tensor x) => x;")]
    [InlineData("CS1002", "static Tensor Forward([Shape(8)] Tensor x) { return x[|}|] ")]
    public async Task Declarations(string id, string members, string also = "")
    {
        string source = "using ModelGen; [Network] partial class Net { " + members + " }";
        if (also.Length == 0)
        {
            await Expectation.OneErrorAsync(id, source + Use);
            return;
        }

        IReadOnlyList<Microsoft.CodeAnalysis.Diagnostic> errors = await Expectation.ErrorsAsync(source.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
        Assert.Equal(new[] { id, also }.Order(), errors.Select(error => error.Id).Order());
    }

    [Fact]
    public async Task A_missing_partial_beside_partial_members_is_the_compilers_one_error() => await Expectation.OneErrorAsync(
        "CS0260",
        "using ModelGen; [Network] class [|Net|] { [Parameter(3)] static partial Tensor W { get; } static Tensor Forward([Shape(3)] Tensor x) => x * W; }");

    [Fact]
    public async Task Network_written_on_two_parts_is_the_compilers_one_error() => await Expectation.OneErrorAsync(
        "CS0579",
        "using ModelGen; [Network] partial class Net { static Tensor Forward([Shape(3)] Tensor x) => x; } [[|Network|]] partial class Net { }");
}
