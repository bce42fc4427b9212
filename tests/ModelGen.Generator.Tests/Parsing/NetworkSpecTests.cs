using ModelGen.Compiler.Spec;
using ModelGen.Generator.Parsing;
using ModelGen.Generator.Tests.Harness;

namespace ModelGen.Generator.Tests.Parsing;

/// <summary>Whole classes, read into specs.</summary>
public class NetworkSpecTests
{
    [Fact]
    public void The_chain_style_is_read_in_order_with_defaults_filled_in() => Assert.Equal(
        """
        0: input image Float32 [batch, 1, 28, 28]
        1: input label Int32 [batch] for Loss
        2: Conv2D(0) filters=32 kernel=3 stride=1 padding=0 bias=1 dilation=1 groups=1 samePadding=0
        3: Relu(2)
        4: MaxPool2D(3) kernel=2 stride=0 padding=0
        5: Conv2D(4) filters=64 kernel=3 stride=1 padding=0 bias=1 dilation=1 groups=1 samePadding=0
        6: Relu(5)
        7: MaxPool2D(6) kernel=2 stride=0 padding=0
        8: Flatten(7) startAxis=1
        9: Dense(8) units=128 bias=1
        10: Relu(9)
        11: Dense(10) units=10 bias=1
        12: CrossEntropy(11, 1) labelSmoothing=0 ignoredIndex=null
        logits 11
        loss 12
        """,
        Reading.Describe("MyApp.MnistCnn", Networks.MnistCnn));

    [Fact]
    public void Expressions_over_parameters_are_read_with_operators_and_numbers() => Assert.Equal(
        """
        0: input x Float32 [batch, 10]
        1: input target Float32 [batch, 5] for Loss
        2: parameter static W1 "W1" [10, 20] Default
        3: parameter static B1 "B1" [20] Default
        4: parameter public static W2 "out.weight" [20, 5] HeNormal
        5: Dot(0, 2)
        6: Add(5, 3)
        7: Tanh(6)
        8: MatMul(7, 4)
        9: Subtract(8, 1)
        10: constant 0.5
        11: Multiply(9, 9)
        12: Mean(11) axes=[]
        13: Multiply(10, 12)
        output 8
        loss 13
        """,
        Reading.Describe("MyApp.TanhPerceptron", Networks.TanhPerceptron));

    [Theory]
    [InlineData("[Network]", "Default")]
    [InlineData("[Network(Initializer = Initializer.HeNormal)]", "HeNormal")]
    [InlineData("[Network(Initializer = Initializer.Default)]", "Default")]
    public void The_initializer_of_the_layers_is_read(string attribute, string initializer) => Assert.Equal(
        initializer,
        Reading.Parse("MyApp.MnistCnn", Networks.MnistCnn.Replace("[Network]", attribute, StringComparison.Ordinal)).Spec.Class.LayerInitializer);

    [Fact]
    public void The_class_is_described_with_its_surroundings()
    {
        ClassSpec declaration = Reading.Parse(
            "A.@event.Outer`2+Net".Replace("@", "", StringComparison.Ordinal),
            """
            using ModelGen;
            namespace A.@event
            {
                public partial struct Outer<TKey, TValue>
                {
                    [Network]
                    private partial class Net
                    {
                        static Tensor Forward([Shape("n", 2)] Tensor x) => x.Dense(2);
                    }
                }
            }
            """).Spec.Class;
        Assert.Equal("A.@event", declaration.Namespace);
        Assert.Equal(["partial struct Outer<TKey,TValue>"], declaration.ContainingTypes);
        Assert.Equal("Net", declaration.Name);
        Assert.Equal("private", declaration.Accessibility);
        Assert.Equal("A.@event.Outer<TKey,TValue>.Net", declaration.FullName);
    }

    [Fact]
    public void Equal_sources_give_equal_specs_and_an_edit_above_the_class_changes_nothing()
    {
        ParsedNetwork first = Reading.Parse("MyApp.MnistCnn", Networks.MnistCnn);
        ParsedNetwork moved = Reading.Parse("MyApp.MnistCnn", "// a comment\n\n" + Networks.MnistCnn);
        ParsedNetwork changed = Reading.Parse("MyApp.MnistCnn", Networks.MnistCnn.Replace("Dense(128)", "Dense(129)", StringComparison.Ordinal));
        Assert.Equal(first, moved);
        Assert.Equal(first.GetHashCode(), moved.GetHashCode());
        Assert.NotEqual(first, changed);
    }

    [Fact]
    public void Parts_in_several_files_are_one_network()
    {
        string[] files =
        [
            "using ModelGen; [Network] partial class Net { const int Units = 3; }",
            "using ModelGen; partial class Net { static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(Units); }",
        ];
        NetworkSpec spec = Reading.Parse("Net", files).Spec;
        var call = (CallValue)spec.Values[spec.Outputs[0].Value];
        Assert.Equal(1, call.Span.Part);
        Assert.Equal("Dense", Reading.TextAt(call.Span, "Net", files));
        Assert.Equal("Units", Reading.TextAt(call.Arguments[0].Span, "Net", files));
        Assert.Equal("x", Reading.TextAt(call.Operands[0].Span, "Net", files));
    }

