using ModelGen.Compiler.Spec;
using ModelGen.Generator.Tests.Harness;

namespace ModelGen.Generator.Tests.Parsing;

/// <summary>Tuples, parts, several tensors at once, scopes, and layers as members. Values 0 and 1 are the input and the label.</summary>
public class LanguageTests
{
    private const string Block =
        "class Block(int width) { [Layer] readonly Dense fc = new(width, bias: false); readonly int[] sizes = [3, 4]; public Tensor Apply(Tensor y) => fc.Apply(y).Dense(sizes[1]); }";

    [Theory]
    [InlineData("(Tensor a, Tensor b) = (x.Exp(), x.Log()); return a + b;", "Exp(0); Log(0); Add(2, 3)")]
    [InlineData("var (a, b) = Two(x); (a, b) = (b, a); return a - b;", "Exp(0); Relu(0); Subtract(3, 2)")]
    [InlineData("var both = Two(x); return both.Second - both.Item1;", "Exp(0); Relu(0); Subtract(3, 2)")]
    [InlineData("(Tensor a, (int n, _)) = (x.Exp(), (3, 4)); return a.Dense(n);", "Exp(0); Dense(2) units=3 bias=1")]
    public void Tuples(string body, string values) =>
        Assert.Equal(values, Reading.Body(body, "static (Tensor First, Tensor Second) Two(Tensor y) => (y.Exp(), y.Relu());"));

    [Theory]
    [InlineData("return x[0];", "Slice(0) places=[0,0,0,0,0]")]
    [InlineData("return x[.., ^1];", "Slice(0) places=[1,0,0,0,1,0,1,1,0,0]")]
    [InlineData("int n = 2; return x[1..^n, n..];", "Slice(0) places=[1,1,0,2,1,1,2,0,0,1]")]
    [InlineData("Tensor[] parts = x.Split(2, 1); return parts[0] + parts[^1];", "Split(0) parts=2 axis=1 part=0; Split(0) parts=2 axis=1 part=1; Add(2, 3)")]
    [InlineData("return Tensor.Concat(1, x, x.Exp());", "Exp(0); Concat(0, 2) axis=1")]
    [InlineData("Tensor[] both = [x, x]; return Tensor.Stack(0, both);", "Stack(0, 0) axis=0")]
    public void Parts_and_joins(string body, string values) => Assert.Equal(values, Reading.Body(body));

    [Theory]
    [InlineData("return Tensor.Where(x > 0, x, 0.5);", "constant 0; GreaterThan(0, 2); constant 0.5; Where(3, 0, 4)")]
    [InlineData("return Tensor.Where(!(x <= 1.0) & (x < x | x >= x), x, x);", "constant 1; LessThanOrEqual(0, 2); Not(3); LessThan(0, 0); GreaterThanOrEqual(0, 0); Or(5, 6); And(4, 7); Where(8, 0, 0)")]
    public void Comparisons(string body, string values) => Assert.Equal(values, Reading.Body(body));

    [Theory]
    [InlineData(
        "x = x.Reshape(0, 1, 2, 4); return x.Conv2D(3, kernel: (1, 2), stride: (1, 2));",
        "Reshape(0) sizes=[0,1,2,4]; Conv2D(2) filters=3 kernel=[1,2] stride=[1,2] padding=null bias=1 dilation=null groups=1 samePadding=0")]
    [InlineData(
        "const int n = 2; (int, int) size = (1, n); x = x.Reshape(0, 1, 2, 4); return x.MaxPool2D(size);",
        "Reshape(0) sizes=[0,1,2,4]; MaxPool2D(2) kernel=[1,2] stride=null padding=null")]
    public void Pairs_of_numbers(string body, string values) => Assert.Equal(values, Reading.Body(body));

