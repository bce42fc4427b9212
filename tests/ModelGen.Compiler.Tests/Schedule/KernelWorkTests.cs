using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>What a kernel is said to compute and to move.</summary>
public class KernelWorkTests
{
    private static readonly NetworkModel Model = NetworkCompiler.Plan(NetworkSource.MnistCnn());

    [Fact]
    public void A_product_takes_two_operations_for_each_multiply_add()
    {
        FusedKernel output = Kernel("Predict", "Output");
        Assert.Equal(128 * ((2 * 128 * 10) + 10), Sum(output.Work));
    }

    [Theory]
    [InlineData("Conv2GradientOfImage")]
    [InlineData("Conv2GradientOfWeightParts")]
    public void A_gradient_behind_a_pool_takes_the_products_of_its_winners(string name)
    {
        // One winner in each of 5·5 windows of 64 filters, times the 32·3·3 values that it was computed from.
        Assert.Equal(128L * 2 * 64 * 25 * 288, Sum(Kernel("Train", name).Work));
    }

    [Fact]
    public void What_is_read_and_what_is_written_counts_once()
    {
        // Inputs [batch, 128], weights [10, 128] and bias [10] in, logits [batch, 10] out.
        FusedKernel output = Kernel("Predict", "Output");
        Assert.Equal(4 * ((128 * 128) + 1280 + 10 + (128 * 10)), Sum(output.Traffic));
    }

    [Fact]
    public void Bytes_are_counted_as_bytes()
    {
        // The forward pass in training also stores which element of each window won: one byte for each.
        FusedKernel predicting = Kernel("Predict", "Conv1Relu1Pool1");
        FusedKernel training = Model.Programs.Single(program => program.Name == "Train").Kernels.First(kernel => kernel.Name.StartsWith("Conv1", StringComparison.Ordinal));
        Assert.Equal(128 * 32 * 13 * 13, Sum(training.Traffic) - Sum(predicting.Traffic));
    }

    [Fact]
    public void What_passes_between_the_stages_of_one_kernel_is_only_written()
    {
        FusedKernel loss = Kernel("Train", "CrossEntropy1WithGradient");
        Size[] written = [.. loss.Stages.SelectMany(stage => stage.Writes).Distinct().Select(buffer => buffer.Bytes)];
        Assert.True(loss.Stages.Count > 1);

        // Logits and labels come from elsewhere.
        Assert.Equal(Sum(written) + (4 * 128 * 10) + (4 * 128), Sum(loss.Traffic));
    }

    [Fact]
    public void The_emitted_text_says_it_for_every_kernel_of_every_program()
    {
        string text = NetworkCompiler.Compile(NetworkSource.MnistCnn()).Files.Single(file => file.Name.EndsWith(".Programs.g.cs", StringComparison.Ordinal)).Text;
        Assert.Contains("new(\"Output\", operations: 2570L * batch, bytes: 5160L + 552L * batch),", text, StringComparison.Ordinal);
        int kernels = Model.Programs.Sum(program => program.Kernels.Count);
        Assert.Equal(kernels, text.Split("operations: ").Length - 1);
        // Threads wait for each other where a step ends; behind the last one the program does.
        int steps = Model.Programs.Sum(program => program.Steps.Distinct().Count());
        Assert.Equal(steps - Model.Programs.Count, text.Split("worker.EndKernel(").Length - 1);
        Assert.Equal(kernels - steps, text.Split("worker.EndKernelOfShare(").Length - 1);
    }

    private static FusedKernel Kernel(string program, string name) =>
        Model.Programs.Single(candidate => candidate.Name == program).Kernels.Single(kernel => kernel.Name == name);

    private static long Sum(IEnumerable<Size> sizes) => sizes.Sum(size => size.Evaluate(_ => 128));
}
