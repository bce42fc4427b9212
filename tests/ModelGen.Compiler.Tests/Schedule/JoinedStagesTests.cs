using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>Stages of a row that become one loop, and those that may not: the loops compute what the definitions say either way.</summary>
public class JoinedStagesTests
{
    private const int Columns = 37;

    private static readonly Buffer A = Row("a"), B = Row("b"), C = Row("c");

    [Fact]
    public void What_is_kept_for_the_backward_pass_is_made_on_the_way()
    {
        var source = new NetworkSource();
        int y = source.Dense(source.Unary("Gelu", source.Dense(source.Input("x", "batch", 5, 40), Columns)), 3);
        NetworkModel model = NetworkCompiler.Plan(source.Returns(y, source.Reduce("Sum", source.Binary("Multiply", y, y))).Build());
        FusedKernel gelu = model.Programs.Single(program => program.Name == "Train").Kernels.Single(kernel => kernel.Name == "Gelu1");
        Assert.Equal(2, gelu.Stages.Count);
        Assert.All(Target.All, target => Assert.Single(Scheduler.Schedule(gelu, target).Notes.Stages));
        ScheduleJudge.Check(gelu, _ => 3);
    }

    [Fact]
    public void What_reads_the_element_at_hand_is_joined() => Check(1, Stage(B, axis => Twice(A, axis)), Stage(C, axis => new Binary(BinaryFunction.Add, new Load(B, B.Offset(axis)), new Load(A, A.Offset(axis)))));

    [Fact]
    public void What_reads_another_element_is_not() => Check(2, Stage(B, axis => Twice(A, axis)), Stage(C, axis => Twice(B, [axis[0], Index.Of((Axis)axis[1].Terms[0].Atom, -1) + (Columns - 1)])));

    [Fact]
    public void What_overwrites_an_element_that_was_read_is_not() => Check(2, Stage(B, axis => Twice(A, axis)), Stage(A, axis => Twice(C, axis)));

    private static void Check(int loops, params KernelDefinition[] stages)
    {
        var kernel = new FusedKernel("Stages", stages);
        Assert.All(Target.All, target => Assert.Equal(loops, Scheduler.Schedule(kernel, target).Notes.Stages.Count));
        ScheduleJudge.Check(kernel, _ => 3);
    }

    private static Binary Twice(Buffer buffer, IReadOnlyList<Index> at) => new(BinaryFunction.Multiply, new Load(buffer, buffer.Offset(at)), new Number(2));

    private static KernelDefinition Stage(Buffer result, Func<Index[], Expression> value)
    {
        Axis row = new("row", Size.Of("batch")), column = new("column", Columns);
        var output = new OutputDefinition(result, result.Offset([row, column]), value([row, column]));
        return new KernelDefinition(result.Name, result.Name, result.Name, [row, column], new[] { output }, [], result.Name, false, false, null);
    }

    private static Buffer Row(string name) => new(name, BufferPlace.Arena, ElementType.Float32, new Shape(Size.Of("batch"), Columns), new([Columns, 1]), -1);
}
