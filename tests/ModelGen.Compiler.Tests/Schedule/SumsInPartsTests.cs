using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>Which sums over a batch are taken in parts, and in which.</summary>
public class SumsInPartsTests
{
    private static readonly NetworkModel Model = NetworkCompiler.Plan(NetworkSource.MnistCnn());

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 1)]
    [InlineData(31, 1)]
    [InlineData(32, 2)]
    [InlineData(67, 4)]
    [InlineData(128, 8)]
    [InlineData(100_000, 8)]
    public void The_batch_alone_says_how_many_parts(long samples, long parts)
    {
        var divided = new SumParts("batch", 8);
        Assert.Equal(parts, divided.CountOf(samples));
        Assert.Equal(3 * parts, (divided.Count * 3).Evaluate(symbol => symbol == "batch" ? samples : -1));
        Assert.Equal(["batch"], (divided.Count * 3).FreeSymbols);
        Assert.Equal(divided, SumParts.Of(divided.Count.Symbols));
        Assert.Null(SumParts.Of("batch"));
    }

    [Theory]
    [InlineData("Conv1WeightGradient")]
    [InlineData("Conv1BiasGradient")]
    [InlineData("Conv2GradientOfWeight")]
    public void A_small_gradient_of_large_images_is_taken_in_parts_and_then_added(string name)
    {
        FusedKernel parts = Kernel(name + "Parts"), sum = Kernel(name);
        Assert.Equal(new SumParts("batch", 8).Count, parts.Stages[0].Domain[0].Extent);
        Assert.Equal(parts.Stages[0].Writes, sum.Stages[0].Reads);
    }

    [Fact]
    public void A_single_part_is_the_sum_and_lies_where_that_does()
    {
        FusedKernel sum = Kernel("Conv1WeightGradient");
        Assert.Equal(sum.Stages[0].Writes, sum.Stages[0].Reads.Select(parts => parts.Sum));
        Assert.Equal(new SumParts("batch", 8).Count, sum.Parts);
        // Only gradients have memory of their own for good.
        Assert.All(Train.Kernels.SelectMany(kernel => kernel.Buffers).Select(buffer => buffer.Sum).OfType<Buffer>(), whole => Assert.Equal(BufferPlace.Gradient, whole.Place));
        Assert.All(Train.Kernels.Where(kernel => kernel.Name.EndsWith("Parts", StringComparison.Ordinal)), kernel => Assert.Null(kernel.Parts));
    }

    [Fact]
    public void A_gradient_as_large_as_what_it_is_summed_from_stays_whole() =>
        Assert.DoesNotContain(Train.Kernels, kernel => kernel.Name == "Dense1WeightGradientParts");

    [Fact]
    public void Larger_ones_are_taken_in_fewer_parts_and_tiles_are_shared_out_too()
    {
        // 10 × 5,408 gradients from 128 × 5,408 values: eight parts would be more than what they are summed from.
        var source = new NetworkSource();
        int features = source.Unary("Relu", source.Dense(source.Input("x", "batch", 40), 5408)), logits = source.Dense(features, 10);
        NetworkModel model = NetworkCompiler.Plan(source.Returns(logits, source.Binary("CrossEntropy", logits, source.Target("label", ElementType.Int32, "batch"))).Build());
        FusedKernel parts = model.Programs.Single(program => program.Name == "Train").Kernels.Single(kernel => kernel.Name == "Dense2WeightGradientParts");
        Assert.Equal(new SumParts("batch", 2).Count, parts.Stages[0].Domain[0].Extent);
        Assert.All(Target.All, target => Assert.True(Scheduler.Schedule(parts, target).Items.Evaluate(_ => 128) >= 4));
    }

    [Fact]
    public void Parts_that_do_not_divide_into_vectors_are_added_by_all_threads_too()
    {
        var source = new NetworkSource();
        int features = source.Unary("Relu", source.Dense(source.Input("x", "batch", 9), 2001)), logits = source.Dense(features, 5);
        NetworkModel model = NetworkCompiler.Plan(source.Returns(logits, source.Binary("CrossEntropy", logits, source.Target("label", ElementType.Int32, "batch"))).Build());
        FusedKernel sum = model.Programs.Single(program => program.Name == "Train").Kernels.Single(kernel => kernel.Name == "Dense2WeightGradient");
        Assert.NotNull(sum.Parts);
        Assert.All(Target.All, target => Assert.InRange(LoopInterpreter.Granules(Scheduler.Schedule(sum, target), _ => 128), 8, int.MaxValue));
        ScheduleJudge.Check(sum, _ => 128);
    }

    [Fact]
    public void Who_goes_through_the_batch_shares_out_the_batch()
    {
        // The gradient in front of a flattening: an inner product for each of 5·5·64 places.
        foreach (Target target in Target.All)
        {
            Assert.Equal(Size.Of("batch"), Scheduler.Schedule(Kernel("Relu2Gradient"), target).Items);
            Assert.Equal("batch", Scheduler.Schedule(Kernel("Conv2GradientOfImage"), target).Items.Symbols);
            Assert.Equal(new SumParts("batch", 8).Count.Symbols, Scheduler.Schedule(Kernel("Conv2GradientOfWeightParts"), target).Items.Symbols);
        }
    }

    private static NetworkProgram Train => Model.Programs.Single(program => program.Name == "Train");

    private static FusedKernel Kernel(string name) => Train.Kernels.Single(kernel => kernel.Name == name);
}
