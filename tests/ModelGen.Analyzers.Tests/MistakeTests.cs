using Microsoft.CodeAnalysis;

namespace ModelGen.Analyzers.Tests;

/// <summary>What compiles and is likely a mistake: one warning, at the token; and what looks like one and is none.</summary>
public class MistakeTests
{
    [Theory]
    [InlineData("MG0201", "return x.Dense(3);", "[Parameter(8)] static partial Tensor [|B|] { get; }")]
    [InlineData("MG0202", "return x.Dense(3);", "[Layer] readonly Dense [|fc|] = new(4);")]
    [InlineData("MG0202", "return x.Dense(3);", "[Layer] Dense [|fc|] { get; } = new(4);")]
    [InlineData("MG0202", "return x.Dense(3);", "[Layer] readonly Dense[] [|all|] = [new(4), new(3)];")]
    [InlineData("MG0204", "Tensor y = x.[|Relu|](); return x.Dense(3);")]
    [InlineData("MG0204", "Tensor y = x.Dense(4).[|Relu|](); return x.Dense(3);")]
    [InlineData("MG0204", "Tensor y = x; for (int i = 0; i < 3; i++) y = y.[|Dense|](8); return x.Dense(3);")]
    [InlineData("MG0204", "Tensor y = x.Dot(W) [|*|] 2; return x.Dense(3);", "[Parameter(8, 8)] static partial Tensor W { get; }")]
    [InlineData("MG0205", "for (int i = 0; i < 3; i++) { x = x.Relu().Dense(8); [|if|] (i == 3) x = x.Tanh(); } return x;")]
    [InlineData("MG0205", "for (int i = 0; i < 3; i++) { if (i < 3) x = x.Dense(8); [|else|] x = x.Tanh(); } return x;")]
    [InlineData("MG0205", "for (int i = 0; i < 2; i++) for (int j = 0; j < 2; j++) { [|if|] (i > j + 1) x = x.Tanh(); x = x.Dense(8); } return x;")]
    [InlineData("MG0206", "return x.Dense(3).[|Softmax|]();")]
    [InlineData("MG0206", "return x.Dense(3).[|Softmax|](1);")]
    [InlineData("MG0206", "return x.Dense(3).[|LogSoftmax|]();")]
    [InlineData("MG0206", "return Head(x);", "static Tensor Head(Tensor x) => x.Dense(3).[|Softmax|]().Unsqueeze(0).Squeeze(0);")]
    [InlineData("MG0207", "return x.Dense(3).[|Relu|]();")]
    [InlineData("MG0207", "return x.Dense(3).[|Sigmoid|]();")]
    [InlineData("MG0207", "return x.Dense(3).[|Tanh|]();")]
    [InlineData("MG0209", "return x.Dense(8) * x.Dense(1).[|Softmax|]();")]
    [InlineData("MG0210", "return x.Dense(3).[|Softmax|](0).Dense(4);")]
    [InlineData("MG0210", "return x.Dot(x.Transpose().[|Dot|](x));")]
    [InlineData("MG0212", "return x.Relu().[|Relu|]().Dense(3);")]
    [InlineData("MG0212", "return x.Sigmoid().Unsqueeze(1).[|Sigmoid|]().Flatten().Dense(3);")]
    [InlineData("MG0214", "return x * x.Softmax().[|Log|]();")]
    public async Task One_warning_at_the_token(string id, string body, string members = "") => await Expectation.OneWarningAsync(id, Networks.WithBody(body, members));

    [Theory]
    [InlineData("MG0203", "static Tensor Forward([Shape(\"batch\", 8)] Tensor x, [Shape(\"batch\", 8)] Tensor [|mask|]) => x.Dense(3);")]
    [InlineData("MG0203", "static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(3); static Tensor Loss(Tensor output, [Shape(\"batch\")] Tensor<int> [|label|]) => output.Square().Mean();")]
    [InlineData("MG0206", "static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(3).[|Sigmoid|](); static Tensor Loss(Tensor output, [Shape(\"batch\", 3)] Tensor target) => output.BinaryCrossEntropyWithLogits(target);")]
    [InlineData("MG0208", "static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(3); static Tensor Loss(Tensor output, [Shape(\"batch\", 3)] Tensor target) => output.[|BinaryCrossEntropy|](target);")]
    [InlineData("MG0209", "static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(1); static Tensor Loss(Tensor output, [Shape(\"batch\")] Tensor<int> label) => output.[|CrossEntropy|](label);")]
    [InlineData("MG0211", "static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(1); static Tensor Loss(Tensor output, [Shape(\"batch\")] Tensor target) => (output [|-|] target).Square().Mean();")]
    [InlineData("MG0213", "static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(8); static Tensor Loss(Tensor output, [Shape(\"batch\", 8)] Tensor target) => target.Square().[|Mean|]();")]
    public async Task One_warning_in_Forward_and_Loss(string id, string members) =>
        await Expectation.OneWarningAsync(id, "using ModelGen; [Network] partial class Net { " + members + " }");

