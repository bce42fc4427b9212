using Microsoft.CodeAnalysis;

namespace ModelGen.Analyzers.Tests;

/// <summary>What a body may not do: one error, at that very token, and the same one where analyzers are switched off.</summary>
public class BodyErrorTests
{
    [Theory]
    [InlineData("MG0012", "[|while|] (true) { } return x;")]
    [InlineData("MG0012", "[|try|] { return x; } finally { }")]
    [InlineData("MG0012", "[|throw|] new System.Exception();")]
    [InlineData("MG0012", "System.Func<Tensor, Tensor> f = y [|=>|] y; return f(x);")]
    [InlineData("MG0012", "return x[|?|].Relu();")]
    [InlineData("MG0012", "Tensor y = [|null|]!; return y;")]
    [InlineData("MG0012", "return x [|??|] x;")]
    [InlineData("MG0012", "return [|Field|];")]
    [InlineData("MG0012", "[|Field|] = x; return x;")]
    [InlineData("MG0012", "[|lock|] (x) { return x; }")]
    [InlineData("MG0012", "System.Console.[|WriteLine|](); return x;")]
    [InlineData("MG0012", "[|goto|] end; end: return x;")]
    [InlineData("MG0012", "return x.Dot([|null|]!).Relu();")]
    [InlineData("MG0013", "return x.Dense([|Size|]);")]
    [InlineData("MG0013", "return x.Dense(System.Environment.[|ProcessorCount|]);")]
    [InlineData("MG0013", "if ([|Size|] > 3) return x; return x;")]
    [InlineData("MG0017", "return x.Dense(x.[|GetHashCode|]());")]
    [InlineData("MG0013", "if (x [|==|] null) return x; return x;")]
    [InlineData("MG0014", "[|for|] (;;) x = x.Relu();")]
    [InlineData("MG0014", "for (int i = 0; i < 1000; i++) [|for|] (int j = 0; j < 1000; j++) x = x.Relu(); return x;")]
    [InlineData(
        "MG0014",
        "return A(x);",
        "static Tensor A(Tensor y) => B(B(B(B(B(B(B(B(y)))))))); static Tensor B(Tensor y) => C(C(C(C(C(C(C(C(y)))))))); "
        + "static Tensor C(Tensor y) => D(D(D(D(D(D(D(D(y)))))))); static Tensor D(Tensor y) => E(E(E(E(E(E(E(E(y)))))))); "
        + "static Tensor E(Tensor y) => F(F(F(F(F(F(F([|F|](y)))))))); static Tensor F(Tensor y) => y;")]
    [InlineData("MG0015", "return Again(x);", "static Tensor Again(Tensor y) => [|Again|](y.Relu());")]
    [InlineData("MG0015", "return Ping(x);", "static Tensor Ping(Tensor y) => Pong(y); static Tensor Pong(Tensor y) => [|Ping|](y);")]
    [InlineData("MG0015", "return [|Forward|](x);")]
    [InlineData("MG0016", "x.[|Relu|](); return x;")]
    [InlineData("MG0016", "Tensor.[|Gradient|](x.Sum(), x); return x;")]
    [InlineData("MG0021", "Tensor.[|Update|](W, W + 1); return x * W;", "[Parameter(8)] static partial Tensor W { get; }")]
    [InlineData("MG0021", "Move(W); return x * W;", "[Parameter(8)] static partial Tensor W { get; } static void Move(Tensor t) => Tensor.[|Update|](t, t + 1);")]
    [InlineData("MG0015", "Again(x); return x;", "static void Again(Tensor t) { [|Again|](t); }")]
    [InlineData("MG0012", "Wrong(x); return x;", "static void Wrong(Tensor t) { [|while|] (true) { } }")]
    [InlineData("MG0017", "return Tensor.Scan(x, x, [|Step|], axis: 0);", "static System.Func<Tensor, Tensor, Tensor> Step { get; } = (a, b) => b;")]
    [InlineData("MG0017", "return [|Of|](out _);", "static Tensor Of(out int n) { n = 1; return 1f; }")]
    [InlineData("MG0020", "return [|new|] Dense(4).Apply(x);")]
    [InlineData("MG0020", "return [|new|] Own(4).Apply(x);", "class Own { readonly int n; public Own(int n) { this.n = n; } public Tensor Apply(Tensor y) => y.Dense(n); }")]
    [InlineData("MG0017", "Virtual v = null!; return v.[|Of|](x);", "class Virtual { public virtual Tensor Of(Tensor y) => y; }")]
    [InlineData("MG0018", "int n = 0; return x.Dense(4 [|/|] n);")]
    [InlineData("MG0018", "int[] n = [1]; int i = 1; return x.Dense([|n|][i]);")]
    [InlineData("MG0018", "int n = 2; return n [|switch|] { 1 => x };")]
    public async Task One_error_at_the_token(string id, string body, string members = "")
    {
        string source = Networks.WithBody(body, "static int Size = 4; static Tensor Field = null!;" + members);
        Diagnostic error = await Expectation.OneErrorAsync(id, source);
        Diagnostic reported = await Expectation.OneErrorAsync(id, source, ("RunAnalyzers", "false"));
        Assert.Equal(error.GetMessage(), reported.GetMessage());
    }

    [Fact]
    public async Task A_chain_too_long_to_bind_is_one_error_at_its_method()
    {
        string chain = string.Concat(Enumerable.Repeat(".Relu()", 450));
        await Expectation.OneErrorAsync("MG0014", Networks.WithBody("return Long(x);", $"static Tensor [|Long|](Tensor y) => y{chain};"));
    }
}
