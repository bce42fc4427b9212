using ModelGen.Compiler.Spec;
using ModelGen.Generator.Tests.Harness;

namespace ModelGen.Generator.Tests.Parsing;

/// <summary>Every construct that a body may use, and the values that come of it. Values 0 and 1 are the input and the label.</summary>
public class ExpressionTests
{
    [Theory]
    [InlineData("return x.Dense(4);", "Dense(0) units=4 bias=1")]
    [InlineData("return x.Dense(bias: false, units: 4);", "Dense(0) units=4 bias=0")]
    [InlineData("return x.Dense(4, name: \"fc1\");", "Dense(0) \"fc1\" units=4 bias=1")]
    [InlineData("return x.Dense(4, name: null);", "Dense(0) units=4 bias=1")]
    [InlineData("return x.Reshape(2, -1, 4);", "Reshape(0) sizes=[2,-1,4]")]
    [InlineData("return x.Reshape(new[] { 2, 4 });", "Reshape(0) sizes=[2,4]")]
    [InlineData("return x.Reshape([0, .. new int[] { 2, 4 }]);", "Reshape(0) sizes=[0,2,4]")]
    [InlineData("return x.Sum();", "Sum(0) axes=[]")]
    [InlineData("return Tensor.NoGradient(x).Relu();", "NoGradient(0); Relu(2)")]
    [InlineData("return ((x)).Softmax();", "Softmax(0) axis=-1")]
    [InlineData("return x!.Exp();", "Exp(0)")]
    public void Calls(string body, string values) => Assert.Equal(values, Reading.Body(body));

    [Theory]
    [InlineData("return x + x;", "Add(0, 0)")]
    [InlineData("return x - x;", "Subtract(0, 0)")]
    [InlineData("return x * x;", "Multiply(0, 0)")]
    [InlineData("return x / x;", "Divide(0, 0)")]
    [InlineData("return -x;", "Negate(0)")]
    [InlineData("return 2 * x;", "constant 2; Multiply(2, 0)")]
    [InlineData("return x + 0.1f;", "constant 0.10000000149011612; Add(0, 2)")]
    [InlineData("return x - x * x;", "Multiply(0, 0); Subtract(0, 2)")]
    [InlineData("return (x - x) * x;", "Subtract(0, 0); Multiply(2, 0)")]
    [InlineData("x += 1; x *= x; return x;", "constant 1; Add(0, 2); Multiply(3, 3)")]
    [InlineData("return x / System.MathF.Sqrt(16);", "constant 4; Divide(0, 2)")]
    [InlineData("Tensor half = 0.5f; return half * x;", "constant 0.5; Multiply(2, 0)")]
    public void Operators(string body, string values) => Assert.Equal(values, Reading.Body(body));

    [Theory]
    [InlineData("var y = x.Relu(); y = y.Exp(); return y;", "Relu(0); Exp(2)")]
    [InlineData("Tensor y; y = x.Relu(); return y + y;", "Relu(0); Add(2, 2)")]
    [InlineData("Tensor a = x.Exp(), b = a.Log(); return b;", "Exp(0); Log(2)")]
    [InlineData("const int n = 3; return x.Dense(n * 2 + Units);", "Dense(0) units=13 bias=1")]
    [InlineData("int n = 3; n <<= 2; n++; --n; return x.Dense(n);", "Dense(0) units=12 bias=1")]
    [InlineData("_ = x.Relu(); return x.Exp();", "Relu(0); Exp(0)")]
    [InlineData("int n = 7; return x.Dense((int)(n / 2.0));", "Dense(0) units=3 bias=1")]
    [InlineData("int n = 7; return x.Dense(System.Math.Max(n, 9) % 5);", "Dense(0) units=4 bias=1")]
    [InlineData("int n = 2; return x.Dense(4, name: $\"fc{n}\" + '.' + n + nameof(Units));", "Dense(0) \"fc2.2Units\" units=4 bias=1")]
    public void Locals_and_constants(string body, string values) => Assert.Equal(values, Reading.Body(body, "const int Units = 7;"));

    [Theory]
    [InlineData("for (int i = 0; i < 3; i++) x = x.Dense(8 << i); return x;", "Dense(0) units=8 bias=1; Dense(2) units=16 bias=1; Dense(3) units=32 bias=1")]
    [InlineData("for (int i = 0; ; i++) { if (i == 1) continue; if (i > 2) break; x = x.Dense(i + 1); } return x;", "Dense(0) units=1 bias=1; Dense(2) units=3 bias=1")]
    [InlineData("for (int i = 5; i < 3; i++) x = x.Exp(); return x.Log();", "Log(0)")]
    [InlineData("for (int i = 0, n = 4; i < n; i += 2, n--) x = x.Dense(n); return x;", "Dense(0) units=4 bias=1; Dense(2) units=3 bias=1")]
    [InlineData("foreach (int n in new[] { 3, 5 }) x = x.Dense(n); return x;", "Dense(0) units=3 bias=1; Dense(2) units=5 bias=1")]
    [InlineData("int[] n = [3, 5]; for (int i = 0; i < n.Length; i++) x = x.Dense(n[i]); return x;", "Dense(0) units=3 bias=1; Dense(2) units=5 bias=1")]
    [InlineData("for (int i = 0; i < 9; i++) { if (i == 1) return x; x = x.Relu(); } return x.Exp();", "Relu(0)")]
    [InlineData("for (int i = 0; i < 2; i++) for (int j = 0; j < 2; j++) { if (j == 1) break; x = x.Relu(); } return x;", "Relu(0); Relu(2)")]
    public void Loops_are_unrolled(string body, string values) => Assert.Equal(values, Reading.Body(body));

