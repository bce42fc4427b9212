using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Ops;

/// <summary>Every mistake in shapes is one error, with the id, the place and the words that its message is made of.</summary>
public class ShapeErrorTests
{
    [Fact]
    public void Operands_that_do_not_broadcast()
    {
        var source = new NetworkSource();
        int sum = source.Binary("Add", source.Input("x", "batch", 4), source.Parameter("b", 3));
        SpecError error = Error(source, sum);
        Assert.Equal("MG0101", error.Id);
        Assert.Equal(source.SpanOf(sum), error.Span);
        Assert.Equal(
            ["Add", "'x' [batch, 4]", "'b' [3]", "axis 1 has the sizes 4 and 3, and neither is 1; [Shape(\"batch\", 3)] on 'x', or [Parameter(4)] on 'b' would fit"],
            error.Arguments);
    }

    [Fact]
    public void A_product_whose_inner_sizes_differ()
    {
        var source = new NetworkSource();
        int product = source.Binary("Dot", source.Input("x", "batch", 1600), source.Parameter("w", 3000, 10));
        SpecError error = Error(source, product);
        Assert.Equal("MG0102", error.Id);
        Assert.Equal(source.OperandSpan(product, 1), error.Span);
        Assert.Equal(
            ["Dot", "'x' [batch, 1600]", "'w' [3000, 10]", "1600", "3000", "[1600, 10] is needed on the right; [Shape(\"batch\", 3000)] on 'x', or [Parameter(1600, 10)] on 'w' would fit"],
            error.Arguments);
    }

    [Theory]
    [InlineData(40, 0, "40×40", "the image is 28×28; a kernel of at most 28 fits")]
    [InlineData(40, 2, "40×40", "the image is 28×28, 32×32 with the padding; a kernel of at most 32 fits")]
    public void A_kernel_larger_than_the_image(int kernel, int padding, string size, string why)
    {
        var source = new NetworkSource();
        int conv = source.Conv2D(source.Input("image", "batch", 1, 28, 28), 32, kernel, padding: padding);
        SpecError error = Error(source, conv);
        Assert.Equal("MG0103", error.Id);
        Assert.Equal(source.ArgumentSpan(conv, "kernel"), error.Span);
        Assert.Equal(["conv1", size, "[batch, 1, 28, 28]", why], error.Arguments);
    }

    [Fact]
    public void Wrong_ranks()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 4);
        Assert.Equal(["conv1", "images, [batch, channels, height, width]", "[batch, 4]"], Error(source, source.Conv2D(x, 3, 3), "MG0104").Arguments);
        source = new NetworkSource();
        x = source.Input("x", 4);
        Assert.Equal(["dense1", "an input of at least two axes, [batch, features]", "[4]"], Error(source, source.Dense(x, 3), "MG0104").Arguments);
        source = new NetworkSource();
        x = source.Input("x", 3);
        Error(source, source.Binary("Dot", x, x), "MG0104");
        source = new NetworkSource();
        x = source.Input("x", 5);
        Error(source, source.Binary("CrossEntropy", x, source.Target("label", ElementType.Int32, 5)), "MG0104");
    }

    [Fact]
    public void Reshapes_that_do_not_fit()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 12);
        Assert.Equal(
            ["Reshape", "[batch, 12] (12·batch values)", "[batch, 5] (5·batch values)", "the one count does not divide the other; Reshape(0, 12) would fit"],
            Error(source, source.Reshape(x, 0, 5), "MG0105").Arguments);
        source = new NetworkSource();
        x = source.Input("x", "batch", 12);
        Error(source, source.Reshape(x, 0, 6), "MG0105");
        source = new NetworkSource();
        x = source.Input("x", "batch", 12);
        Error(source, source.Reshape(x, -1, -1), "MG0106");
        source = new NetworkSource();
        x = source.Input("x", "batch", 12);
        Error(source, source.Reshape(x, 0, 0, 0), "MG0106");
    }

    [Fact]
    public void Arguments_outside_what_they_may_be()
    {
        var source = new NetworkSource();
        int image = source.Input("image", "batch", 1, 8, 8);
        Assert.Equal(["conv1", "stride", "at least 1", "0"], Error(source, source.Conv2D(image, 3, 3, stride: 0), "MG0106").Arguments);
        source = new NetworkSource();
        image = source.Input("image", "batch", 1, 8, 8);
        Error(source, source.MaxPool2D(image, 2, padding: 2), "MG0106");
        source = new NetworkSource();
        image = source.Input("x", "batch", 8);
        Error(source, source.Dense(image, 0), "MG0106");
    }

    [Theory]
    [InlineData(1, "1")]
    [InlineData(1.5, "1.5")]
    [InlineData(-0.25, "-0.25")]
    [InlineData(double.NaN, "NaN")]
    public void A_rate_that_is_no_share(double rate, string given)
    {
        var source = new NetworkSource();
        int dropout = source.Dropout(source.Input("x", "batch", 4), rate);
        SpecError error = Error(source, dropout, "MG0106");
        Assert.Equal(source.ArgumentSpan(dropout, "rate"), error.Span);
        Assert.Equal(["Dropout", "rate", "at least 0 and below 1", given], error.Arguments);
    }

    [Fact]
    public void Axes_outside_the_shape()
    {
        var source = new NetworkSource();
        Assert.Equal(["Softmax", "2", "[batch, 4]"], Error(source, source.Softmax("Softmax", source.Input("x", "batch", 4), 2), "MG0107").Arguments);
        source = new NetworkSource();
        Error(source, source.Reduce("Sum", source.Input("x", "batch", 4), -3), "MG0107");
    }

    [Fact]
    public void A_loss_that_is_no_number()
    {
        var source = new NetworkSource();
        int y = source.Dense(source.Input("x", "batch", 4), 2);
        NetworkSpec spec = source.Returns(y, source.Unary("Tanh", y)).Build();
        Assert.Equal("MG0108", Assert.Single(NetworkCompiler.Compile(spec).Errors).Id);
    }

    [Fact]
    public void Labels_that_do_not_fit_the_logits()
    {
        var source = new NetworkSource();
        int logits = source.Input("x", "batch", 4);
        int loss = source.Binary("CrossEntropy", logits, source.Target("label", ElementType.Float32, "batch", 3));
        SpecError error = Error(source, loss, "MG0109");
        Assert.Equal(source.OperandSpan(loss, 1), error.Span);
        Assert.Equal(
            "target rows of shape [batch, 4] fit these logits, or Tensor<int> class indices of shape [batch]; [Shape(\"batch\", 3)] on 'x', or [Shape(\"batch\", 4)] on 'label' would fit",
            error.Arguments[3]);
    }

    [Fact]
    public void Integers_where_numbers_are_needed()
    {
        var source = new NetworkSource();
        Error(source, source.Unary("Relu", source.Target("label", ElementType.Int32, "batch")), "MG0110");
    }

    [Fact]
    public void Two_parameters_of_one_name()
    {
        var source = new NetworkSource();
        source.Parameter("w", 2);
        Error(source, source.Parameter("w", 3), "MG0111");
    }

    private static SpecError Error(NetworkSource source, int output, string? id = null)
    {
        CompilationResult result = NetworkCompiler.Compile(source.Returns(output).Build());
        Assert.Empty(result.Files);
        SpecError error = Assert.Single(result.Errors);
        if (id is not null)
            Assert.Equal(id, error.Id);
        return error;
    }
}
