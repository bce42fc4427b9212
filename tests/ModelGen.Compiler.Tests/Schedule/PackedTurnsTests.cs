using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>Products that are added up over samples and steps, whose operands are copied: which they are, and that the loops compute what the definition says.</summary>
public class PackedTurnsTests
{
    /// <summary>A recurrent layer's weight gradient, over steps and samples: its steps lie a batch apart, so that a stretch of several samples is put together.</summary>
    [Theory]
    [InlineData(40, 128, 2)]
    [InlineData(37, 131, 3)]
    public void Of_a_recurrent_layer(int inputs, int units, int batch)
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 33, inputs), w = source.Parameter("W", inputs, units);
        int states = source.Scan([x], [source.Zeros("batch", units)], found => ([source.Unary("Tanh", source.Binary("Add", source.Call("Dot", [found[0], w]), found[1]))], []))[0];
        Check(Gradient(source.Returns(states, source.Reduce("Sum", source.Binary("Multiply", states, states))), "GradientParts"), batch);
    }

    /// <summary>A layer's over positions and samples, of several shapes: more rows than columns and fewer, and of neither whole slabs nor whole tiles.</summary>
    [Theory]
    [InlineData(33, 37, 192, 1)]
    [InlineData(33, 144, 37, 2)]
    [InlineData(32, 37, 130, 5)]
    [InlineData(130, 128, 37, 1)]
    public void Of_a_layer_over_positions(int positions, int inputs, int units, int batch)
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", positions, inputs), w = source.Parameter("W", inputs, units);
        int y = source.Call("Dot", [x, w]);
        Check(Gradient(source.Returns(y, source.Reduce("Sum", source.Binary("Multiply", y, y))), "GradientParts"), batch);
    }

    /// <summary>With a penalty on the weight the sum is not taken in parts: workers share the rows, and the penalty's gradient is added behind the sum.</summary>
    [Theory]
    [InlineData(40, 128, 1)]
    [InlineData(37, 131, 3)]
    public void With_something_behind_the_sum(int inputs, int units, int batch)
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 33, inputs), w = source.Parameter("W", inputs, units);
        int states = source.Scan([x], [source.Zeros("batch", units)], found => ([source.Unary("Tanh", source.Binary("Add", source.Call("Dot", [found[0], w]), found[1]))], []))[0];
        int penalty = source.Reduce("Sum", source.Binary("Multiply", w, w));
        Check(Gradient(source.Returns(states, source.Binary("Add", source.Reduce("Sum", source.Binary("Multiply", states, states)), penalty)), "Gradient"), batch);
    }

    [Theory]
    [InlineData(31, 512, 512)]
    [InlineData(64, 8, 512)]
    [InlineData(64, 64, 64)]
    public void What_is_short_or_near_is_not_copied(int positions, int inputs, int units)
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", positions, inputs), w = source.Parameter("W", inputs, units);
        int y = source.Call("Dot", [x, w]);
        FusedKernel gradient = Gradient(source.Returns(y, source.Reduce("Sum", source.Binary("Multiply", y, y))), "GradientParts");
        Assert.DoesNotContain(Scheduler.Schedule(gradient, Target.Vector512).Body, statement => statement is TakeScratch);
    }

    // The kernel of the weight's gradient.
    private static FusedKernel Gradient(NetworkSource source, string name)
    {
        NetworkModel model = NetworkCompiler.Plan(source.Build());
        return model.Programs.Single(program => program.Name == "Train").Kernels.Single(kernel => kernel.Name.StartsWith('W') && kernel.Name.EndsWith(name, StringComparison.Ordinal));
    }

    private static void Check(FusedKernel gradient, int batch)
    {
        Assert.All(Target.All, target => Assert.Contains(Scheduler.Schedule(gradient, target).Body, statement => statement is TakeScratch));
        ScheduleJudge.Check(gradient, symbol => symbol == "batch" ? batch : throw new InvalidOperationException(symbol));
    }
}
