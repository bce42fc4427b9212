using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Print.Cpu;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>Which loops' workers go through all steps without waiting for each other, and what their kernels look like.</summary>
public class LoopRowsTests
{
    [Theory]
    [InlineData("Rnn")]
    [InlineData("Lstm")]
    [InlineData("Gru")]
    public void Samples_of_recurrent_layers_know_nothing_of_each_other(string layer)
    {
        NetworkModel model = Train(layer);
        foreach (NetworkProgram program in model.Programs)
        {
            Assert.NotEmpty(program.Loops);
            foreach (ProgramLoop loop in program.Loops)
            {
                Assert.True(loop.KeepsToRows);
                Assert.Null(RowLoopJudge.Complaint(program, loop, _ => 19));
                foreach (Target target in Target.All)
                {
                    Kernel[] kernels = [.. program.Kernels.Skip(loop.First).Take(loop.End - loop.First).Select(kernel => Scheduler.Schedule(kernel, target))];
                    Assert.Single(kernels.Select(kernel => (kernel.Items, kernel.Granularity)).Distinct());

                    // As it is emitted: for NEON most kernels are those for SSE, whose tiles are lower.
                    string[] texts = [.. program.Kernels.Skip(loop.First).Take(loop.End - loop.First).Select(kernel => KernelText.ForEachTarget(kernel, model.Symbols, depth: 0, withSchedule: false)[target].Body)];
                    Assert.Single(texts.Select(text => text.Split('\n').Single(line => line.Contains("worker.Share(", StringComparison.Ordinal))).Distinct());
                }
            }
        }
    }

    [Fact]
    public void A_step_that_sums_over_the_batch_has_its_workers_wait()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 7, 8);
        int states = source.Scan([x], [source.Zeros("batch", 8)], found => ([source.Binary("Add", found[0], source.Reduce("Mean", found[1], 0))], []))[0];
        NetworkProgram predict = Assert.Single(NetworkCompiler.Plan(source.Returns(states).Build()).Programs);
        Assert.False(Assert.Single(predict.Loops).KeepsToRows);
    }

    [Fact]
    public void What_a_worker_has_yet_to_read_no_other_writes_over()
    {
        // Two values of a step that are never needed at the same time by one worker, but are by two.
        foreach (NetworkProgram program in Train("Gru").Programs)
        {
            foreach (ProgramLoop loop in program.Loops)
            {
                Buffer[] own = [.. program.Kernels.Skip(loop.First).Take(loop.End - loop.First).SelectMany(kernel => kernel.Stages).SelectMany(stage => stage.Writes).Select(buffer => buffer.Base)];
                Assert.All(program.Lifetimes().Where(life => own.Contains(life.Buffer)), life => Assert.True(life.First <= program.Steps[loop.First] && life.Last >= program.Steps[loop.End - 1]));
            }
        }
    }

    private static NetworkModel Train(string layer)
    {
        var source = new NetworkSource();
        int states = source.Call(layer, [source.Input("x", "batch", 7, 4)], ("hidden", [24]), ("layers", [2]), ("bidirectional", [1]), ("bias", [1]));
        return NetworkCompiler.Plan(source.Returns(states, source.Reduce("Sum", source.Binary("Multiply", states, states))).Build());
    }
}
