using Microsoft.CodeAnalysis;

namespace ModelGen.Analyzers.Tests;

/// <summary>Shape errors: one, at the user's token, that names the layer and the shapes; the same one where analyzers are switched off.</summary>
public class ShapeErrorTests
{
    [Theory]
    [InlineData("MG0101", "return x [|+|] x.Dense(3);", "", "[batch, 8]", "[batch, 3]")]
    [InlineData("MG0102", "return x.Dot([|W|]);", "[Parameter(3000, 10)] static partial Tensor W { get; }", "[batch, 8]", "[3000, 10]", "3000")]
    [InlineData("MG0103", "return x.Reshape(0, 1, 2, 4).Conv2D(3, kernel: [|40|]);", "", "conv1", "40×40", "[batch, 1, 2, 4]")]
    [InlineData("MG0104", "return x.[|Conv2D|](3, kernel: 1);", "", "conv1", "[batch, 8]")]
    [InlineData("MG0105", "return x.[|Reshape|](0, 3);", "", "[batch, 8]", "[batch, 3]")]
    [InlineData("MG0103", "return x.Reshape(0, 1, 8).Conv1D([|W|]);", "[Parameter(3, 1, 9)] static partial Tensor W { get; }", "Conv1D", "9 window", "[batch, 1, 8]", "at most 8")]
    [InlineData("MG0106", "return x.Reshape(0, 1, 2, 4).Conv2D([|W|]);", "[Parameter(3, 2, 2, 2)] static partial Tensor W { get; }", "Conv2D", "weight", "[3, 1, 2, 2]", "'W' [3, 2, 2, 2]")]
    [InlineData("MG0106", "return x.Reshape(0, 4, 2, 1).Conv2D([|W|], groups: 2);", "[Parameter(4, 4, 1, 1)] static partial Tensor W { get; }", "[4, 2, 1, 1]", "4 channels in 2 groups")]
    [InlineData("MG0106", "return x.Reshape(0, 1, 2, 4).Conv2D([|W|]);", "[Parameter(3, 4)] static partial Tensor W { get; }", "Conv2D", "[filters, channels, height, width]")]
    [InlineData("MG0106", "return x.Reshape(0, 1, 8).Conv1D(W, [|B|]);", "[Parameter(3, 1, 2)] static partial Tensor W { get; } [Parameter(4)] static partial Tensor B { get; }", "Conv1D", "bias", "[3]", "'B' [4]")]
    [InlineData("MG0106", "return x.Dense([|0|]);", "", "dense1", "units", "0")]
    [InlineData("MG0106", "return x.Dropout(rate: [|1.5f|]);", "", "Dropout", "rate", "at least 0 and below 1", "1.5")]
    [InlineData("MG0107", "return x.Softmax([|2|]);", "", "2", "[batch, 8]")]
    [InlineData("MG0113", "return fc.Apply(x).Dense(9) + fc.[|Apply|](x.Dense(9));", "[Layer] static readonly Dense fc = new(4);", "fc.weight", "[4, 8] and [4, 9]", "8 and 9")]
    [InlineData("MG0101", "return x [|+|] x.Dense(3);", "", "units: 8 on 'dense1' would fit")]
    [InlineData("MG0102", "return x.Reshape(0, 1, 2, 4).Conv2D(5, kernel: 1).Relu().Flatten().Dot([|W|]);", "[Parameter(30, 10)] static partial Tensor W { get; }", "40 (5 channels × 2 × 4)", "'W' [30, 10]", "[Parameter(40, 10)] on 'W'")]
    [InlineData("MG0102", "return x.Reshape(0, 1, 8).Conv1D(5, kernel: 3).Flatten().Dot([|W|]);", "[Parameter(40, 10)] static partial Tensor W { get; }", "30 (5 channels × 6)", "[Parameter(30, 10)] on 'W', or padding: 1 on 'conv1' would fit")]
    [InlineData("MG0113", "return fc.Apply(x) + fc.[|Apply|](x.Reshape(0, 1, 8).Conv1D(2, kernel: 3).Flatten());", "[Layer] static readonly Dense fc = new(4);", "[batch, 8]", "[batch, 12]", "8 and 12 (2 channels × 6)", "kernel: 5 on 'conv1' would fit")]
    [InlineData("MG0105", "return x.[|Reshape|](0, 2, 5).Flatten();", "", "Reshape(0, 2, 4) would fit")]
    [InlineData("MG0111", "return x.Dense(8, name: \"fc2\").Dense(8, name: \"fc\").[|Dense|](8, name: \"fc\");", "", "fc.weight")]
    [InlineData("MG0104", "return x.Flatten(0).Unsqueeze(0).[|Dense|](3);", "", "8·batch")]
    [InlineData("MG0111", "return x.Dense(8, name: \"fc\").[|Dense|](8, name: \"fc\");", "", "fc.weight")]
    [InlineData("MG0114", "return Tensor.Scan(x.Reshape(0, 2, 4), x, (input, state) => [|input|]);", "", "[batch, 8]", "[batch, 4]", "keep its shape")]
    [InlineData("MG0114", "return Tensor.Scan((x.Reshape(0, 2, 4), [|x|]), x, (input, state) => state);", "", "2 of [batch, 2, 4]", "8 of [batch, 8]")]
    [InlineData("MG0107", "return Tensor.Scan(x, x, (input, state) => state, axis: [|2|]);", "", "Scan", "axis 2", "[batch, 8]")]
    [InlineData("MG0115", "return Tensor.Gradient([|x.Tanh()|], x);", "", "[batch, 8]", "Sum()")]
    [InlineData("MG0116", "return Tensor.Gradient(x.Tanh().Sum(), [|W|]) + W;", "[Parameter(8)] static partial Tensor W { get; }", "'W' [8]", "compute the one from the other")]
    [InlineData("MG0116", "return Tensor.Gradient(Tensor.NoGradient(x.Tanh()).Sum(), [|x|]);", "", "'x' [batch, 8]", "NoGradient")]
    [InlineData("MG0116", "Tensor first = Tensor.Gradient((2 * x).Sum(), x); return Tensor.Gradient((first * W).Sum(), [|x|]) + W;", "[Parameter(8)] static partial Tensor W { get; }", "'x' [batch, 8]")]
    [InlineData("MG0114", "Tensor s = Tensor.Scan(x.Reshape(0, 2, 4), x, (a, b) => b.Tanh()); return Tensor.Scan(x.Reshape(0, 2, 4), x, (a, b) => b * Tensor.[|Gradient|](s.Sum(), x)).Flatten();", "", "another Scan")]
    public async Task One_error_at_the_token(string id, string body, string members, params string[] named)
    {
        string source = Networks.WithBody(body, members);
        Diagnostic error = await Expectation.OneErrorAsync(id, source);
        Assert.All(named, word => Assert.Contains(word, error.GetMessage(), StringComparison.Ordinal));
        Diagnostic reported = await Expectation.OneErrorAsync(id, source, ("RunAnalyzers", "false"));
        Assert.Equal(error.GetMessage(), reported.GetMessage());
    }

