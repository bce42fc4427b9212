using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>Kernels around tables, as an attention's scores, that run as one: which they are, that no table is in memory, and that the loops compute what the definitions say.</summary>
public class BlockFusionTests
{
    /// <summary>Whole blocks alone, whole ones with a shorter one behind them, one that is short, one item to a sample.</summary>
    [Theory]
    [InlineData(32, 2, 1, 0)]
    [InlineData(35, 2, 1, 0)]
    [InlineData(35, 1, 1, 0.25)]
    [InlineData(17, 2, 0, 0)]
    [InlineData(48, 2, 0, 0.25)]
    [InlineData(5, 2, 1, 0)]
    public void An_attention(int time, int heads, double causal, double dropout)
    {
        NetworkModel model = Attention(time, heads, causal, dropout);
        foreach (NetworkProgram program in model.Programs)
        {
            Assert.Equal(program.Name == "Train" ? 2 : 1, program.Kernels.Count(kernel => kernel.Blocks is not null));
            // Dropout's mask is a byte for each of an attention's weights.
            Assert.DoesNotContain(program.Kernels.SelectMany(kernel => kernel.Buffers), buffer => IsTable(buffer, time) && buffer.ElementBytes > 1);
            Assert.All(program.Kernels.Where(kernel => kernel.Blocks is not null), Check);
        }
    }

    /// <summary>Behind the diagonal nothing is computed where nothing there counts, and only there.</summary>
    [Theory]
    [InlineData(32, 1, true)]
    [InlineData(35, 1, true)]
    [InlineData(32, 0, false)]
    [InlineData(16, 1, false)]
    public void Stops_at_the_diagonal(int time, double causal, bool stops)
    {
        RowBlocks[] blocks = [.. Attention(time, 2, causal, 0.25).Programs.SelectMany(program => program.Kernels).Select(kernel => kernel.Blocks).OfType<RowBlocks>()];
        Assert.Equal(4, blocks.Length);
        Assert.All(blocks, all => Assert.Equal(stops, all.Whole.SelectMany(stage => stage.Domain).Any(axis => axis.Extent.GrowsInLoop)));
        Assert.All(blocks, all => Assert.DoesNotContain(all.Rest.SelectMany(stage => stage.Domain), axis => axis.Extent.GrowsInLoop));
    }

    /// <summary>The same of products that a user writes: what follows the first element by element is all that matters.</summary>
    [Theory]
    [InlineData("Relu", 21, 19)]
    [InlineData("Tanh", 16, 40)]
    public void Products_of_a_users(string function, int rows, int columns)
    {
        var source = new NetworkSource();
        int a = source.Input("a", "batch", rows, 3), x = source.Input("x", "batch", columns, 4);
        int right = source.Call("Transpose", [source.Dense(x, 6)], ("first", [1]), ("second", [2]));
        int sum = source.Binary("MatMul", source.Unary(function, source.Binary("MatMul", source.Dense(a, 6), right)), source.Dense(x, 5));
        NetworkModel model = NetworkCompiler.Plan(source.Returns(sum, source.Reduce("Sum", source.Binary("Multiply", sum, sum))).Build());
        FusedKernel[] fused = [.. model.Programs.SelectMany(program => program.Kernels).Where(kernel => kernel.Blocks is not null)];
        Assert.Equal(4, fused.Length);
        Assert.All(fused, Check);
    }

    /// <summary>A table that somebody else reads, or that has an axis of unknown length, stays in memory.</summary>
    [Fact]
    public void What_others_read_stays()
    {
        var source = new NetworkSource();
        int q = source.Dense(source.Input("x", "batch", 20, 4), 6);
        int scores = source.Binary("MatMul", q, source.Call("Transpose", [q], ("first", [1]), ("second", [2])));
        int y = source.Binary("MatMul", source.Unary("Relu", scores), q);
        int loss = source.Binary("Add", source.Reduce("Sum", source.Binary("Multiply", y, y)), source.Reduce("Sum", scores));
        NetworkModel model = NetworkCompiler.Plan(source.Returns(y, loss).Build());
        Assert.NotNull(Assert.Single(model.Programs[0].Kernels, kernel => kernel.Blocks is not null));
        Assert.Contains(model.Programs[1].Kernels.SelectMany(kernel => kernel.Buffers), buffer => IsTable(buffer, 20));
    }

    private static NetworkModel Attention(int time, int heads, double causal, double dropout)
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", time, 4);
        int y = source.Call("SelfAttention", [x], ("heads", [heads]), ("causal", [causal]), ("dropout", [dropout]), ("bias", [1]));
        return NetworkCompiler.Plan(source.Returns(y, source.Reduce("Sum", source.Binary("Multiply", y, y))).Build());
    }

    private static bool IsTable(Buffer buffer, int time) => buffer.Shape.Sizes.Count(size => size == time) > 1;

    private static void Check(FusedKernel kernel) => ScheduleJudge.Check(kernel, _ => 2);
}
