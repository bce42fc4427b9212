using System.Globalization;
using ModelGen.Compiler.Print;
using ModelGen.Compiler.Print.Cpu;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Print;

public class EmittedTextTests
{
    [Fact]
    public void The_text_does_not_depend_on_the_culture()
    {
        EquatableArray<EmittedFile> expected = Printed();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var strange = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            strange.NumberFormat.NegativeSign = "~";
            strange.NumberFormat.NumberDecimalSeparator = ",";
            strange.NumberFormat.NumberGroupSeparator = ".";
            CultureInfo.CurrentCulture = strange;
            Assert.Equal(expected, Printed());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static EquatableArray<EmittedFile> Printed() =>
            NetworkPrinter.Print(NetworkCompiler.Plan(NetworkSource.MnistCnn()), new CompilerOptions(), new KernelMemo(mostCharacters: 0), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_file_stays_readable()
    {
        foreach (EmittedFile file in NetworkCompiler.Compile(NetworkSource.MnistCnn()).Files)
        {
            Assert.True(file.Text.Split('\n').Length < 3000, file.Name);
            Assert.DoesNotContain('\r', file.Text);
            Assert.DoesNotContain("unsafe", file.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_gradient_that_sums_nothing_but_numbers_is_emitted()
    {
        var source = new NetworkSource();
        int y = source.Conv2D(source.Input("x", "batch", 3, 6, 5), 4, 3);
        Assert.Empty(NetworkCompiler.Compile(source.Returns(y, source.Reduce("Mean", y)).Build()).Errors);
    }

    [Theory]
    [InlineData("sum")]
    [InlineData("sum0")]
    [InlineData("sum0_1")]
    [InlineData("largest2")]
    [InlineData("word1")]
    [InlineData("over2")]
    public void A_value_is_not_called_as_a_loop_calls_a_register(string name)
    {
        Assert.True(Identifiers.IsRegister(name));
        var source = new NetworkSource();
        int product = source.Call("Dot", [source.Input("x", "batch", 40), source.Parameter(name, 40, 20)]);
        Compiler.Loops.Buffer[] buffers = Assert.Single(NetworkCompiler.Plan(source.Returns(product).Build()).Programs).Kernels.SelectMany(kernel => kernel.Buffers).ToArray();
        // A name from the source loses its underscores.
        Assert.Contains(name.Replace("_", "") + "Value", buffers.Select(buffer => buffer.Name));
        Assert.DoesNotContain(buffers, buffer => Identifiers.IsRegister(buffer.Name));
    }

    [Theory]
    [InlineData("output")]
    [InlineData("weight")]
    [InlineData("sums")]
    [InlineData("sum0of")]
    public void Other_names_stay(string name) => Assert.False(Identifiers.IsRegister(name));

    [Fact]
    public void The_summary_counts_the_parameters_of_the_keras_tutorial()
    {
        EmittedFile face = NetworkCompiler.Compile(NetworkSource.MnistCnn()).Files.Single(file => file.Name == "App.MnistCnn.g.cs");
        Assert.Contains("225,034 parameters", face.Text, StringComparison.Ordinal);
        Assert.Contains("conv1 (Conv2D)", face.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_does_not_compile_still_has_its_members()
    {
        EmittedFile file = Assert.Single(NetworkCompiler.EmitFailed(NetworkSource.MnistCnn(), "the \"message\""));
        Assert.Contains("public float TrainStep(global::System.ReadOnlySpan<float> image, global::System.ReadOnlySpan<int> label, global::ModelGen.Optimizer optimizer)", file.Text, StringComparison.Ordinal);
        Assert.Contains("\"the \\\"message\\\"\"", file.Text, StringComparison.Ordinal);
    }
}
