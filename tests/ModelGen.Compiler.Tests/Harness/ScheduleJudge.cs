using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Tests.Harness;

/// <summary>Compares what a schedule's loops compute, for any team, with the kernel's definition, element by element.</summary>
internal static class ScheduleJudge
{
    private const double Tolerance = 1e-9;

    // Beside one worker and a worker for each portion, of which all other teams' shares are made.
    private const int FewWorkers = 3;

    /// <summary>Checks a kernel for every target.</summary>
    public static void Check(FusedKernel kernel, Func<string, long> symbols)
    {
        LoopMemory before = LoopMemories.Filled(kernel, symbols), expected = before.Copy();
        foreach (KernelDefinition stage in kernel.Stages)
            Define(stage, expected);
        foreach (Target target in Target.All)
        {
            Kernel scheduled = Scheduler.Schedule(kernel, target);
            int granules = LoopInterpreter.Granules(scheduled, symbols);
            foreach (int workers in new[] { 1, FewWorkers, granules }.Where(count => count <= granules).Distinct())
            {
                LoopMemory actual = before.Copy();
                var interpreter = new LoopInterpreter(actual);
                for (int worker = 0; worker < workers; worker++)
                    interpreter.Run(scheduled, worker, workers);
                foreach (Buffer written in kernel.Stages.SelectMany(stage => stage.Writes).Intersect(kernel.Buffers))
                    AssertSame($"{kernel.Name}, {target}, {workers} workers: {written.Name}", expected[written.Memory], actual[written.Memory]);
            }
        }
    }

    private static void Define(KernelDefinition stage, LoopMemory memory)
    {
        var judge = new ExpressionJudge(memory);
        foreach (OutputDefinition output in stage.Outputs)
        {
            (Buffer within, long first) = judge.Resolve(output.Buffer);
            foreach (int _ in judge.Everywhere(stage.Domain))
                memory[within][first + judge.At(output.Offset)] = judge.Value(output.Value);
        }
    }

    private static void AssertSame(string what, double[] expected, double[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= Tolerance * (1 + Math.Abs(expected[i]));
            Assert.True(same, $"{what}[{i}] is {actual[i]} and not {expected[i]}");
        }
    }
}