    [Theory]
    [InlineData("if (Deep) x = x.Relu(); else x = x.Exp(); return x;", "Relu(0)")]
    [InlineData("int n = 4; if (n % 2 != 0 || n > 5) x = x.Relu(); return x.Exp();", "Exp(0)")]
    [InlineData("int n = 0; if (n != 0 && 8 / n > 1) x = x.Relu(); return x.Exp();", "Exp(0)")]
    [InlineData("return Deep ? x.Relu() : x.Exp();", "Relu(0)")]
    [InlineData("int n = 4; return n switch { 1 => x.Relu(), > 3 and < 5 => x.Exp(), _ => x };", "Exp(0)")]
    [InlineData("int n = 2; return n switch { 1 or 3 => x.Relu(), not 2 => x.Exp(), var m when m > 5 => x, _ => x.Log() };", "Log(0)")]
    [InlineData("string a = \"relu\"; switch (a) { case \"exp\": return x.Exp(); case \"relu\": x = x.Relu(); break; default: return x; } return x.Log();", "Relu(0); Log(2)")]
    [InlineData("int n = 2; switch (n) { default: x = x.Exp(); break; case > 5: return x; } return x.Relu();", "Exp(0); Relu(2)")]
    [InlineData("int n = 2; return n is 1 or 2 ? x.Relu() : x;", "Relu(0)")]
    public void Choices_are_made_at_build_time(string body, string values) => Assert.Equal(values, Reading.Body(body, "const bool Deep = true;"));

    [Theory]
    [InlineData("return Block(Block(x, 3), 5);", "Dense(0) units=3 bias=1; Relu(2); Dense(3) units=5 bias=1; Relu(4)")]
    [InlineData("return Block(units: 4, x: x);", "Dense(0) units=4 bias=1; Relu(2)")]
    [InlineData("return Block(x);", "Dense(0) units=8 bias=1; Relu(2)")]
    [InlineData("Tensor Twice(Tensor y) => y + y; return Twice(Twice(x));", "Add(0, 0); Add(2, 2)")]
    [InlineData("int n = 3; Tensor Local() { return x.Dense(n); } return Local();", "Dense(0) units=3 bias=1")]
    [InlineData("return x.Scaled(3);", "constant 3; Multiply(0, 2)")]
    [InlineData("return x.Halved();", "constant 0.5; Multiply(0, 2)")]
    [InlineData("return x.Dense(Blocks.Width(3));", "Dense(0) units=9 bias=1")]
    [InlineData("return Blocks.Stack(x, 2, 3);", "Dense(0) units=2 bias=1; Dense(2) units=3 bias=1")]
    [InlineData("return Blocks.Same(x, 1).Relu();", "Relu(0)")]
    public void Methods_of_the_project_are_read_in_place(string body, string values) => Assert.Equal(
        values,
        Reading.Body(body, "static Tensor Block(Tensor x, int units = 8) { var y = x.Dense(units); return y.Relu(); }", """
            static class Blocks
            {
                public static Tensor Scaled(this Tensor y, float factor) => y * factor;
                extension(Tensor y)
                {
                    public Tensor Halved() => y * 0.5f;
                }
                public static int Width(int n) => n * n;
                public static Tensor Same<T>(Tensor y, T unused) => y;
                public static Tensor Stack(Tensor y, params int[] units)
                {
                    foreach (int n in units)
                        y = y.Dense(n);
                    return y;
                }
            }
            """));

    [Fact]
    public void Spans_name_the_method_the_operator_and_the_arguments()
    {
        string source = Networks.WithBody("return (2 * x).Dense(units: 3 + 4).Reshape(1, 2).Sum();");
        NetworkSpec spec = Reading.Parse("Net", source).Spec;
        string[] tokens = [.. spec.Values.Skip(2).Select(value => Reading.TextAt(value.Span, "Net", source))];
        Assert.Equal(["2", "*", "Dense", "Reshape", "Sum", "CrossEntropy"], tokens);

        var dense = (CallValue)spec.Values[4];
        Assert.Equal("2 * x", Reading.TextAt(dense.Operands[0].Span, "Net", source));
        Assert.Equal("3 + 4", Reading.TextAt(dense.Arguments[0].Span, "Net", source));
        Assert.Equal("Dense", Reading.TextAt(dense.Arguments[1].Span, "Net", source));
        Assert.Equal("1, 2", Reading.TextAt(((CallValue)spec.Values[5]).Arguments[0].Span, "Net", source));
        Assert.Equal("Sum", Reading.TextAt(((CallValue)spec.Values[6]).Arguments[0].Span, "Net", source));
    }

    [Fact]
    public void What_a_method_outside_the_class_does_stands_at_its_call()
    {
        string source = Networks.WithBody("return Outside.Block(x);", others: "static class Outside { public static Tensor Block(Tensor y) => y.Dense(3).Relu(); }");
        NetworkSpec spec = Reading.Parse("Net", source).Spec;
        Assert.All(spec.Values.Skip(2).Take(2), value => Assert.Equal("Block", Reading.TextAt(value.Span, "Net", source)));
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture() => Assert.Equal(
        "constant -0.5; Multiply(0, 2); Dense(3) \"fc-1.5\" units=4 bias=1",
        CommaCulture.Run(() => Reading.Body("float f = -1.5f; return (x * -0.5f).Dense(4, name: $\"fc{f}\");")));
}
