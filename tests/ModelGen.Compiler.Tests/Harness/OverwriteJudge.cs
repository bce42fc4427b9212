using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Tests.Harness;

/// <summary>
/// Judges by what loops do, access by access, whether buffers may share memory: it asks no rule of the compiler's. Two buffers that are needed at the same
/// time may overlap only where the kernel that writes the one is the last to need the other, and reads nothing of it from a byte once that byte is
/// written, by the same worker or at any time by another.
/// </summary>
internal static class OverwriteJudge
{
    // Larger results have more of the same.
    private const long MostElements = 5_000;

    private const int Several = -1;

    // Beside one worker and a worker for each portion, of which all other teams' shares are made.
    private static readonly int[] fewWorkers = [2, 3];

    /// <summary>The buffers of a program that are needed at the same time and lie on the same bytes: the one needed from before, and the one written later.</summary>
    public static IEnumerable<(Lifetime Earlier, Lifetime Later)> Overlaps(NetworkModel model, NetworkProgram program, Func<string, long> symbols)
    {
        Lifetime[] lifetimes = [.. program.Lifetimes().OrderBy(life => life.First)];
        long Begin(Lifetime life) => model.Arena.OffsetOf(life.Buffer).Sum(size => size.Evaluate(symbols));
        long End(Lifetime life) => Begin(life) + life.Buffer.Bytes.Evaluate(symbols);
        return from later in Enumerable.Range(0, lifetimes.Length)
               from earlier in Enumerable.Range(0, later)
               let one = lifetimes[earlier]
               let other = lifetimes[later]
               where other.First <= one.Last && Begin(one) < End(other) && Begin(other) < End(one)
               select (one, other);
    }

    /// <summary>What is wrong with the overlaps of all programs of a network; empty where nothing is.</summary>
    /// <param name="model">The network.</param>
    /// <param name="symbols">What its symbols stand for.</param>
    public static IReadOnlyList<string> Complaints(NetworkModel model, Func<string, long> symbols)
    {
        var complaints = new List<string>();
        foreach (NetworkProgram program in model.Programs)
        {
            foreach ((Lifetime earlier, Lifetime later) in Overlaps(model, program, symbols))
            {
                string? complaint = earlier.First == later.First ? "one kernel writes both"
                    : earlier.Last != later.First || Writer(program, later) is not { } writer ? "both are needed afterwards"
                    : Complaint(writer, Place(model, earlier.Buffer, symbols), Place(model, later.Buffer, symbols), symbols);
                if (complaint is not null)
                    complaints.Add($"{program.Name}: {later.Buffer.Name} over {earlier.Buffer.Name}: {complaint}");
            }
        }

        return complaints;
    }

    /// <summary>What is wrong with the results that the compiler's rule lets take over memory, wherever they then lie; empty where nothing is.</summary>
    /// <param name="model">The network.</param>
    /// <param name="symbols">What its symbols stand for.</param>
    /// <param name="judged">How many pairs of buffers were judged.</param>
    public static IReadOnlyList<string> ComplaintsOfRule(NetworkModel model, Func<string, long> symbols, out int judged)
    {
        var complaints = new List<string>();
        var seen = new HashSet<string>();
        judged = 0;
        foreach (NetworkProgram program in model.Programs)
        {
            foreach ((_, int kernel, Buffer written, IReadOnlyCollection<Buffer> overwritten) in program.Overwrites())
            {
                if (!seen.Add(program.Kernels[kernel].Identity) || written.Shape.Elements.Evaluate(symbols) > MostElements)
                    continue;
                foreach (Buffer read in overwritten)
                {
                    judged++;
                    if (Complaint(program.Kernels[kernel], (read, 0), (written, 0), symbols) is { } complaint)
                        complaints.Add($"{program.Name}: {written.Name} over {read.Name}: {complaint}");
                }
            }
        }

        return complaints;
    }

    /// <summary>What goes wrong where a kernel's result lies on what it reads; null where nothing does.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="read">A buffer that it reads, and where that begins.</param>
    /// <param name="written">Its result, and where that begins.</param>
    /// <param name="symbols">What symbols stand for.</param>
    public static string? Complaint(FusedKernel kernel, (Buffer Buffer, long Begin) read, (Buffer Buffer, long Begin) written, Func<string, long> symbols) => Target.All
        .Select(target => Complaint(Scheduler.Schedule(kernel, target), read, written, LoopMemories.Filled(kernel, symbols)) is { } complaint ? $"{target.Lanes} lanes: {complaint}" : null)
        .FirstOrDefault(complaint => complaint is not null);

    /// <summary>The same for a kernel that is scheduled.</summary>
    public static string? Complaint(Kernel kernel, (Buffer Buffer, long Begin) read, (Buffer Buffer, long Begin) written, LoopMemory memory)
    {
        int granules = LoopInterpreter.Granules(kernel, memory.SymbolValue);
        long step = Width(read.Buffer) == Width(written.Buffer) && (written.Begin - read.Begin) % Width(read.Buffer) == 0 ? Width(read.Buffer) : 1;
        foreach (int workers in fewWorkers.Prepend(1).Append(granules).Where(count => count <= granules).Distinct())
        {
            // By the byte, or by the element where those lie on each other: the worker that wrote it, and the one that read it.
            var writers = new Dictionary<long, int>();
            var readers = new Dictionary<long, int>();
            string? complaint = null;
            void Observe(Access access)
            {
                (Buffer Buffer, long Begin)? known = access.IsWrite ? (access.Buffer == written.Buffer ? written : null) : access.Buffer == read.Buffer ? read : null;
                if (known is not { } at)
                    return;
                long first = at.Begin + (access.Element * Width(at.Buffer));
                for (long place = first; place < first + Width(at.Buffer); place += step)
                {
                    if (!access.IsWrite && writers.TryGetValue(place, out int before) && before == access.Worker)
                        complaint ??= $"{read.Buffer.Name}[{access.Element}] is read after it was written over, by one of {workers} workers";
                    Dictionary<long, int> accessed = access.IsWrite ? writers : readers;
                    accessed[place] = accessed.TryGetValue(place, out int other) && other != access.Worker ? Several : access.Worker;
                }
            }

            var interpreter = new LoopInterpreter(memory.Copy(), Observe);
            for (int worker = 0; worker < workers; worker++)
                interpreter.Run(kernel, worker, workers);
            foreach ((long place, int by) in writers)
            {
                if (readers.TryGetValue(place, out int reader) && (by == Several || reader != by))
                    complaint ??= $"byte {place} is written by one worker and read by another of {workers}";
            }

            if (complaint is not null)
                return complaint;
        }

        return null;
    }

    // The kernel that writes a result first; null for what the caller reads when the program is over.
    private static FusedKernel? Writer(NetworkProgram program, Lifetime life) =>
        program.Kernels.Where((_, place) => program.Steps[place] == life.First).FirstOrDefault(kernel => kernel.Writes.Any(written => written.Base == life.Buffer));

    private static long Width(Buffer buffer) => buffer.Bytes.Factor / buffer.Shape.Elements.Factor;

    private static (Buffer Buffer, long Begin) Place(NetworkModel model, Buffer buffer, Func<string, long> symbols) =>
        (buffer, model.Arena.OffsetOf(buffer).Sum(size => size.Evaluate(symbols)));
}
