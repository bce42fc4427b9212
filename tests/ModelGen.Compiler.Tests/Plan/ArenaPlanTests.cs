using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Plan;

public class ArenaPlanTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(128)]
    public void Buffers_lie_inside_the_arena_on_cache_lines(long batch)
    {
        NetworkModel model = NetworkCompiler.Plan(NetworkSource.MnistCnn());
        long arena = model.Arena.Regions.Sum(region => region.Evaluate(_ => batch));
        foreach (Buffer buffer in model.Programs.SelectMany(program => program.Lifetimes()).Select(life => life.Buffer))
        {
            long begin = model.Arena.OffsetOf(buffer).Sum(size => size.Evaluate(_ => batch));
            Assert.True(begin % 64 == 0 && begin + buffer.Bytes.Evaluate(_ => batch) <= arena, buffer.Name);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Buffers_that_live_at_the_same_time_share_no_byte_that_is_read_once_it_is_overwritten(long batch)
    {
        NetworkModel model = NetworkCompiler.Plan(NetworkSource.MnistCnn());
        Assert.Empty(OverwriteJudge.Complaints(model, _ => batch));
        Assert.NotEmpty(OverwriteJudge.Overlaps(model, model.Programs.Single(program => program.Name == "Train"), _ => batch));
    }

    [Fact]
    public void The_same_buffers_share_bytes_at_any_batch()
    {
        NetworkModel model = NetworkCompiler.Plan(NetworkSource.MnistCnn());
        foreach (NetworkProgram program in model.Programs)
            Assert.Subset(OverwriteJudge.Overlaps(model, program, _ => 7).ToHashSet(), OverwriteJudge.Overlaps(model, program, _ => 128).ToHashSet());
    }

    [Fact]
    public void Memory_is_reused()
    {
        NetworkModel model = NetworkCompiler.Plan(NetworkSource.MnistCnn());
        NetworkProgram train = model.Programs.Single(program => program.Name == "Train");
        long apart = train.Lifetimes().Sum(life => life.Buffer.Shape.Elements.Evaluate(_ => 128) * 4);
        long arena = model.Arena.Regions.Sum(region => region.Evaluate(_ => 128));
        Assert.True(arena < apart * 0.75);

        // What lives at the same time, elementwise results apart from what they are computed from: taking that over needs less.
        long Bytes(Lifetime life) => ArenaPlan.BytesOf(life.Buffer) * (life.Buffer.Shape.Elements.IsConstant ? 1 : 128);
        Assert.True(arena < Enumerable.Range(0, train.Steps[^1] + 2).Max(step => train.Lifetimes().Where(life => life.First <= step && step <= life.Last).Sum(Bytes)));
    }

    // A thread that comes to lines which another wrote waits for each of them.
    [Fact]
    public void What_has_a_few_numbers_for_each_sample_lies_where_nothing_else_does()
    {
        NetworkModel model = NetworkCompiler.Plan(NetworkSource.MnistCnn());
        NetworkProgram train = model.Programs.Single(program => program.Name == "Train");
        (string Name, long Begin, long End)[] places = train.Lifetimes().Select(life => life.Buffer)
            .Select(buffer => (buffer, Begin: model.Arena.OffsetOf(buffer).Sum(size => size.Evaluate(_ => 128))))
            .Select(one => (one.buffer.Name, one.Begin, one.Begin + one.buffer.Bytes.Evaluate(_ => 128)))
            .ToArray();
        (string Name, long Begin, long End) small = places.Single(place => place.Name == "crossEntropy1");
        Assert.Single(places, place => place.Begin < small.End && small.Begin < place.End);
    }

    // Two threads share out samples in the middle of the batch, whatever buffer they are in.
    [Fact]
    public void A_buffer_that_shares_memory_with_a_larger_one_has_its_middle_where_that_has_its_own()
    {
        NetworkModel model = NetworkCompiler.Plan(NetworkSource.MnistCnn());
        NetworkProgram train = model.Programs.Single(program => program.Name == "Train");
        (long Begin, long End) PlaceOf(string name)
        {
            Buffer buffer = train.Lifetimes().Single(life => life.Buffer.Name == name).Buffer;
            long begin = model.Arena.OffsetOf(buffer).Sum(size => size.Evaluate(_ => 128));
            return (begin, begin + buffer.Bytes.Evaluate(_ => 128));
        }

        (long Begin, long End) small = PlaceOf("pool2"), large = PlaceOf("conv2GradientOfImage");
        Assert.True(large.Begin < small.Begin && small.End < large.End);
        Assert.Equal(large.Begin + large.End, small.Begin + small.End);
    }

    [Fact]
    public void Convolution_bias_activation_and_pool_are_one_kernel()
    {
        NetworkModel model = NetworkCompiler.Plan(NetworkSource.MnistCnn());
        Assert.Equal(
            ["Conv1Relu1Pool1", "Conv2Relu2Pool2", "Dense1Relu3", "Output"],
            model.Programs.Single(program => program.Name == "Predict").Kernels.Select(kernel => kernel.Name));
        Assert.Contains(model.Programs.Single(program => program.Name == "Train").Kernels, kernel => kernel.Name == "CrossEntropy1WithGradient");
    }
}
