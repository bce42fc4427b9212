using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Tests.Harness;

/// <summary>Judges by what loops do whether the workers of a loop that keeps to rows need not wait for each other: what one writes in any step no other reads or writes.</summary>
internal static class RowLoopJudge
{
    private static readonly int[] workerCounts = [2, 3];

    /// <summary>What is wrong with a loop; null where nothing is.</summary>
    /// <param name="program">Its program.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="symbols">What symbols stand for.</param>
    public static string? Complaint(NetworkProgram program, ProgramLoop loop, Func<string, long> symbols)
    {
        FusedKernel[] kernels = [.. program.Kernels.Skip(loop.First).Take(loop.End - loop.First)];
        foreach (Target target in Target.All)
        {
            foreach (int workers in workerCounts)
            {
                // The part of one step is where the next one's will be: elements count from its beginning.
                var accesses = new Dictionary<(Buffer Memory, long Element), (HashSet<int> Workers, bool IsWritten)>();
                void Observe(Access access)
                {
                    (Buffer, long) place = (access.Buffer.Base, access.Element);
                    (HashSet<int> by, bool isWritten) = accesses.TryGetValue(place, out (HashSet<int>, bool) known) ? known : ([], false);
                    by.Add(access.Worker);
                    accesses[place] = (by, isWritten || access.IsWrite);
                }

                foreach (FusedKernel kernel in kernels)
                {
                    Kernel scheduled = Scheduler.Schedule(kernel, target);
                    var interpreter = new LoopInterpreter(LoopMemories.Filled(kernel, symbols), Observe);
                    for (int worker = 0; worker < workers; worker++)
                        interpreter.Run(scheduled, worker, workers);
                }

                foreach (((Buffer memory, long element), (HashSet<int> by, bool isWritten)) in accesses)
                {
                    if (isWritten && by.Count > 1)
                        return $"{program.Name}, {target.Lanes} lanes: {memory.Name}[{element}] is written, and {by.Count} of {workers} workers touch it";
                }
            }
        }

        return null;
    }
}
