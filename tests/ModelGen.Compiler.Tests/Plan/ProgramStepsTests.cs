using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Plan;

/// <summary>Which kernels wait for each other: programs of kernels written by hand, each of which adds up some buffers in another.</summary>
public class ProgramStepsTests
{
    private static readonly Buffer A = Of("a"), B = Of("b"), C = Of("c"), D = Of("d"), E = Of("e"), F = Of("f");

    [Fact]
    public void Who_reads_what_another_writes_waits() => Assert.Equal([("b", 0), ("c", 1)], Steps(([A], B), ([B], C)));

    [Fact]
    public void Who_reads_the_same_does_not() => Assert.Equal([("b", 0), ("c", 0)], Steps(([A], B), ([A], C)));

    [Fact]
    public void Who_writes_what_another_reads_waits() => Assert.Equal([("b", 0), ("a", 1)], Steps(([A], B), ([C], A)));

    [Fact]
    public void Who_writes_what_another_writes_waits() => Assert.Equal([("c", 0), ("c", 1)], Steps(([A], C), ([B], C)));

    [Fact]
    public void A_result_that_is_ready_early_comes_before_what_others_still_wait_for() => Assert.Equal([("b", 0), ("c", 1), ("e", 1), ("d", 2)], Steps(([A], B), ([B], C), ([C], D), ([B], E)));

    [Fact]
    public void What_depends_on_nothing_is_made_when_it_is_needed() => Assert.Equal([("b", 0), ("e", 1), ("c", 1), ("d", 2)], Steps(([A], B), ([F], E), ([B], C), ([C, E], D)));

    [Fact]
    public void What_the_next_step_reads_is_computed_last() =>
        Assert.Equal([("a", 0), ("d", 1), ("b", 1), ("c", 2), ("e", 3)], Steps(true, ([F], A), ([A], B), ([A], D), ([B], C), ([C, D], E)));

    [Fact]
    public void A_training_step_waits_fewer_times_than_it_has_kernels()
    {
        NetworkProgram train = NetworkCompiler.Plan(NetworkSource.MnistCnn()).Programs.Single(program => program.Name == "Train");
        Assert.InRange(train.Steps[^1] + 1, 5, train.Kernels.Count * 2 / 3);
        Assert.Equal(train.Steps.Order(), train.Steps);
    }

    [Fact]
    public void The_judge_of_steps_sees_kernels_that_would_have_to_wait()
    {
        NetworkModel model = NetworkCompiler.Plan(NetworkSource.MnistCnn());
        Assert.Empty(StepJudge.Complaints(model, _ => 5, out int judged));
        Assert.InRange(judged, 5, int.MaxValue);
        NetworkModel atOnce = model with { Programs = model.Programs.Select(program => program with { Steps = program.Steps.Select(step => Math.Max(0, step - 1)).ToArray() }).ToArray() };
        Assert.Contains("touches pool1, which lies there too", string.Join("\n", StepJudge.Complaints(atOnce, _ => 5, out _)), StringComparison.Ordinal);
    }

    private static (string Name, int Step)[] Steps(params (Buffer[] Read, Buffer Written)[] sums) => Steps(false, sums);

    private static (string Name, int Step)[] Steps(bool forCaches, params (Buffer[] Read, Buffer Written)[] sums)
    {
        FusedKernel[] kernels = sums.Select(sum => new FusedKernel(sum.Written.Name, [Sum(sum.Read, sum.Written)])).ToArray();
        NetworkProgram program = ProgramSteps.Run(new NetworkProgram("Program", kernels, [], null, []), forCaches);
        return program.Kernels.Select((kernel, place) => (kernel.Name, program.Steps[place])).ToArray();
    }

    private static KernelDefinition Sum(Buffer[] read, Buffer written)
    {
        var element = new Axis("element", 10);
        Expression value = read.Select(one => (Expression)new Load(one, element)).Aggregate((sum, one) => new Binary(BinaryFunction.Add, sum, one));
        return new KernelDefinition(written.Name, written.Name, written.Name, [element], new[] { new OutputDefinition(written, element, value) }, [], written.Name, false, false, null);
    }

    private static Buffer Of(string name) => new(name, BufferPlace.Arena, ElementType.Float32, new Shape(10), new([1]), -1);
}