    [Theory]
    [InlineData("MG0108", "static Tensor Loss(Tensor output, [Shape(\"batch\", 4)] Tensor target) => output [|-|] target;")]
    [InlineData("MG0109", "static Tensor Loss(Tensor output, [Shape(\"batch\", 5)] Tensor target) => output.CrossEntropy([|target|]);")]
    [InlineData("MG0021", "static Tensor Loss(Tensor output, [Shape(\"batch\", 4)] Tensor target) { Tensor.Update(V, V + 1); Tensor.[|Update|](V, V + 2); return (output - target).Sum(); }")]
    [InlineData("MG0021", "static Tensor Loss(Tensor output, [Shape(\"batch\", 4)] Tensor target) { Twice(V); return (output - target).Sum(); } static void Twice(Tensor t) { for (int i = 0; i < 2; i++) Tensor.[|Update|](t, t + 1); }")]
    [InlineData("MG0021", "static Tensor Loss(Tensor output, [Shape(\"batch\", 4)] Tensor target) { Tensor.Update([|output|], target); return (output - target).Sum(); }")]
    [InlineData("MG0021", "static Tensor Loss(Tensor output, [Shape(\"batch\", 4)] Tensor target) => Tensor.Scan(output, target.Sum(0), (a, b) => { Tensor.[|Update|](V, b); return a + b; }, axis: 0).Sum();")]
    [InlineData("MG0117", "static Tensor Loss(Tensor output, [Shape(\"batch\", 4)] Tensor target) { Tensor.Update(V, [|target|]); return (output - target).Sum(); }")]
    [InlineData("MG0117", "static Tensor Loss(Tensor output, [Shape(\"batch\", 4)] Tensor target) { Tensor.Update(V, [|0.5f|]); return (output - target).Sum(); }")]
    public async Task A_loss_that_does_not_fit(string id, string loss)
    {
        string source = "using ModelGen; [Network] partial class Net { static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(4) * V; [Parameter(4)] static partial Tensor V { get; } " + loss + " }";
        await Expectation.OneErrorAsync(id, source);
        await Expectation.OneErrorAsync(id, source, ("RunAnalyzers", "false"));
    }
}