    [Fact]
    public void A_network_without_loss_can_still_predict()
    {
        NetworkSpec spec = Reading.Parse("Net", "using ModelGen; [Network] partial class Net { Tensor Forward([Shape(3)] Tensor x) => -x; }").Spec;
        Assert.Empty(spec.Errors);
        Assert.Null(spec.Loss);
        Assert.Equal("Negate(0)", Reading.Describe(spec.Values[spec.Outputs[0].Value]));
    }

    [Fact]
    public void An_input_of_Forward_that_Loss_takes_too_is_one_value() => Assert.Equal(
        """
        0: input image Float32 [batch, 9]
        1: Dense(0) units=9 bias=1
        2: Subtract(1, 0)
        3: Mean(2) axes=[]
        output 1
        loss 3
        """,
        Reading.Describe("Net", """
            using ModelGen;
            [Network]
            partial class Net
            {
                static Tensor Forward([Shape("batch", 9)] Tensor image) => image.Dense(9);
                static Tensor Loss(Tensor output, Tensor image) => (output - image).Mean();
            }
            """));

    [Fact]
    public void The_output_is_named_after_the_first_parameter_of_Loss_unless_an_input_has_that_name()
    {
        Assert.Equal("logits", Reading.Parse("MyApp.MnistCnn", Networks.MnistCnn).Spec.Outputs.Single().Name);
        string clashing = Networks.MnistCnn.Replace("logits", "image", StringComparison.Ordinal);
        Assert.Equal("output", Reading.Parse("MyApp.MnistCnn", clashing).Spec.Outputs.Single().Name);
    }

    [Fact]
    public void A_tuple_is_several_outputs_which_Loss_takes_in_their_order_before_its_own_inputs() => Assert.Equal(
        """
        0: input x Float32 [batch, 9]
        1: input label Int32 [batch] for Loss
        2: Dense(0) units=4 bias=1
        3: Sigmoid(2)
        4: CrossEntropy(2, 1) labelSmoothing=0 ignoredIndex=null
        5: Mean(3) axes=[]
        6: Add(4, 5)
        logits 2
        gate 3
        loss 6
        """,
        Reading.Describe("Net", """
            using ModelGen;
            [Network]
            partial class Net
            {
                static (Tensor logits, Tensor gate) Forward([Shape("batch", 9)] Tensor x)
                {
                    Tensor y = x.Dense(4);
                    return (y, y.Sigmoid());
                }
                static Tensor Loss(Tensor logits, Tensor gate, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label) + gate.Mean();
            }
            """));

    [Theory]
    [InlineData("(Tensor logits, Tensor gate)", "Tensor x", "Tensor a, Tensor b", "logits gate")]
    [InlineData("(Tensor, Tensor)", "Tensor x", "Tensor a, Tensor b", "a b")]
    [InlineData("(Tensor, Tensor gate)", "Tensor x", null, "output1 gate")]
    [InlineData("(Tensor x, Tensor batch)", "Tensor x", null, "xOutput batchOutput")]
    [InlineData("(Tensor x, Tensor xOutput)", "Tensor x", null, "xOutput xOutputOutput")]
    [InlineData("(Tensor @in, Tensor loss)", "Tensor x", null, "@in loss")]
    public void Outputs_are_named_by_the_tuple_then_by_Loss_and_none_as_an_input_is(string type, string input, string? loss, string names)
    {
        string source = $$"""
            using ModelGen;
            [Network]
            partial class Net
            {
                static {{type}} Forward([Shape("batch", 9)] {{input}}) => (x.Exp(), x.Log());
                {{(loss is null ? "" : $"static Tensor Loss({loss}) => (a + b).Mean();")}}
            }
            """;
        NetworkSpec spec = Reading.Parse("Net", source).Spec;
        Assert.Empty(spec.Errors);
        Assert.Equal(names, string.Join(" ", spec.Outputs.Select(output => output.Name)));
        Assert.Equal([1, 2], spec.Outputs.Select(output => output.Value));
    }

    [Theory]
    [InlineData("(Tensor a, Tensor b) both = (x.Exp(), x); return both;")]
    [InlineData("if (true) return Both(x); return (x, x);")]
    public void Outputs_come_from_any_expression_that_is_a_tuple(string body)
    {
        string source = $$"""
            using ModelGen;
            [Network]
            partial class Net
            {
                static (Tensor a, Tensor b) Forward([Shape("batch", 9)] Tensor x) { {{body}} }
                static (Tensor, Tensor) Both(Tensor y) => (y.Exp(), y);
            }
            """;
        Assert.Equal([new OutputSpec("a", 1), new OutputSpec("b", 0)], Reading.Parse("Net", source).Spec.Outputs);
    }

    [Fact]
    public void Source_that_C_sharp_refuses_has_no_error_of_ours_and_keeps_what_the_members_need()
    {
        ParsedNetwork network = Reading.Parse("MyApp.MnistCnn", Networks.MnistCnn.Replace(".Flatten()", ".Fltten()", StringComparison.Ordinal));
        Assert.Equal(NetworkState.InvalidSource, network.State);
        Assert.Empty(network.Spec.Errors);
        Assert.Equal([new OutputSpec("logits", -1)], network.Spec.Outputs);
        Assert.Equal(["image", "label"], network.Spec.Values.OfType<InputValue>().Select(input => input.Name));
    }
}
