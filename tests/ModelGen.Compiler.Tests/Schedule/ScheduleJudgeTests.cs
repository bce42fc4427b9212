using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>Every schedule's loops against the kernels' definitions, and the judges themselves.</summary>
public class ScheduleJudgeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public void Loops_compute_what_their_kernel_defines(long batch)
    {
        NetworkModel model = NetworkCompiler.Plan(Classifier());
        Assert.All(model.Programs.SelectMany(program => program.Kernels), kernel => ScheduleJudge.Check(kernel, _ => batch));
    }

    [Fact]
    public void A_schedule_that_computes_something_else_is_noticed()
    {
        FusedKernel kernel = NetworkCompiler.Plan(Classifier()).Programs[0].Kernels[0];
        OutputDefinition output = kernel.Stages[0].Outputs[0];
        LoopMemory memory = LoopMemories.Filled(kernel, _ => 24);
        new LoopInterpreter(memory).Run(Scheduler.Schedule(kernel, Target.Vector256), 0, 2);

        // The second worker has not come yet.
        Assert.Contains(memory[output.Buffer], double.IsNaN);
        Assert.Contains(memory[output.Buffer], value => !double.IsNaN(value));
    }

    // Every kind of kernel in few elements, with columns that fill no vector.
    private static NetworkSpec Classifier()
    {
        var source = new NetworkSource();
        int x = source.Input("image", "batch", 2, 8, 7);
        x = source.MaxPool2D(source.Unary("Relu", source.Conv2D(x, 9, 3)), 2);
        x = source.MaxPool2D(source.Unary("Relu", source.Conv2D(x, 10, 2)), 1);
        x = source.Dropout(source.Unary("Tanh", source.Dense(source.Flatten(x), 21)), 0.25);
        int logits = source.Dense(x, 5);
        return source.Returns(logits, source.Binary("CrossEntropy", logits, source.Target("label", ElementType.Int32, "batch"))).Build();
    }
}