    [Theory]
    [InlineData("for (int i = 0; i < 4; i++) { Tensor y = x.Tanh(); x = i < 3 ? y.Dense(8) : x.Sqrt(); } return x;")]
    [InlineData("for (int i = 0; i < Layers; i++) { if (i == Special) x = x.Tanh(); x = x.Dense(8); } return x;", "const int Layers = 3; const int Special = -1;")]
    [InlineData("for (int i = 0; i < Layers; i++) { if (i > 0) x = x.Tanh(); x = x.Dense(8); } return x;", "const int Layers = 1;")]
    [InlineData("(Tensor left, Tensor right) = Both(x); return left.Dense(3);", "static (Tensor, Tensor) Both(Tensor x) { Tensor[] parts = x.Split(2); return (parts[0], parts[1]); }")]
    [InlineData("return Activated(x.Relu()).Dense(8) + Activated(x).Dense(8);", "static Tensor Activated(Tensor x) => x.Relu();")]
    [InlineData("return x.Dense(3) * x.Dense(3).Softmax();")]
    [InlineData("return x.Dense(3).Relu().Dropout(0.5).Dense(3);")]
    [InlineData("return (x.Unsqueeze(1) - x.Unsqueeze(0)).Square().Sum(2).Softmax(0).Dot(x);")]
    [InlineData("return twice.Apply(x).Dense(4);", "[Layer] static readonly Scale twice = new(2);", "class Scale(int factor) { public Tensor Apply(Tensor y) => y * (float)factor; }")]
    [InlineData("return Tensor.Scan(x.Reshape(0, 2, 4), x.Dense(4), (input, state) => input + state).Flatten();")]
    public async Task Nothing_is_wrong(string body, string members = "", string others = "") =>
        Assert.Empty(await Workbench.WarningsAsync(Workbench.Compilation(Networks.WithBody(body, members, others)), new NetworkAnalyzer()));

    [Theory]
    [InlineData("Tensor.Update(V, 0.9f * V + g); Tensor.Update(W, W - V); Tensor.Update(Seen, Seen + 1);")]
    [InlineData("Tensor next = 0.9f * V + g; Tensor.Update(V, next); Tensor.Update(W, W - next); Tensor.Update(Seen, loss.Unsqueeze(0));")]
    public async Task Parameters_that_are_updated_are_used(string updates) => Assert.Empty(await Workbench.WarningsAsync(Workbench.Compilation(WithUpdates(updates)), new NetworkAnalyzer()));

    [Fact]
    public async Task A_parameter_that_nothing_updates_or_reads_is_unused() =>
        await Expectation.OneWarningAsync("MG0201", WithUpdates("Tensor.Update(V, g); Tensor.Update(W, W - V);").Replace("Tensor Seen", "Tensor [|Seen|]", StringComparison.Ordinal));

    [Fact]
    public async Task A_value_that_only_an_update_needs_is_used_and_one_that_none_needs_is_not() =>
        await Expectation.OneWarningAsync("MG0204", WithUpdates("Tensor more = g.Tanh(); Tensor less = g.[|Exp|](); Tensor.Update(V, more); Tensor.Update(W, W - V); Tensor.Update(Seen, Seen + 1);"));

    private static string WithUpdates(string updates) =>
        "using ModelGen; [Network] partial class Net { [Parameter(8)] static partial Tensor W { get; } [Parameter(8)] static partial Tensor V { get; } [Parameter(1)] static partial Tensor Seen { get; } "
        + "static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x * W; "
        + "static Tensor Loss(Tensor output, [Shape(\"batch\", 8)] Tensor target) { Tensor loss = output.MeanSquaredError(target); Tensor g = Tensor.Gradient(loss, W); " + updates + " return loss; } }";

    [Fact]
    public async Task What_CSharp_sees_is_dead_is_said_by_CSharp_alone() =>
        Assert.Equal("CS0162", Assert.Single(await Workbench.WarningsAsync(Workbench.Compilation(Networks.WithBody("return x.Dense(3); return x;")), new NetworkAnalyzer())).Id);

    [Fact]
    public async Task A_warning_goes_away_where_a_pragma_says_so()
    {
        const string pragma = "#pragma warning disable MG0204\n";
        Assert.Empty(await Workbench.WarningsAsync(Workbench.Compilation(pragma + Networks.WithBody("Tensor y = x.Relu(); return x.Dense(3);")), new NetworkAnalyzer()));
    }

    [Fact]
    public async Task Beside_an_error_there_are_no_warnings() =>
        Assert.Equal("MG0106", Assert.Single(await Workbench.WarningsAsync(Workbench.Compilation(Networks.WithBody("Tensor y = x.Relu(); return x.Dense(0).Softmax();")), new NetworkAnalyzer())).Id);
}