    [Fact]
    public void Scopes_end_with_their_block_and_nest()
    {
        CallValue[] calls = Calls(
            "for (int i = 0; i < 2; i++) { using (Tensor.Scope($\"b{i}\")) { x = Half(x); x = x.Exp(); } } return x.Log();",
            "static Tensor Half(Tensor y) { using var scope = Tensor.Scope(\"half\"); return y.Relu(); }");
        Assert.Equal(["Relu b0.half", "Exp b0", "Relu b1.half", "Exp b1", "Log "], calls.Select(call => $"{call.Op} {call.Scope}"));
    }

    [Fact]
    public void A_layer_that_is_a_member_is_called_after_it()
    {
        CallValue[] calls = Calls("return fc.Apply(x) + this.Out.Apply(fc.Apply(x));", "[Layer] readonly Dense fc = new(4); [Layer] Dense Out { get; } = new(units: 4, bias: false);", "Tensor");
        Assert.Equal(["fc", "fc", "Out", null], calls.Select(call => call.Label));
        Assert.Equal([true, true, true, false], calls.Select(call => call.IsMember));
        Assert.Equal("Dense(0) \"Out\" units=4 bias=0", Reading.Describe(calls[2] with { Operands = new([new OperandSpec(0, default)]) }));
    }

    [Fact]
    public void Layers_of_the_users_own_are_called_by_the_path_to_them()
    {
        CallValue[] calls = Calls("foreach (Block block in blocks) x = block.Apply(x); return last.Apply(x);", "[Layer] readonly Block[] blocks = [new(5), new(6)]; [Layer] readonly Block last = new(7); " + Block, "Tensor");
        Assert.Equal(
            ["blocks.0.fc 5", "blocks.0/ 4", "blocks.1.fc 6", "blocks.1/ 4", "last.fc 7", "last/ 4"],
            calls.Select(call => $"{(call.IsMember ? call.Label : call.Scope + "/" + call.Label)} {call.Arguments[0].Value.Numbers[0]}"));
    }

    [Fact]
    public void A_new_object_without_layers_is_read_too() => Assert.Equal("Relu(0)", Reading.Body("return new Rectifier().Of(x);", "class Rectifier { public Tensor Of(Tensor y) => y.Relu(); }"));

    [Fact]
    public void Updates_are_read_where_Loss_and_the_methods_that_it_calls_say_them()
    {
        NetworkSpec spec = Reading.Parse("Net", """
            using ModelGen;
            [Network]
            partial class Net
            {
                [Parameter(8)] static partial Tensor W { get; }
                [Parameter(8)] static partial Tensor V { get; }
                static Tensor Forward([Shape("batch", 8)] Tensor x) => x * W;
                static Tensor Loss(Tensor output)
                {
                    Tensor loss = output.Sum();
                    if (true)
                        Roll(loss, W, V);
                    return loss;
                }
                static void Roll(Tensor loss, Tensor parameter, Tensor velocity)
                {
                    Tensor.Update(value: velocity - Tensor.Gradient(withRespectTo: parameter, of: loss), parameter: velocity);
                    Shift(parameter, velocity);
                    if (false)
                        return;
                    static void Shift(Tensor parameter, Tensor velocity) => Tensor.Update(parameter, parameter + velocity);
                }
            }
            """).Spec;
        Assert.Empty(spec.Errors);
        Assert.Equal(["Multiply(0, 1)", "Sum(3) axes=[]", "Gradient(4, 1)", "Subtract(2, 5)", "Add(1, 2)"], spec.Values.OfType<CallValue>().Select(Reading.Describe));
        Assert.Equal([(2, 6), (1, 7)], spec.Updates.Select(update => (update.Parameter, update.Value.Value)));
    }

    private static CallValue[] Calls(string body, string members, string modifiers = "static Tensor")
    {
        NetworkSpec spec = Reading.Parse("Net", Networks.WithBody(body, members).Replace("static Tensor Forward", modifiers + " Forward", StringComparison.Ordinal)).Spec;
        Assert.Empty(spec.Errors);
        CallValue[] calls = [.. spec.Values.OfType<CallValue>()];
        return calls[..^1];
    }
}
