using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Plan;

/// <summary>
/// Puts a program's kernels into as few steps as they depend on each other in. Between steps threads wait for each other, and a device begins a new launch; the kernels of one step run side by side,
/// and a thread that has done its share of one goes on to the next.
/// </summary>
internal static class ProgramSteps
{
    /// <summary>The program in steps. The kernels of a loop stay together.</summary>
    /// <param name="program">The program, each of whose kernels runs after those that it depends on.</param>
    /// <param name="forCaches">Whether kernels of a step run one after another on each thread: the more of its result the next step reads, the later a kernel is then, so that this is still in the caches.</param>
    public static NetworkProgram Run(NetworkProgram program, bool forCaches)
    {
        var steps = new int[program.Kernels.Count];
        var handedOn = new long[program.Kernels.Count];
        var order = new List<int>();
        for (int begin = 0, end, next = 0; begin < steps.Length; begin = end)
        {
            end = program.LoopOf(begin)?.End ?? program.Loops.Select(other => other.First).Where(first => first > begin).DefaultIfEmpty(steps.Length).Min();
            IReadOnlyList<int> run = Enumerable.Range(begin, end - begin).ToArray();
            Number(program, run, steps, next);
            if (forCaches)
                Count(program, run, steps, handedOn);
            order.AddRange(run.OrderBy(kernel => steps[kernel]).ThenBy(kernel => handedOn[kernel]));
            next = run.Max(kernel => steps[kernel]) + 1;
        }

        return program with { Kernels = order.Select(kernel => program.Kernels[kernel]).ToArray(), Steps = order.Select(kernel => steps[kernel]).ToArray() };
    }

    private static void Number(NetworkProgram program, IReadOnlyList<int> run, int[] steps, int first)
    {
        var touched = new Dictionary<Buffer, List<Touch>>();
        var users = new Dictionary<int, int>();
        var free = new List<int>();
        foreach (int kernel in run)
        {
            Touch[] touches = Touches(program, kernel).ToArray();
            int[] before = touches.SelectMany(touch => touched.TryGetValue(touch.Buffer.Base, out List<Touch>? known) ? known.Where(touch.MustWaitFor) : []).Select(earlier => earlier.Kernel).ToArray();
            steps[kernel] = before.Select(earlier => steps[earlier] + 1).Append(first).Max();
            if (before.Length == 0)
                free.Add(kernel);
            foreach (int earlier in before)
                users[earlier] = users.TryGetValue(earlier, out int soonest) ? Math.Min(soonest, steps[kernel]) : steps[kernel];
            foreach (Touch touch in touches)
                (touched.TryGetValue(touch.Buffer.Base, out List<Touch>? known) ? known : touched[touch.Buffer.Base] = []).Add(touch);
        }

        // What depends on nothing, such as a weight's packed copy, is made when it is needed: it is in the caches then, and its memory free until then.
        foreach (int kernel in free.Where(users.ContainsKey))
            steps[kernel] = users[kernel] - 1;
    }

    // The bytes of each kernel's results that the step behind it reads.
    private static void Count(NetworkProgram program, IReadOnlyList<int> run, int[] steps, long[] handedOn)
    {
        ILookup<int, int> kernelsOf = run.ToLookup(kernel => steps[kernel]);
        foreach (IGrouping<int, int> step in kernelsOf)
        {
            HashSet<Buffer> read = [.. kernelsOf[step.Key + 1].SelectMany(kernel => program.Kernels[kernel].Stages).SelectMany(stage => stage.Reads).Select(buffer => buffer.Base)];
            foreach (int kernel in step)
                handedOn[kernel] = program.Kernels[kernel].Writes.Where(written => read.Contains(written.Base)).Sum(written => Nest.Typical(written.Bytes));
        }
    }

    private static IEnumerable<Touch> Touches(NetworkProgram program, int kernel) => program.Kernels[kernel].Stages.SelectMany(stage =>
        stage.Reads.Select(read => new Touch(kernel, read, false)).Concat(stage.Writes.Select(written => new Touch(kernel, written, true))));

    // That a kernel reads or writes a buffer.
    private sealed record Touch(int Kernel, Buffer Buffer, bool IsWrite)
    {
        public bool MustWaitFor(Touch earlier) => (IsWrite || earlier.IsWrite) && earlier.Buffer.MayOverlap(Buffer);
    }
}
