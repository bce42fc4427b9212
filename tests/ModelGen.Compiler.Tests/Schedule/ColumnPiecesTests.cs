using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>Values put side by side: each is computed for its own columns, with vectors.</summary>
public class ColumnPiecesTests
{
    [Theory]
    [InlineData(16, 32)]
    [InlineData(3, 1)]
    [InlineData(17, 5)]
    public void Each_value_is_written_to_its_own_columns(int first, int second)
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", first), y = source.Input("y", "batch", second);
        int both = source.Call("Concat", [source.Unary("Tanh", x), source.Unary("Sigmoid", y), x], ("axis", [1]));
        NetworkProgram predict = Assert.Single(NetworkCompiler.Plan(source.Returns(both).Build()).Programs);
        FusedKernel kernel = Assert.Single(predict.Kernels);
        Assert.Equal([first, second, first], kernel.Stages.Select(stage => (int)stage.Domain[1].Extent.Constant));
        Assert.DoesNotContain(kernel.Stages.SelectMany(stage => stage.Outputs).SelectMany(output => output.Value.Descendants()), part => part is Guard);
        ScheduleJudge.Check(kernel, _ => 5);
    }

    [Fact]
    public void Pieces_work_as_much_as_the_whole()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 7), y = source.Input("y", "batch", 4);
        int both = source.Call("Concat", [source.Unary("Tanh", x), source.Unary("Tanh", y)], ("axis", [1]));
        NetworkModel model = NetworkCompiler.Plan(source.Returns(both).Build());
        long Work(NetworkProgram program) => program.Work.Sum(size => size.Evaluate(_ => 1));
        Assert.Equal(Work(Assert.Single(NetworkCompiler.PlanForGpu(model))), Work(Assert.Single(model.Programs)));
    }
}
