using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelGen.Analyzers.Tests;

/// <summary>Sources that no one means to write and everyone has for a moment: each ends soon, in a useful message or in the C# compiler's own.</summary>
[Collection(nameof(Waiting))]
public class HostileSourceTests
{
    [Theory]
    [InlineData("for (int i = 0; i < 10000; i++) x = x.Relu(); return x;", "MG0014")]
    [InlineData("for (int i = 0; i < 9999; i++) x = x.Relu(); return x.Dense(3);", "MG0014")]
    [InlineData("for (int i = 0; i < 9999; i++) x = x.Dense(8).Tanh(); return x;", "MG0014")]
    [InlineData("for (int i = 0; i < 9999; i++) x = x * 1.5f + x; return x;", "MG0014")]
    [InlineData("for (int i = 0; i < 200; i++) x = x.Tanh() + x; return x;", "")]
    [InlineData("for (int i = 0; i < 100; i++) x = x.Dense(8).Tanh(); return x.Dense(3);", "")]
    [InlineData("for (int i = 0; i < 64; i++) x += x.LayerNorm(bias: false).Dense(32, bias: false).Gelu().Dense(8, bias: false); return x.Dense(3);", "")]
    [InlineData("return Ping(x, 9);", "MG0015", "static Tensor Ping(Tensor x, int n) => n == 0 ? x : Pong(x, n); static Tensor Pong(Tensor x, int n) => Ping(x, n - 1);")]
    [InlineData("return Ping(x);", "MG0015", "static Tensor Ping(Tensor x) { Tensor Pong(Tensor y) => Ping(y); return Pong(x); }")]
    [InlineData("return own.Apply(x);", "MG0014", "[Layer] static readonly Own own = new(3); class Own(int n) { [Layer] readonly Own inner = new(n - 1); public Tensor Apply(Tensor y) => inner.Apply(y); }")]
    [InlineData("return own.Apply(x);", "MG0015", "[Layer] static readonly Dense own = Other.own; static class Other { public static readonly Dense own = Net2.own; } static class Net2 { public static readonly Dense own = Other.own; }")]
    [InlineData("return x.Dense(2147483647).Dense(2147483647);", "MG0014")]
    [InlineData("return x.Reshape(0, 2147483647, 2147483647, 2147483647).Dense(3);", "MG0014")]
    [InlineData("return x.Unsqueeze(1).Unsqueeze(1).Conv2D(2147483647, kernel: 1, padding: 2147483647).Conv2D(2147483647, kernel: 1, padding: 2147483647).GlobalAvgPool();", "MG0014")]
    [InlineData("Tensor[] parts = x.Split(2147483647); return parts[0];", "MG0014")]
    public async Task It_ends_soon_in_one_message(string body, string id, string members = "")
    {
        IReadOnlyList<Diagnostic> errors = await TakeAsync(Workbench.Compilation(Networks.WithBody(body, members)));
        Assert.Equal(id.Length == 0 ? [] : [id], errors.Select(error => error.Id));
    }

    [Theory]
    [InlineData("static Tensor Forward([Shape(8)] Tensor x) => x; static Tensor Forward([Shape(8)] Tensor y) => y; static Tensor Loss(Tensor x) => x.Mean(); static Tensor Loss(Tensor x) => x.Mean();")]
    [InlineData("[Layer] readonly Dense fc = new(3); [Layer] readonly Dense fc = new(4); Tensor Forward([Shape(\"batch\", 8)] Tensor x) => fc.Apply(x);")]
    [InlineData("[Parameter(8)] static partial Tensor W { get; } [Parameter(9)] static partial Tensor W { get; } static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x + W;")]
    [InlineData("[Layer] readonly string fc = new('a', 3); Tensor Forward([Shape(\"batch\", 8)] Tensor x) => fc.Apply(x);")]
    [InlineData("static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(")]
    [InlineData("static Tensor Forward([Shape(\"batch\", 8)] Tensor x) { for (int i = 0; i <")]
    [InlineData("int Forward = 3; string Loss => \"\";")]
    [InlineData("class Forward { } static Tensor Loss(Tensor x) => x;")]
    [InlineData("static Tensor Forward([Shape(\"batch\", 8)] this Tensor x) => x;")]
    [InlineData("static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x[^0, 1..0, ..^9];")]
    public async Task It_ends_soon_in_a_message(string members) => Assert.NotEmpty(await TakeAsync(Workbench.Compilation("using ModelGen; [Network] partial class Net { " + members + " }")));

    [Theory]
    [InlineData("System.Runtime.dll")]
    [InlineData("System.Private.CoreLib.dll")]
    [InlineData("ModelGen.dll")]
    [InlineData("")]
    public async Task References_that_are_missing(string missing)
    {
        CSharpCompilation compilation = Workbench.Compilation(Networks.TanhPerceptron);
        IEnumerable<MetadataReference> left = compilation.References.Where(reference => missing.Length > 0 && !Path.GetFileName(reference.Display)!.Equals(missing, StringComparison.Ordinal));
        Assert.NotEmpty(await TakeAsync(compilation.WithReferences(left)));
    }

    [Fact]
    public async Task Attributes_of_the_right_names_without_the_rest_of_the_runtime()
    {
        CSharpCompilation compilation = Workbench.Compilation(Networks.TanhPerceptron, "namespace ModelGen { class NetworkAttribute : System.Attribute { } class Tensor { } class ParameterAttribute(params int[] sizes) : System.Attribute; }");
        Assert.NotEmpty(await TakeAsync(compilation.WithReferences(compilation.References.Where(reference => Path.GetFileName(reference.Display) != "ModelGen.dll"))));
    }

    // Timed without the files that come out, which the C# compiler binds as well: its time is not ours.
    private static async Task<IReadOnlyList<Diagnostic>> TakeAsync(CSharpCompilation compilation)
    {
        var analyzers = ImmutableArray.Create<DiagnosticAnalyzer>(new NetworkAnalyzer());
        await Waiting.SeeAsync(
            async () => Workbench.Driver().RunGenerators(compilation).GetRunResult().Diagnostics.AddRange(await compilation.WithAnalyzers(analyzers).GetAnalyzerDiagnosticsAsync()),
            compilation.SyntaxTrees[0].ToString());
        IReadOnlyList<Diagnostic> errors = await Workbench.ErrorsAsync(compilation, analyzers[0]);
        Assert.DoesNotContain(errors, error => error.Id is "CS8785" or "AD0001" or "MG0999");
        return errors;
    }
}
